import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { formatNumber } from '../../../shared/format.ts';
import type { ImportedDevices } from '../../api/hardware.ts';
import { MessageDialog } from '../../parts/message-dialog.tsx';
import { partTexts } from '../../parts/texts.ts';
import { hardwareTexts } from './texts.ts';

const texts = hardwareTexts.file;

interface Props {
  readonly result: ImportedDevices;
  onClose(): void;
}

/** What an import came to, and which devices it refused and why. */
export function ImportResult({ result: { imported, unchanged, refused }, onClose }: Props) {
  return (
    <MessageDialog title={texts.result} onClose={onClose}>
      <SpaceBetween size="m">
        <Alert type={refused.length > 0 ? 'warning' : 'success'}>
          {texts.counts(formatNumber(imported), formatNumber(unchanged), formatNumber(refused.length))}{' '}
          {texts.again}
        </Alert>
        {refused.length > 0 && (
          <Table
            variant="embedded"
            wrapLines
            header={<Header variant="h3">{texts.refused}</Header>}
            ariaLabels={{ tableLabel: texts.refused }}
            items={refused}
            columnDefinitions={[
              { id: 'line', header: texts.line, cell: ({ line }) => line },
              {
                id: 'serial',
                header: texts.serial,
                isRowHeader: true,
                cell: ({ serial }) => serial ?? partTexts.none,
              },
              { id: 'reason', header: texts.reason, cell: ({ reason }) => reason },
            ]}
          />
        )}
      </SpaceBetween>
    </MessageDialog>
  );
}
