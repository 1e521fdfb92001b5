import { type EventFilter, fitsFilter, looksInside } from '../domain/event-filter.ts';
import type { AuditEvent } from '../domain/events.ts';
import { eventShards, monthOf } from './audit.ts';
import { batchGet } from './batch-get.ts';
import type { Table } from './client.ts';
import { contentOf } from './items.ts';
import { keys, list } from './keys.ts';
import { between, query, queryFirst } from './query.ts';

export interface EventPage {
  readonly events: AuditEvent[];
  /** How many were read, including those that do not match the filter. */
  readonly looked: number;
  /** Sort key of the last event that was read, if there may be more. */
  readonly next?: string;
}

interface EventRange {
  /** Milliseconds since 1970: events before it are not read. */
  readonly since: number;
  readonly now: number;
  readonly limit: number;
  /** Only keys that sort before this one. */
  readonly before?: string | undefined;
  readonly filter: EventFilter;
  /** Read at most this many: a filter that matches hardly any event returns a short page instead of a long wait. */
  readonly most: number;
}

const startOfMonth = (at: number): number => Date.parse(`${monthOf(at)}-01T00:00:00Z`);

/** The first moments of these months, newest first. */
function* monthsBack(newest: number, oldest: number): Generator<number> {
  const last = startOfMonth(oldest);
  for (let month = startOfMonth(newest); month >= last; month = startOfMonth(month - 1)) yield month;
}

/** Where a page starts: at its cursor, or at this moment. */
const newestOf = (before: string | undefined, now: number): number =>
  before ? Math.min(now, Date.parse(before.slice(0, 24))) : now;

/** The sort key of an event, if this is one. */
export const eventPlace = (text: string): string | undefined =>
  /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#/.test(text) && !Number.isNaN(Date.parse(text.slice(0, 24)))
    ? text
    : undefined;

const sortKeyOf = ({ userId, at, id }: AuditEvent): string => keys.audit(userId, at, id).sk;

/** All events up to this moment sort below it. */
export const endOf = (userId: string, until: number): string => keys.audit(userId, until, '~').sk;

/** A user's events, newest first, from the newest month back to `since`. */
export async function readUserEvents(
  table: Table,
  userId: string,
  { since, now, limit, before, filter, most }: EventRange,
): Promise<EventPage> {
  const events: AuditEvent[] = [];
  let looked = 0;
  let next: string | undefined;
  // Somebody else may have had this id before, in the same month.
  const low = keys.audit(userId, since, '').sk;
  if (before !== undefined && before < low) return { events, looked };
  for (const month of monthsBack(newestOf(before, now), since)) {
    const asked = between(keys.audit(userId, month, '').pk, [low, before ?? '9'], { newestFirst: true });
    for await (const item of query(table, asked, (looksInside(filter) ? keysAtOnce : limit) + 2)) {
      if (item['sk']?.S === before) continue;
      if (events.length === limit || looked === most) return { events, looked, ...(next ? { next } : {}) };
      looked++;
      next = item['sk']?.S;
      const event = contentOf<AuditEvent>(item);
      if (fitsFilter(event, filter)) events.push(event);
    }
  }
  return { events, looked };
}

/** The size of one batch of DynamoDB. */
const keysAtOnce = 100;

/** The organisation's events, newest first. */
export async function readOrganisationEvents(table: Table, wanted: EventRange): Promise<EventPage> {
  const { limit, filter, most } = wanted;
  const events: AuditEvent[] = [];
  let { before } = wanted;
  let looked = 0;
  for (;;) {
    const count = looksInside(filter) ? Math.min(keysAtOnce, most - looked) : limit - events.length;
    const { found, more } = await newestKeys(table, { ...wanted, before, count });
    const keysOfUser = found.filter(({ pk, month }) =>
      filter.userId === undefined ? true : pk === keys.audit(filter.userId, month, '').pk,
    );
    const read = await readEvents(table, keysOfUser);
    const fitting = read
      .filter((event) => fitsFilter(event, filter))
      .sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? 1 : -1));
    const taken = fitting.slice(0, limit - events.length);
    events.push(...taken);
    looked += found.length;
    const over = fitting.length > taken.length;
    const last = taken.at(-1);
    before = over && last ? sortKeyOf(last) : found.at(-1)?.sk;
    if (!(over || more) || before === undefined) return { events, looked };
    if (events.length === limit || looked >= most) return { events, looked, next: before };
  }
}

interface FoundKey {
  readonly pk: string;
  readonly sk: string;
  readonly month: number;
}

/** No deployment is older, so the organisation's events end here. */
const beginningOfAll = Date.parse('2026-01-01T00:00:00Z');

/** The newest keys of the organisation's list, and whether more follow. */
async function newestKeys(
  table: Table,
  { since, now, before, count }: EventRange & { readonly count: number },
): Promise<{ found: FoundKey[]; more: boolean }> {
  const found: FoundKey[] = [];
  const low = keys.audit(undefined, since, '').sk;
  if (before !== undefined && before < low) return { found, more: false };
  for (const month of monthsBack(newestOf(before, now), Math.max(since, beginningOfAll))) {
    if (found.length > count) break;
    const ofShards = await Promise.all(
      Array.from({ length: eventShards }, (_, shard) => {
        const pk = list.events(monthOf(month), shard);
        const asked = between(pk, [low, before ?? '9'], { index: 'list', newestFirst: true });
        return queryFirst(table, asked, count + 2);
      }),
    );
    const ofMonth = ofShards
      .flat()
      .map(({ pk, sk }) => ({ pk: pk?.S ?? '', sk: sk?.S ?? '', month }))
      .filter(({ sk }) => sk !== before)
      .sort((a, b) => (a.sk < b.sk ? 1 : -1));
    found.push(...ofMonth);
  }
  return { found: found.slice(0, count), more: found.length > count };
}

async function readEvents(table: Table, found: readonly FoundKey[]): Promise<AuditEvent[]> {
  const wanted = found.map(({ pk, sk }) => ({ pk, sk }));
  return (await batchGet(table, wanted)).map(contentOf<AuditEvent>);
}
