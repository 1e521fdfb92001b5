import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { formatNumber, formatTime } from '../../../shared/format.ts';
import type { Expiry } from '../../api/expiry.ts';
import { Empty } from '../../parts/empty.tsx';
import { Time } from '../../parts/time.tsx';
import { expiryTexts } from './texts.ts';

const { runs: texts } = expiryTexts;

type Run = Expiry['runs'][number];

const columns: TableProps.ColumnDefinition<Run>[] = [
  { id: 'at', header: texts.columns.at, cell: ({ at }) => <Time at={at} />, isRowHeader: true },
  { id: 'due', header: texts.columns.due, cell: ({ due }) => formatNumber(due) },
  { id: 'expired', header: texts.columns.expired, cell: ({ expired }) => formatNumber(expired) },
  { id: 'limit', header: texts.columns.limit, cell: ({ limit }) => formatNumber(limit) },
  { id: 'result', header: texts.columns.result, cell: (run) => <Result run={run} /> },
];

function Result({ run: { refused, stopped } }: { readonly run: Run }) {
  if (refused) return <StatusIndicator type="error">{texts.refused}</StatusIndicator>;
  if (stopped) return <StatusIndicator type="in-progress">{texts.stopped}</StatusIndicator>;
  return <StatusIndicator type="success">{texts.done}</StatusIndicator>;
}

/** N.06: what the runs of the last weeks found and did, and from when on one refuses. */
export function Runs({ runs, lastRun, limit, accounts }: Expiry) {
  return (
    <Table
      variant="container"
      columnDefinitions={columns}
      items={runs}
      ariaLabels={{ tableLabel: texts.title }}
      header={
        <Header variant="h2" description={texts.description(formatNumber(limit), formatNumber(accounts))}>
          {texts.title}
        </Header>
      }
      footer={<Box variant="small">{lastRunText(lastRun)}</Box>}
      empty={<Empty title={texts.empty} hint={texts.emptyHint} />}
    />
  );
}

function lastRunText(run: Run | null): string {
  if (!run) return texts.none;
  const last = texts.last(formatTime(run.at));
  return run.due === 0 ? `${last}, ${texts.quiet}` : last;
}
