import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { listRoles, type Role } from '../../api/roles.ts';
import { Empty } from '../../parts/empty.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Refresh } from '../../parts/refresh.tsx';
import { Screen } from '../../parts/screen.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useOperator } from '../../shell/operator.tsx';
import { DeleteRole } from './delete-role.tsx';
import { EditRole } from './edit-role.tsx';
import { rolesTexts as texts } from './texts.ts';

type Asked = { readonly what: 'add' } | { readonly what: 'edit' | 'delete'; readonly role: Role };

const plainColumns: TableProps.ColumnDefinition<Role>[] = [
  { id: 'name', header: texts.columns.name, cell: ({ name }) => name, isRowHeader: true },
  { id: 'type', header: texts.columns.type, cell: ({ type }) => type },
  {
    id: 'required',
    header: texts.columns.required,
    cell: ({ twoFactorRequired }) =>
      twoFactorRequired ? (
        <StatusIndicator type="success">{texts.required}</StatusIndicator>
      ) : (
        <StatusIndicator type="info">{texts.notRequired}</StatusIndicator>
      ),
  },
];

const changeColumn = (ask: (asked: Asked) => void): TableProps.ColumnDefinition<Role> => ({
  id: 'actions',
  header: texts.columns.actions,
  cell: (role) => (
    <SpaceBetween direction="horizontal" size="xs">
      {(['edit', 'delete'] as const).map((what) => (
        <Button
          key={what}
          variant="inline-link"
          ariaLabel={`${texts[what]}: ${role.name}`}
          onClick={() => ask({ what, role })}
        >
          {texts[what]}
        </Button>
      ))}
    </SpaceBetween>
  ),
});

/** Roles decide by what people do whether they are asked for two factors. */
export default function Roles() {
  const { may } = useOperator();
  const [asked, setAsked] = useState<Asked>();
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ['roles'],
    queryFn: listRoles,
  });
  const roles = data?.items ?? [];
  const close = () => setAsked(undefined);
  const add = may('directory:write') && (
    <Button variant="primary" onClick={() => setAsked({ what: 'add' })}>
      {texts.add}
    </Button>
  );
  return (
    <Screen title={texts.title} description={texts.description} actions={add}>
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        <Table
          columnDefinitions={
            may('directory:write') ? [...plainColumns, changeColumn(setAsked)] : plainColumns
          }
          items={roles}
          trackBy="name"
          loading={isPending}
          loadingText={partTexts.loading}
          ariaLabels={{ tableLabel: texts.title }}
          header={
            <Header
              counter={data && `(${roles.length})`}
              actions={<Refresh busy={isFetching} onRefresh={() => void refetch()} />}
            >
              {texts.title}
            </Header>
          }
          empty={<Empty title={texts.empty.title} hint={texts.empty.hint} action={add} />}
        />
      </SpaceBetween>
      {asked?.what === 'add' && <EditRole taken={roles.map(({ name }) => name)} onClose={close} />}
      {asked?.what === 'edit' && <EditRole before={asked.role} taken={[]} onClose={close} />}
      {asked?.what === 'delete' && <DeleteRole name={asked.role.name} onClose={close} />}
    </Screen>
  );
}
