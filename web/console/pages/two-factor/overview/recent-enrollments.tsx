import type { TableProps } from '@cloudscape-design/components/table';
import type { Overview } from '../../../api/overview.ts';
import { Empty } from '../../../parts/empty.tsx';
import { Time } from '../../../parts/time.tsx';
import { personColumns, Rows } from './rows.tsx';
import { overviewTexts } from './texts.ts';

const { recent: texts, columns } = overviewTexts;

type Recent = Overview['recentEnrollments'][number];

const recentColumns: TableProps.ColumnDefinition<Recent>[] = [
  ...personColumns,
  { id: 'enrolledAt', header: columns.enrolledAt, cell: ({ enrolledAt }) => <Time at={enrolledAt} /> },
];

/** 1.07 */
export function RecentEnrollments({ rows }: { readonly rows: readonly Recent[] }) {
  return (
    <Rows
      title={texts.title}
      columns={recentColumns}
      rows={rows}
      empty={<Empty title={texts.empty} hint={texts.emptyHint} />}
    />
  );
}
