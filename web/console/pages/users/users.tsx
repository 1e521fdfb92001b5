import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { listUsers, type User } from '../../api/users.ts';
import { Empty } from '../../parts/empty.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Screen } from '../../parts/screen.tsx';
import { StageStatus } from '../../parts/stage.tsx';
import { partTexts } from '../../parts/texts.ts';
import { Time } from '../../parts/time.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { useOperator } from '../../shell/operator.tsx';
import { href, usePlaceQuery } from '../../shell/place.ts';
import { AccountStatus } from './account-status.tsx';
import { usersTexts as texts } from './texts.ts';
import { filterOf, noFilter } from './user-filter.ts';
import { UserFilters } from './user-filters.tsx';

const columns: TableProps.ColumnDefinition<User>[] = [
  {
    id: 'name',
    header: texts.columns.name,
    cell: ({ displayName, userId }) => (
      <div className="long">
        <Link href={href`/users/${userId}`}>{displayName}</Link>
        <Box variant="small" display="block">
          {userId}
        </Box>
      </div>
    ),
    isRowHeader: true,
    minWidth: 155,
    maxWidth: 280,
  },
  { id: 'email', header: texts.columns.email, cell: ({ email }) => email, minWidth: 195 },
  {
    id: 'stage',
    header: texts.columns.stage,
    cell: ({ stage }) => <StageStatus stage={stage} />,
    minWidth: 180,
  },
  {
    id: 'account',
    header: texts.columns.account,
    cell: (user) => <AccountStatus user={user} />,
    minWidth: 115,
  },
  { id: 'class', header: texts.columns.class, cell: (user) => user.class ?? '*DFT', minWidth: 85 },
  {
    id: 'lastUsed',
    header: texts.columns.lastUsed,
    cell: ({ lastUsedAt }) => <Time at={lastUsedAt} otherwise={partTexts.never} />,
    minWidth: 112,
  },
];

/** 3.11: the list, narrowed by text, by user profile and by what people have. The address holds the filters. */
export default function Users() {
  const { may } = useOperator();
  const [place, setPlace] = usePlaceQuery();
  const filter = filterOf(place);
  const filtered = Object.keys(filter).length > 0;
  const list = usePages(['users', filter], (cursor) => listUsers(filter, cursor));
  const { openEnd: more, currentPageIndex: page } = list.pagination;
  const add = may('users:write') && (
    <Button variant="primary" href="#/new-user">
      {texts.add}
    </Button>
  );
  const bring = may('users:import') && <Button href="#/import-users">{texts.import}</Button>;
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      {bring}
      {add}
    </SpaceBetween>
  );
  return (
    <Screen title={texts.title} description={texts.description} actions={actions}>
      <PagedTable
        list={list}
        title={texts.title}
        description={list.loading ? undefined : texts.shown(list.items.length, page, more)}
        columns={columns}
        trackBy="userId"
        filter={<UserFilters filter={filter} onChange={setPlace} />}
        empty={
          <NoUsers
            filtered={filtered}
            onSearchOn={more ? list.nextPage : undefined}
            onClear={() => setPlace(noFilter)}
            actions={actions}
          />
        }
      />
    </Screen>
  );
}

interface NoUsersProps {
  readonly filtered: boolean;
  /** There are users that have not been looked at. */
  readonly onSearchOn: (() => void) | undefined;
  readonly actions: ReactNode;
  onClear(): void;
}

function NoUsers({ filtered, onSearchOn, onClear, actions }: NoUsersProps) {
  const { empty } = texts;
  if (onSearchOn) {
    const go = <Button onClick={onSearchOn}>{empty.searchOn}</Button>;
    return <Empty title={empty.soFar} hint={empty.soFarHint} action={go} />;
  }
  if (!filtered)
    return (
      <Empty
        title={empty.title}
        hint={empty.hint}
        action={<div style={{ display: 'inline-block' }}>{actions}</div>}
      />
    );
  const clear = <Button onClick={onClear}>{texts.filters.clear}</Button>;
  return <Empty title={empty.filtered} hint={empty.filteredHint} action={clear} />;
}
