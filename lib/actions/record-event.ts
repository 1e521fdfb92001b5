import { noticeOf } from '../delivery/notices.ts';
import { countsOf, difference, noCounts } from '../domain/counting.ts';
import type { AuditEvent } from '../domain/events.ts';
import { recordEvent } from '../store/audit.ts';
import type { Table } from '../store/client.ts';
import { addCounts } from '../store/counters.ts';
import { fromItem, type Item } from '../store/items.ts';
import { userIdOf } from '../store/keys.ts';
import { putMessage } from '../store/outbox.ts';
import { decodeState } from '../store/state-item.ts';

/** One change of the table as its stream tells it. */
export interface TableChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/**
 * Writes the event that a change carries to the audit, counts what it changed, and queues what the user is told:
 * all in one transaction, so exactly once however often the stream repeats itself.
 *
 * @returns the event that was recorded now, if there was a new one
 */
export async function recordChange(
  table: Table,
  { before, after }: TableChange,
): Promise<AuditEvent | undefined> {
  if (!after?.['event'] || after['event'].M?.['id']?.S === before?.['event']?.M?.['id']?.S) return undefined;
  const event = eventOf(after);
  const isState = after['sk']?.S === 'STATE';
  const counts = isState
    ? difference(countsOf(before && decodeState(before)), countsOf(decodeState(after)))
    : noCounts;
  const counted = Object.values(counts).some((change) => change !== 0);
  const notice = noticeOf(event);
  const isNew = await recordEvent(table, event, [
    ...(counted && event.userId ? [addCounts(table, event.userId, counts)] : []),
    ...(notice ? [putMessage(table, notice)] : []),
  ]);
  return isNew ? event : undefined;
}

/** Events in a user's own items do not repeat whose they are. */
function eventOf(item: Item): AuditEvent {
  const { event } = fromItem<{ event: AuditEvent }>(item);
  const pk = item['pk']?.S ?? '';
  return pk.startsWith('USER#') ? { ...event, userId: userIdOf(pk) } : event;
}
