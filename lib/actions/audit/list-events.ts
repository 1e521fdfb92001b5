import type { EventFilter } from '../../domain/event-filter.ts';
import type { AuditEvent } from '../../domain/events.ts';
import type { Page } from '../../domain/page.ts';
import { invalidFields } from '../../domain/problems.ts';
import { idsOf } from '../../domain/renaming.ts';
import type { Services } from '../../services.ts';
import {
  type EventPage,
  endOf,
  eventPlace,
  readOrganisationEvents,
  readUserEvents,
} from '../../store/event-pages.ts';
import { getUser } from '../gate/get-user.ts';
import { pageOf, placeOf } from '../gate/paging.ts';

interface EventQuery extends EventFilter {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** An event as people read it: the time as text, the rest as recorded. */
export interface ShownEvent extends Omit<AuditEvent, 'at'> {
  readonly at: string;
}

const defaultLimit = 50;
/** Events read for one page, however many of them match the filter. */
const mostPerPage = 500;

/** Where a page starts: before this event, under the id that many renamings after the first one. */
interface Position {
  readonly sk: string;
  readonly renamings?: number;
}

function placeIn(position: string): Position | undefined {
  const [, sk = '', renamings] = /^([^|]*)(?:\|(\d{1,2}))?$/.exec(position) ?? [];
  if (eventPlace(sk) === undefined) return undefined;
  return { sk, ...(renamings === undefined ? {} : { renamings: Number(renamings) }) };
}

const page = ({ events, next }: Pick<EventPage, 'events' | 'next'>): Page<ShownEvent> =>
  pageOf(
    events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
    next,
  );

/** The upper end of the keys to read: a timestamp alone sorts before every event of that moment. */
function earlier(key: string | undefined, to: number | undefined): string | undefined {
  if (to === undefined) return key;
  const end = new Date(to).toISOString();
  return key === undefined || end < key ? end : key;
}

function assertOrder({ from, to }: EventFilter): void {
  if (from === undefined || to === undefined || from < to) return;
  throw invalidFields([{ path: 'to', message: 'must be later than from' }]);
}

/** A person's events, including those under earlier ids, which are all older than those under later ids. */
export async function userEvents(
  services: Services,
  userId: string,
  wanted: EventQuery,
): Promise<Page<ShownEvent>> {
  assertOrder(wanted);
  const { profile } = await getUser(services, userId);
  const { limit = defaultLimit, from = 0, to } = wanted;
  const position = placeOf(wanted.cursor, placeIn);
  const ids = idsOf(profile);
  const events: AuditEvent[] = [];
  let looked = 0;
  for (const [index, { userId: id, since, until }] of ids.entries()) {
    const renamings = ids.length - 1 - index;
    const begun = position?.renamings ?? ids.length - 1;
    if (renamings > begun) continue;
    const end = until === undefined ? undefined : endOf(id, until);
    const begin = (position && renamings === begun ? position.sk : undefined) ?? end;
    const mark = ids.length > 1 ? `|${renamings}` : '';
    if (events.length === limit || looked === mostPerPage) return page({ events, next: `${begin}${mark}` });
    const found = await readUserEvents(services.table, id, {
      since: Math.max(since, from),
      now: services.clock(),
      limit: limit - events.length,
      before: earlier(begin, to),
      filter: wanted,
      most: mostPerPage - looked,
    });
    events.push(...found.events);
    looked += found.looked;
    if (found.next) return page({ events, next: `${found.next}${mark}` });
  }
  return page({ events });
}

export async function organisationEvents(services: Services, wanted: EventQuery): Promise<Page<ShownEvent>> {
  assertOrder(wanted);
  const { limit = defaultLimit, from = 0, to } = wanted;
  return page(
    await readOrganisationEvents(services.table, {
      since: from,
      now: services.clock(),
      limit,
      before: earlier(placeOf(wanted.cursor, placeIn)?.sk, to),
      filter: wanted,
      most: mostPerPage,
    }),
  );
}
