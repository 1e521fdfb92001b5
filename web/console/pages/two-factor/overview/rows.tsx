import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { formatNumber } from '../../../../shared/format.ts';
import { UserLink } from '../../../parts/user-link.tsx';
import { overviewTexts as texts } from './texts.ts';

interface Person {
  readonly userId: string;
  readonly displayName: string;
  readonly email: string;
}

export const personColumns: TableProps.ColumnDefinition<Person>[] = [
  {
    id: 'name',
    header: texts.columns.name,
    cell: ({ userId, displayName }) => <UserLink userId={userId} name={displayName} />,
    isRowHeader: true,
  },
  { id: 'email', header: texts.columns.email, cell: ({ email }) => email },
];

/** The service hands out no more rows of a list than this. */
const mostRows = 50;

interface Props<T> {
  readonly title: string;
  /** Inside of a widget that has a heading of its own. */
  readonly nested?: boolean;
  readonly hint?: string | undefined;
  readonly columns: TableProps.ColumnDefinition<T>[];
  readonly rows: readonly T[];
  readonly empty?: ReactNode;
}

/** One list of the overview. */
export function Rows<T>({ title, nested = false, hint, columns, rows, empty }: Props<T>) {
  const full = rows.length >= mostRows;
  const description = [hint, full && texts.firstRows(formatNumber(rows.length))].filter(Boolean).join(' · ');
  return (
    <Table
      variant={nested ? 'embedded' : 'container'}
      columnDefinitions={columns}
      items={rows}
      empty={empty}
      ariaLabels={{ tableLabel: title }}
      header={
        <Header
          variant={nested ? 'h3' : 'h2'}
          counter={`(${formatNumber(rows.length)}${full ? '+' : ''})`}
          description={description}
        >
          {title}
        </Header>
      }
    />
  );
}
