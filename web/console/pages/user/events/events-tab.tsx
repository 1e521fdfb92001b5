import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import type { TableProps } from '@cloudscape-design/components/table';
import { eventTexts } from '../../../../shared/event-texts.ts';
import { actorTitle, eventTitle } from '../../../../shared/events/event-texts.ts';
import { language } from '../../../../shared/language.ts';
import { type AuditEvent, listUserEvents } from '../../../api/events.ts';
import type { User } from '../../../api/users.ts';
import { Empty } from '../../../parts/empty.tsx';
import { EventDetails } from '../../../parts/events/event-details.tsx';
import { PagedTable } from '../../../parts/paged-table.tsx';
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
    <PagedTable
      list={list}
      title={texts.title}
      description={texts.description}
      columns={columns}
      trackBy="id"
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
      empty={
        lookOn ? (
          <Empty title={texts.soFar} hint={texts.soFarHint} action={lookOn} />
        ) : (
          <Empty title={texts.empty} hint={texts.emptyHint} />
        )
      }
    />
  );
}
