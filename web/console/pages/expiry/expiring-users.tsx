import Link from '@cloudscape-design/components/link';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import type { TableProps } from '@cloudscape-design/components/table';
import { type ExpiringUser, listExpiring } from '../../api/expiry.ts';
import { Empty } from '../../parts/empty.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Time } from '../../parts/time.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { UserLink } from '../../parts/user-link.tsx';
import { useOperator } from '../../shell/operator.tsx';
import { usePlaceQuery } from '../../shell/place.ts';
import { expiryTexts } from './texts.ts';
import { windowOf, windows } from './windows.ts';

const { users: texts } = expiryTexts;

const columns: TableProps.ColumnDefinition<ExpiringUser>[] = [
  {
    id: 'name',
    header: texts.columns.name,
    cell: ({ userId, displayName }) => <UserLink userId={userId} name={displayName} />,
    isRowHeader: true,
  },
  { id: 'userId', header: texts.columns.userId, cell: ({ userId }) => userId },
  { id: 'email', header: texts.columns.email, cell: ({ email }) => email },
  {
    id: 'expiresAt',
    header: texts.columns.expiresAt,
    cell: ({ enrollmentExpiresAt }) => <Time at={enrollmentExpiresAt} />,
  },
];

/** The list behind a number of the forecast. The address holds the period. */
export function ExpiringUsers() {
  const { may } = useOperator();
  const [place, setPlace] = usePlaceQuery();
  const window = windowOf(place.get('withinHours'));
  const list = usePages(['expiry', 'users', window], (cursor) => listExpiring(Number(window), cursor));
  return (
    <PagedTable
      list={list}
      title={texts.title}
      below
      description={texts.description}
      columns={columns}
      trackBy="userId"
      actions={may('users:read') && <Link href="#/users?stage=expired">{texts.expired}</Link>}
      filter={
        <SegmentedControl
          label={texts.window}
          selectedId={window}
          options={windows.map((id) => ({ id, text: expiryTexts.windows[id] }))}
          onChange={({ detail }) => setPlace({ withinHours: detail.selectedId })}
        />
      }
      empty={<Empty title={texts.empty} hint={texts.emptyHint} />}
    />
  );
}
