import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { listClasses, type PersonClass } from '../../api/classes.ts';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { Refresh } from '../../parts/refresh.tsx';
import { Screen } from '../../parts/screen.tsx';
import { partTexts } from '../../parts/texts.ts';
import { useOperator } from '../../shell/operator.tsx';
import { go, href } from '../../shell/place.ts';
import { inOrder, newClassName } from './draft.ts';
import { classesTexts as texts } from './texts.ts';

const columns: TableProps.ColumnDefinition<PersonClass>[] = [
  {
    id: 'name',
    header: texts.columns.name,
    cell: ({ name }) => <Link href={href`/classes/${name}`}>{name}</Link>,
    isRowHeader: true,
  },
  { id: 'text', header: texts.columns.text, cell: ({ text }) => text || partTexts.none },
  {
    id: 'device',
    header: texts.columns.device,
    cell: ({ preferredDevice }) => texts.devices[preferredDevice],
  },
  {
    id: 'factors',
    header: texts.columns.factors,
    cell: ({ preferredDevice, factors }) =>
      preferredDevice === 'N'
        ? texts.noFactor
        : inOrder(factors['sign-in'])
            .map((key) => texts.factors[key])
            .join(', '),
  },
  {
    id: 'origin',
    header: texts.columns.origin,
    cell: ({ builtIn }) => (builtIn ? texts.builtIn : texts.own),
  },
];

/** 3.01, 3.10: every class, those that are always there first. */
export default function Classes() {
  const { may } = useOperator();
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ['classes'],
    queryFn: listClasses,
  });
  const add = may('directory:write') && (
    <Button variant="primary" onClick={() => go(`/classes/${newClassName}`)}>
      {texts.add}
    </Button>
  );
  return (
    <Screen title={texts.title} description={texts.description} actions={add}>
      <SpaceBetween size="m">
        <ProblemAlert problem={error} />
        <Table
          columnDefinitions={columns}
          items={data?.items ?? []}
          trackBy="name"
          loading={isPending}
          loadingText={partTexts.loading}
          ariaLabels={{ tableLabel: texts.title }}
          header={
            <Header
              counter={data && `(${data.items.length})`}
              actions={<Refresh busy={isFetching} onRefresh={() => void refetch()} />}
            >
              {texts.title}
            </Header>
          }
        />
      </SpaceBetween>
    </Screen>
  );
}
