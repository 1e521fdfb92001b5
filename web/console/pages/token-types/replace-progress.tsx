import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { formatNumber } from '../../../shared/format.ts';
import { Progress } from '../../parts/progress.tsx';
import { href } from '../../shell/place.ts';
import type { Progress as Reached } from './replacement.ts';
import { tokenTypesTexts } from './texts.ts';

const texts = tokenTypesTexts.replacement;

interface Props {
  readonly progress: Reached | undefined;
  readonly busy: boolean;
}

/** How far it is, and who was left as they are and why. */
export function ReplaceProgress({ progress, busy }: Props) {
  const { users = 0, tokens = 0, skipped = [], percent = 0, finished = false } = progress ?? {};
  const replaced = texts.replaced(formatNumber(tokens), formatNumber(users));
  return (
    <SpaceBetween size="m">
      <Progress
        label={texts.progress}
        value={percent}
        status={busy ? 'in-progress' : finished ? 'success' : 'error'}
        of={replaced}
        resultText={`${finished ? texts.done : texts.stopped} ${replaced}`}
      />
      {skipped.length > 0 && (
        <Table
          variant="embedded"
          wrapLines
          header={<Header variant="h3">{texts.skipped}</Header>}
          ariaLabels={{ tableLabel: texts.skipped }}
          items={skipped}
          columnDefinitions={[
            {
              id: 'user',
              header: texts.user,
              isRowHeader: true,
              cell: ({ userId }) => <Link href={href`/users/${userId}/tokens`}>{userId}</Link>,
            },
            { id: 'why', header: texts.why, cell: ({ code }) => texts.reasons[code] ?? code },
          ]}
        />
      )}
    </SpaceBetween>
  );
}
