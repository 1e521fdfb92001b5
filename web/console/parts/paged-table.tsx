import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert.tsx';
import { Refresh } from './refresh.tsx';
import { partTexts } from './texts.ts';
import type { Pages } from './use-pages.ts';

interface Props<T> {
  readonly list: Pages<T>;
  readonly title: string;
  readonly description?: string | undefined;
  /** One below the screen's own heading. */
  readonly below?: true;
  readonly columns: readonly TableProps.ColumnDefinition<T>[];
  /** What tells one row from another. */
  readonly trackBy: Extract<keyof T, string>;
  readonly filter: ReactNode;
  /** Beside "Refresh". */
  readonly actions?: ReactNode;
  /** In place of rows. */
  readonly empty: ReactNode;
}

/** A list that the service hands out page by page, with what went wrong when it was read. */
export const PagedTable = <T,>({ list, title, description, below, columns, actions, ...table }: Props<T>) => (
  <SpaceBetween size="m">
    <ProblemAlert problem={list.problem} />
    <Table
      {...table}
      wrapLines
      columnDefinitions={columns}
      items={list.items}
      loading={list.loading}
      loadingText={partTexts.loading}
      ariaLabels={{ tableLabel: title }}
      header={
        <Header
          {...(below ? { variant: 'h2' } : {})}
          description={description}
          actions={
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              {actions}
              <Refresh busy={list.refreshing} onRefresh={list.refresh} />
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
      pagination={<Pagination {...list.pagination} />}
    />
  </SpaceBetween>
);
