import { noticeOf } from '../../delivery/notices.ts';
import { type Apart, type Counted, countsOf, difference } from '../../domain/counting.ts';
import { type AuditEvent, withDetails } from '../../domain/events.ts';
import { recordEvent } from '../../store/audit.ts';
import type { Table } from '../../store/client.ts';
import { addCounts } from '../../store/counters.ts';
import { eventIdOf, fromItem, type Item } from '../../store/items.ts';
import { stateSortKey, userOfPartition } from '../../store/keys.ts';
import { putMessage } from '../../store/outbox.ts';

/** One change of the table, as the stream delivers it. */
export interface TableChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/**
 * Writes a change's event to the audit, updates the counters and queues the user's notice, all in one transaction:
 * exactly once, however often the stream repeats itself.
 *
 * @returns the event, if it is new
 */
export async function recordChange(
  table: Table,
  { before, after }: TableChange,
): Promise<AuditEvent | undefined> {
  const eventId = eventIdOf(after);
  if (!after || eventId === undefined || eventId === eventIdOf(before)) return undefined;
  const event = eventOf(after);
  const counts = difference(countsOf(countedIn(before)), countsOf(countedIn(after)));
  const counted = Object.values(counts).some((change) => change !== 0);
  const notice = noticeOf(event);
  const along = [
    ...(counted && event.userId ? [addCounts(table, event.userId, counts)] : []),
    ...(notice ? [putMessage(table, notice)] : []),
  ];
  const isNew = await recordEvent(table, event, along, versionOf(after));
  return isNew ? event : undefined;
}

/**
 * Reads only what is counted, not the whole state: an attribute that a newer version of another function writes must
 * not stop the audit.
 */
function countedIn(item: Item | undefined): Counted | undefined {
  if (!item || item['sk']?.S !== stateSortKey || item['deletedAt']) return undefined;
  return {
    active: item['active']?.BOOL === true,
    enrolled: item['enrolledAt'] !== undefined,
    pending: ['pending', 'enrolling', 'link'].some((name) => item[name] !== undefined),
    apart: item['apart']?.S as Apart | undefined,
  };
}

const versionOf = (item: Item): number | undefined =>
  item['sk']?.S === stateSortKey ? Number(item['version']?.N) : undefined;

/** Events in a user's own partition do not repeat the user's id. */
function eventOf(item: Item): AuditEvent {
  const event = fromItem<AuditEvent>(item['event']?.M ?? {});
  // The write that counts an opening of a link also assigns its number.
  const opening = item['openings']?.N;
  if (event.type === 'link.opened' && opening !== undefined) {
    return withDetails(event, { opening: Number(opening) });
  }
  const userId = userOfPartition(item['pk']?.S ?? '');
  return userId === undefined ? event : { ...event, userId };
}
