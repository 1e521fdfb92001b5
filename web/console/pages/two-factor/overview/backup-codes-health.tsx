import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../../../shared/format.ts';
import type { Overview } from '../../../api/overview.ts';
import { getSettings } from '../../../api/settings.ts';
import { useOperator } from '../../../shell/operator.tsx';
import { personColumns, Rows } from './rows.tsx';
import { overviewTexts } from './texts.ts';

const { codes: texts, columns } = overviewTexts;

type Low = Overview['backupCodesHealth']['low'][number];

const lowColumns: TableProps.ColumnDefinition<Low>[] = [
  ...personColumns,
  { id: 'remaining', header: columns.remaining, cell: ({ remaining }) => formatNumber(remaining) },
];

/** 1.04-1.06: all well, or who has none left, few, or was never issued any; each list only when it has rows. */
export function BackupCodesHealth({ healthy, none, low, neverIssued }: Overview['backupCodesHealth']) {
  const { may } = useOperator();
  const { data: settings } = useQuery({
    queryKey: ['settings'],
    queryFn: getSettings,
    enabled: may('settings:read') && low.length > 0,
  });
  return (
    <Container header={<Header variant="h2">{texts.title}</Header>}>
      {healthy ? (
        <StatusIndicator type="success">{texts.healthy}</StatusIndicator>
      ) : (
        <SpaceBetween size="l">
          {none.length > 0 && <Rows title={texts.none} nested columns={personColumns} rows={none} />}
          {low.length > 0 && (
            <Rows
              title={texts.low}
              nested
              hint={settings && texts.lowHint(formatNumber(settings.backupCodesLow))}
              columns={lowColumns}
              rows={low}
            />
          )}
          {neverIssued.length > 0 && (
            <Rows title={texts.neverIssued} nested columns={personColumns} rows={neverIssued} />
          )}
          <Box color="text-body-secondary">{texts.advice}</Box>
        </SpaceBetween>
      )}
    </Container>
  );
}
