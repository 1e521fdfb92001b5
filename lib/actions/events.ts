import type { AuditEvent } from '../domain/events.ts';
import { invalidFields } from '../domain/problems.ts';
import { idsOf } from '../domain/renaming.ts';
import type { Services } from '../services.ts';
import { type EventPage, endOf, readOrganisationEvents, readUserEvents } from '../store/audit.ts';
import type { Page } from './list-users.ts';
import { getUser } from './users.ts';

export interface Paging {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** An event for people: the time as text, the rest as recorded. */
export interface ShownEvent extends Omit<AuditEvent, 'at'> {
  readonly at: string;
}

const defaultLimit = 50;

/** Where a page begins: before this event, of the id that many renamings after the first one. */
interface Position {
  readonly sk: string;
  readonly renamings?: number;
}

function positionOf({ cursor }: Paging): Position | undefined {
  if (cursor === undefined) return undefined;
  const decoded = Buffer.from(cursor, 'base64url').toString();
  const [, sk = '', time = '', renamings] =
    /^((\d{4}-\d\d-\d\dT[\d:.]{12}Z)#[^|]*)(?:\|(\d{1,2}))?$/.exec(decoded) ?? [];
  if (!Number.isNaN(Date.parse(time))) {
    return { sk, ...(renamings === undefined ? {} : { renamings: Number(renamings) }) };
  }
  const errors = [{ path: 'cursor', message: 'is not a cursor of this list' }];
  throw invalidFields(errors);
}

function page({ events, next }: EventPage): Page<ShownEvent> {
  const items = events.map((event) => ({ ...event, at: new Date(event.at).toISOString() }));
  return next ? { items, nextCursor: Buffer.from(next).toString('base64url') } : { items };
}

/** A person's events, those under earlier ids too: all of these are older than all under later ones. */
export async function userEvents(
  services: Services,
  userId: string,
  paging: Paging,
): Promise<Page<ShownEvent>> {
  const { profile } = await getUser(services, userId);
  const { limit = defaultLimit } = paging;
  const position = positionOf(paging);
  const ids = idsOf(profile);
  const events: AuditEvent[] = [];
  for (const [index, { userId: id, since, until }] of ids.entries()) {
    const renamings = ids.length - 1 - index;
    const begun = position?.renamings ?? ids.length - 1;
    if (renamings > begun) continue;
    const end = until === undefined ? undefined : endOf(id, until * 1000 + 999);
    const from = (position && renamings === begun ? position.sk : undefined) ?? end;
    const mark = ids.length > 1 ? `|${renamings}` : '';
    if (events.length === limit) return page({ events, next: `${from}${mark}` });
    const found = await readUserEvents(services.table, id, {
      since: since * 1000,
      now: services.clock(),
      limit: limit - events.length,
      before: from,
    });
    events.push(...found.events);
    if (found.next) return page({ events, next: `${found.next}${mark}` });
  }
  return page({ events });
}

export async function organisationEvents(services: Services, paging: Paging): Promise<Page<ShownEvent>> {
  const { limit = defaultLimit } = paging;
  return page(
    await readOrganisationEvents(services.table, {
      now: services.clock(),
      limit,
      before: positionOf(paging)?.sk,
    }),
  );
}
