import type { TableProps } from '@cloudscape-design/components/table';
import type { Overview } from '../../../api/overview.ts';
import { Empty } from '../../../parts/empty.tsx';
import { Rows } from './rows.tsx';
import { overviewTexts } from './texts.ts';

const { roles: texts, columns } = overviewTexts;

type Role = Overview['rolesWithoutTwoFactor'][number];

const roleColumns: TableProps.ColumnDefinition<Role>[] = [
  { id: 'name', header: columns.role, cell: ({ name }) => name, isRowHeader: true },
  { id: 'type', header: columns.type, cell: ({ type }) => type },
];

/** 1.08 */
export function RolesWithout({ rows }: { readonly rows: readonly Role[] }) {
  return (
    <Rows
      title={texts.title}
      columns={roleColumns}
      rows={rows}
      empty={<Empty title={texts.empty} hint={texts.emptyHint} />}
    />
  );
}
