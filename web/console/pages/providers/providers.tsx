import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { formatNumber } from '../../../shared/format.ts';
import { listProviders, type Provider } from '../../api/providers.ts';
import { Empty } from '../../parts/empty.tsx';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Screen } from '../../parts/screen.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useOperator } from '../../shell/operator.tsx';
import { DeleteProvider } from './delete-provider.tsx';
import { written } from './provider-form.ts';
import { providersTexts as texts } from './texts.ts';

const EditProvider = lazy(() => import('./edit-provider.tsx'));

const columns: TableProps.ColumnDefinition<Provider>[] = [
  { id: 'name', header: texts.columns.name, isRowHeader: true, cell: ({ name }) => name },
  { id: 'kind', header: texts.columns.kind, cell: ({ kind }) => texts.kinds[kind] },
  {
    id: 'place',
    header: texts.columns.place,
    cell: (provider) => (provider.kind === 'https' ? provider.url : provider.servers.map(written).join(', ')),
  },
  {
    id: 'timeout',
    header: texts.columns.timeout,
    cell: ({ timeoutMilliseconds }) => texts.milliseconds(formatNumber(timeoutMilliseconds)),
  },
];

type Open = { readonly action: 'add' } | { readonly action: 'edit' | 'delete'; readonly provider: Provider };

/** External services that verify codes. Their secrets are never shown. */
export default function Providers() {
  const { may } = useOperator();
  const [open, setOpen] = useState<Open>();
  const { data, error, isPending } = useQuery({ queryKey: ['providers'], queryFn: listProviders });
  const close = () => setOpen(undefined);
  const mayWrite = may('settings:write');
  const add = mayWrite && (
    <Button variant="primary" onClick={() => setOpen({ action: 'add' })}>
      {texts.add}
    </Button>
  );
  const actions: TableProps.ColumnDefinition<Provider> = {
    id: 'actions',
    header: texts.columns.actions,
    cell: (provider) => (
      <SpaceBetween direction="horizontal" size="xs">
        <Button ariaLabel={texts.editOf(provider.name)} onClick={() => setOpen({ action: 'edit', provider })}>
          {texts.edit}
        </Button>
        <Button
          ariaLabel={texts.deleteOf(provider.name)}
          onClick={() => setOpen({ action: 'delete', provider })}
        >
          {texts.delete}
        </Button>
      </SpaceBetween>
    ),
  };
  return (
    <Screen title={texts.title} description={texts.description} actions={add}>
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        <Table
          variant="container"
          wrapLines
          items={data?.items ?? []}
          trackBy="name"
          loading={isPending}
          loadingText={partTexts.loading}
          ariaLabels={{ tableLabel: texts.title }}
          header={<Header>{texts.title}</Header>}
          columnDefinitions={mayWrite ? [...columns, actions] : columns}
          empty={
            <Empty
              title={texts.empty.title}
              hint={mayWrite ? texts.empty.hint : texts.empty.readOnly}
              action={add}
            />
          }
        />
      </SpaceBetween>
      <Suspense fallback={null}>
        {open?.action === 'add' && <EditProvider onClose={close} />}
        {open?.action === 'edit' && <EditProvider provider={open.provider} onClose={close} />}
      </Suspense>
      {open?.action === 'delete' && <DeleteProvider provider={open.provider} onClose={close} />}
    </Screen>
  );
}
