import type { AuditEvent } from '../domain/events.ts';
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

const before = ({ cursor }: Paging): string | undefined => {
  const decoded = cursor && Buffer.from(cursor, 'base64url').toString();
  return decoded && /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#/.test(decoded) ? decoded : undefined;
};

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
