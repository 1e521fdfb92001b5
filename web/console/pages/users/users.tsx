import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { listUsers, type User, type UserFilter } from '../../api/users.ts';
import { Empty } from '../../parts/empty.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { StageStatus } from '../../parts/stage.tsx';
import { partTexts } from '../../parts/texts.ts';
import { Time } from '../../parts/time.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { useOperator } from '../../shell/operator.tsx';
import { go, href, usePlaceQuery } from '../../shell/place.ts';
import { AccountStatus } from './account-status.tsx';
import { usersTexts as texts } from './texts.ts';
import { UserFilters } from './user-filters.tsx';

const columns: TableProps.ColumnDefinition<User>[] = [
  {
    id: 'name',
    header: texts.columns.name,
    cell: ({ displayName, userId }) => <Link href={href`/users/${userId}`}>{displayName}</Link>,
    isRowHeader: true,
  },
  { id: 'userId', header: texts.columns.userId, cell: ({ userId }) => userId },
  { id: 'email', header: texts.columns.email, cell: ({ email }) => email },
  { id: 'stage', header: texts.columns.stage, cell: ({ stage }) => <StageStatus stage={stage} /> },
  { id: 'account', header: texts.columns.account, cell: (user) => <AccountStatus user={user} /> },
  { id: 'class', header: texts.columns.class, cell: (user) => user.class ?? '*DFT' },
  { id: 'lastUsed', header: texts.columns.lastUsed, cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
];

/** 3.11: the list, narrowed by text, by user profile and by what people have. The filters stand in the address. */
export default function Users() {
  const { may } = useOperator();
  const [place, setPlace] = usePlaceQuery();
  const filter = Object.fromEntries(place) as UserFilter;
  const filtered = place.size > 0;
  const list = usePages(['users', filter], (cursor) => listUsers(filter, cursor));
  const add = may('users:write') && (
    <Button variant="primary" onClick={() => go('/users/new')}>
      {texts.add}
    </Button>
  );
  return (
    <Screen title={texts.title} description={texts.description} actions={add}>
      <SpaceBetween size="m">
        <ProblemAlert problem={list.problem} />
        <Table
          variant="container"
          columnDefinitions={columns}
          items={list.items}
          trackBy="userId"
          loading={list.loading}
          loadingText={partTexts.loading}
          ariaLabels={{ tableLabel: texts.title }}
          header={
            <Header
              actions={
                <Button
                  iconName="refresh"
                  ariaLabel={partTexts.refresh}
                  loading={list.refreshing}
                  onClick={list.refresh}
                />
              }
            >
              {texts.title}
            </Header>
          }
          filter={<UserFilters filter={filter} onChange={setPlace} />}
          pagination={<Pagination {...list.pagination} />}
          empty={
            filtered ? (
              <Empty title={texts.empty.filtered} hint={texts.empty.filteredHint} />
            ) : (
              <Empty title={texts.empty.title} hint={texts.empty.hint} action={add} />
            )
          }
        />
      </SpaceBetween>
    </Screen>
  );
}
