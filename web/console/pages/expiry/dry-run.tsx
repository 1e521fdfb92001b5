import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../../shared/format.ts';
import { type DryRun as Answer, dryRunExpiry } from '../../api/expiry.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { partTexts } from '../../parts/texts.ts';
import { Time } from '../../parts/time.tsx';
import { UserLink } from '../../parts/user-link.tsx';
import { Loading } from '../../shell/messages.tsx';
import { expiryTexts } from './texts.ts';

const { dryRun: texts } = expiryTexts;

const columns: TableProps.ColumnDefinition<Answer['users'][number]>[] = [
  {
    id: 'user',
    header: texts.columns.user,
    cell: ({ userId }) => <UserLink userId={userId} />,
    isRowHeader: true,
  },
  {
    id: 'expiredAt',
    header: texts.columns.expiredAt,
    cell: ({ enrollmentExpiredAt }) => <Time at={enrollmentExpiredAt} />,
  },
];

/** N.05: asks what a run would do at this moment. */
export function DryRun({ onClose }: { onClose(): void }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['expiry', 'dry-run'],
    queryFn: dryRunExpiry,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Dialog
      size="large"
      title={texts.title}
      close={partTexts.close}
      onClose={onClose}
      before={
        <Button loading={isFetching} onClick={() => void refetch()}>
          {texts.again}
        </Button>
      }
      button={
        <Button variant="primary" onClick={onClose}>
          {partTexts.close}
        </Button>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        {data ? <Outcome answer={data} /> : !error && <Loading />}
      </SpaceBetween>
    </Dialog>
  );
}

function Outcome({ answer: { due, limit, refused, users } }: { readonly answer: Answer }) {
  const count = formatNumber(due);
  return (
    <SpaceBetween size="m">
      <StatusIndicator type={refused ? 'error' : due > 0 ? 'warning' : 'success'}>
        {refused ? texts.refuses(count, formatNumber(limit)) : due > 0 ? texts.expires(count) : texts.idle}
      </StatusIndicator>
      {refused && <div>{expiryTexts.breaker.next}</div>}
      {users.length > 0 && (
        <Table
          variant="embedded"
          columnDefinitions={columns}
          items={users}
          ariaLabels={{ tableLabel: texts.title }}
          header={due > users.length && texts.first(formatNumber(users.length))}
        />
      )}
      <Box variant="small">{texts.nothing}</Box>
    </SpaceBetween>
  );
}
