import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import { eventTexts } from '../../../shared/event-texts.ts';
import { actorTitle, eventTitle } from '../../../shared/events/event-texts.ts';
import { language } from '../../../shared/language.ts';
import { type AuditEvent, listEvents } from '../../api/events.ts';
import { Empty } from '../../parts/empty.tsx';
import { EventDetails } from '../../parts/events/event-details.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { Screen } from '../../parts/screen.tsx';
import { partTexts } from '../../parts/texts.ts';
import { Time } from '../../parts/time.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { href, usePlaceQuery } from '../../shell/place.ts';
import { AuditFilters } from './audit-filters.tsx';
import { ExportEvents } from './export-events.tsx';
import { auditTexts as texts } from './texts.ts';
import { filterOf } from './times.ts';

const words = eventTexts[language];

const columnsOf = (narrow: (actor: string) => void): TableProps.ColumnDefinition<AuditEvent>[] => [
  { id: 'at', header: texts.columns.at, cell: ({ at }) => <Time at={at} />, minWidth: 130 },
  {
    id: 'event',
    header: texts.columns.event,
    cell: ({ type }) => <span title={type}>{eventTitle(words, type)}</span>,
    isRowHeader: true,
    minWidth: 140,
  },
  {
    id: 'actor',
    header: texts.columns.actor,
    cell: ({ actor }) => {
      const title = actorTitle(words, actor);
      return (
        <Button variant="inline-link" ariaLabel={texts.filters.narrow(title)} onClick={() => narrow(actor)}>
          {title}
        </Button>
      );
    },
    minWidth: 140,
  },
  {
    id: 'user',
    header: texts.columns.user,
    cell: ({ userId }) =>
      userId ? (
        <div className="long">
          <Link href={href`/users/${userId}`}>{userId}</Link>
        </div>
      ) : (
        partTexts.none
      ),
    minWidth: 100,
  },
  {
    id: 'reason',
    header: texts.columns.reason,
    cell: ({ reason }) => reason ?? partTexts.none,
    minWidth: 110,
  },
  {
    id: 'details',
    header: texts.columns.details,
    cell: ({ details }) => <EventDetails details={details} />,
    minWidth: 200,
  },
];

/** The audit log. The address holds the filters, so that a search can be shared. */
export default function Audit() {
  const [place, setPlace] = usePlaceQuery();
  const filter = filterOf(place);
  const list = usePages(['events', filter], (cursor) => listEvents(filter, { cursor }));
  return (
    <Screen title={texts.title} description={texts.description} actions={<ExportEvents filter={filter} />}>
      <PagedTable
        list={list}
        title={texts.title}
        columns={columnsOf((actor) => setPlace({ actor }))}
        trackBy="id"
        filter={<AuditFilters place={place} onChange={setPlace} />}
        empty={<Nothing filtered={place.size > 0} further={list.pagination.openEnd} />}
      />
    </Screen>
  );
}

function Nothing({ filtered, further }: { readonly filtered: boolean; readonly further: boolean }) {
  const { empty } = texts;
  if (further) return <Empty title={empty.further} hint={empty.furtherHint} />;
  return filtered ? (
    <Empty title={empty.filtered} hint={empty.filteredHint} />
  ) : (
    <Empty title={empty.title} hint={empty.hint} />
  );
}
