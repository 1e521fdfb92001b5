import type { AuditEvent } from '../domain/events.ts';
import { Problem } from '../domain/problems.ts';
import type { Services } from '../services.ts';
import { type EventPage, readOrganisationEvents, readUserEvents } from '../store/audit.ts';
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

function before({ cursor }: Paging): string | undefined {
  if (cursor === undefined) return undefined;
  const decoded = Buffer.from(cursor, 'base64url').toString();
  const time = /^(\d{4}-\d\d-\d\dT[\d:.]{12}Z)#/.exec(decoded)?.[1];
  if (time !== undefined && !Number.isNaN(Date.parse(time))) return decoded;
  const errors = [{ path: 'cursor', message: 'is not a cursor of this list' }];
  throw new Problem('invalid-request', 'Some fields are not valid; see "errors".', {
    extensions: { errors },
  });
}

function page({ events, next }: EventPage): Page<ShownEvent> {
  const items = events.map((event) => ({ ...event, at: new Date(event.at).toISOString() }));
  return next ? { items, nextCursor: Buffer.from(next).toString('base64url') } : { items };
}

export async function userEvents(
  services: Services,
  userId: string,
  paging: Paging,
): Promise<Page<ShownEvent>> {
  const { profile } = await getUser(services, userId);
  const since = profile.createdAt * 1000;
  const { limit = defaultLimit } = paging;
  return page(
    await readUserEvents(services.table, userId, {
      since,
      now: services.clock(),
      limit,
      before: before(paging),
    }),
  );
}

export async function organisationEvents(services: Services, paging: Paging): Promise<Page<ShownEvent>> {
  const { limit = defaultLimit } = paging;
  return page(
    await readOrganisationEvents(services.table, { now: services.clock(), limit, before: before(paging) }),
  );
}
