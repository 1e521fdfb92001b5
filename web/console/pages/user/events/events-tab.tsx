import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { eventTexts } from '../../../../shared/event-texts.ts';
import { actorTitle, eventTitle } from '../../../../shared/events/event-texts.ts';
import { language } from '../../../../shared/language.ts';
import { type AuditEvent, listUserEvents } from '../../../api/events.ts';
import type { User } from '../../../api/users.ts';
import { Empty } from '../../../parts/empty.tsx';
import { EventDetails } from '../../../parts/events/event-details.tsx';
import { ProblemAlert } from '../../../parts/problem-alert.tsx';
import { Refresh } from '../../../parts/refresh.tsx';
import { partTexts } from '../../../parts/texts.ts';
import { Time } from '../../../parts/time.tsx';
import { usePages } from '../../../parts/use-pages.ts';
import { usePlaceQuery } from '../../../shell/place.ts';
import { eventsTexts as texts } from './texts.ts';

const words = eventTexts[language];

const columns: TableProps.ColumnDefinition<AuditEvent>[] = [
  { id: 'at', header: texts.columns.at, cell: ({ at }) => <Time at={at} />, width: 165 },
  {
    id: 'type',
    header: texts.columns.type,
    cell: ({ type }) => eventTitle(words, type),
    isRowHeader: true,
    width: 180,
  },
  { id: 'actor', header: texts.columns.actor, cell: ({ actor }) => actorTitle(words, actor), width: 145 },
  { id: 'reason', header: texts.columns.reason, cell: ({ reason }) => reason ?? partTexts.none, width: 140 },
  {
    id: 'details',
    header: texts.columns.details,
    cell: ({ details }) => <EventDetails details={details} />,
    minWidth: 220,
  },
];

const anyType = { value: '', label: texts.any };

/** In the order of their names, as they are looked for. */
const types = Object.entries(words.types)
  .map(([value, label]) => ({ value, label }))
  .sort((one, other) => one.label.localeCompare(other.label, language));

export function EventsTab({ user: { userId } }: { readonly user: User }) {
  const [place, setPlace] = usePlaceQuery();
  const type = types.find(({ value }) => value === place.get('type'))?.value;
  const list = usePages(['user', userId, 'events', type], (cursor) =>
    listUserEvents(userId, { type }, cursor),
  );
  const lookOn = list.pagination.openEnd && <Button onClick={list.nextPage}>{texts.lookOn}</Button>;
  return (
    <SpaceBetween size="m">
      <ProblemAlert problem={list.problem} />
      <Table
        variant="container"
        wrapLines
        columnDefinitions={columns}
        items={list.items}
        trackBy="id"
        loading={list.loading}
        loadingText={partTexts.loading}
        ariaLabels={{ tableLabel: texts.title }}
        header={
          <Header
            description={texts.description}
            actions={<Refresh busy={list.refreshing} onRefresh={list.refresh} />}
          >
            {texts.title}
          </Header>
        }
        filter={
          <div style={{ maxInlineSize: '22rem' }}>
            <Select
              inlineLabelText={texts.type}
              filteringType="auto"
              selectedOption={types.find(({ value }) => value === type) ?? anyType}
              options={[anyType, ...types]}
              onChange={({ detail }) => setPlace({ type: detail.selectedOption.value })}
            />
          </div>
        }
        pagination={<Pagination {...list.pagination} />}
        empty={
          lookOn ? (
            <Empty title={texts.soFar} hint={texts.soFarHint} action={lookOn} />
          ) : (
            <Empty title={texts.empty} hint={texts.emptyHint} />
          )
        }
      />
    </SpaceBetween>
  );
}
