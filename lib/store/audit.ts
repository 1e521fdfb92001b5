import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type AuditEvent, eventTypes } from '../domain/events.ts';
import type { Table, Write } from './client.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { keys, list, shardOf } from './keys.ts';

/** Shards of the organisation's list of one month. */
const eventShards = 4;

/**
 * Writes an event once, with all that hangs on it: the stream may deliver it any number of times.
 *
 * @returns false when it stands there already
 */
export async function recordEvent(
  { client, name }: Table,
  event: AuditEvent,
  along: readonly Write[],
): Promise<boolean> {
  const listed = eventTypes[event.type] === 'organisation';
  const key = keys.audit(event.userId, event.at, event.id);
  const index = { listPk: list.events(monthOf(event.at), shardOf(event.id, eventShards)), listSk: key.sk };
  const Put = {
    TableName: name,
    Item: toItem({ ...key, ...event, ...(listed ? index : {}) }),
    ConditionExpression: 'attribute_not_exists(pk)',
  };
  try {
    // Alone it is one write unit; a transaction would make it two.
    if (along.length === 0) await client.send(new PutItemCommand(Put));
    else await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }, ...along] }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    const reasons = error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
    if (reasons?.[0]?.Code === 'ConditionalCheckFailed') return false;
    throw error;
  }
}

export interface EventPage {
  readonly events: AuditEvent[];
  /** Sort key of the last event, if there may be more. */
  readonly next?: string;
}

const decode = (item: Item): AuditEvent => {
  const {
    pk: _pk,
    sk: _sk,
    listPk: _listPk,
    listSk: _listSk,
    ...event
  } = fromItem<AuditEvent & Record<string, unknown>>(item);
  return event as AuditEvent;
};

/** Before every sort key: they begin with a date. */
const beginning = '0';

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

const startOfMonth = (at: number): number => Date.parse(`${monthOf(at)}-01T00:00:00Z`);

/** Where a page begins: at its cursor, but nothing stands in the future. */
const newestOf = (before: string | undefined, now: number): number =>
  before ? Math.min(now, Date.parse(before.slice(0, 24))) : now;

/** Below it all events up to this moment sort. */
export const endOf = (userId: string, until: number): string => keys.audit(userId, until, '~').sk;

/** A user's events, newest first, from the newest month back to `since`. */
export async function readUserEvents(
  table: Table,
  userId: string,
  { since, now, limit, before }: { since: number; now: number; limit: number; before?: string | undefined },
): Promise<EventPage> {
  const events: AuditEvent[] = [];
  let next: string | undefined;
  // Somebody else may have had this id before, in the same month.
  const low = keys.audit(userId, since, '').sk;
  if (before !== undefined && before < low) return { events };
  const newest = newestOf(before, now);
  for (let month = startOfMonth(newest); month >= startOfMonth(since); month = startOfMonth(month - 1)) {
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :low AND :high',
        ExpressionAttributeValues: {
          ':pk': { S: keys.audit(userId, month, '').pk },
          ':low': { S: low },
          ':high': { S: before ?? '9' },
        },
        ScanIndexForward: false,
        Limit: limit + 2,
      }),
    );
    for (const item of Items.filter(({ sk }) => sk?.S !== before)) {
      if (events.length === limit) return { events, ...(next ? { next } : {}) };
      events.push(decode(item));
      next = item['sk']?.S;
    }
  }
  return { events };
}

/** No deployment is older: where the organisation's events end. */
const beginningOfAll = Date.parse('2026-01-01T00:00:00Z');

/** The organisation's events, newest first. */
export async function readOrganisationEvents(
  table: Table,
  { now, limit, before }: { now: number; limit: number; before?: string | undefined },
): Promise<EventPage> {
  const found: { sk: string; key: Item }[] = [];
  let month = startOfMonth(newestOf(before, now));
  for (; month >= beginningOfAll && found.length <= limit; month = startOfMonth(month - 1)) {
    const pages = await Promise.all(
      Array.from({ length: eventShards }, (_, shard) =>
        table.client.send(
          new QueryCommand({
            TableName: table.name,
            IndexName: 'list',
            KeyConditionExpression: 'listPk = :pk AND listSk BETWEEN :low AND :high',
            ExpressionAttributeValues: {
              ':pk': { S: list.events(monthOf(month), shard) },
              ':low': { S: beginning },
              ':high': { S: before ?? '9' },
            },
            ScanIndexForward: false,
            Limit: limit + 2,
          }),
        ),
      ),
    );
    const ofMonth = pages
      .flatMap(({ Items = [] }) => Items)
      .map(({ pk, sk }) => ({ sk: sk?.S ?? '', key: { pk, sk } as Item }))
      .filter(({ sk }) => sk !== before)
      .sort((a, b) => (a.sk < b.sk ? 1 : -1));
    found.push(...ofMonth);
  }
  const shown = found.slice(0, limit);
  const events = await readEvents(
    table,
    shown.map(({ key }) => key),
  );
  const next = found.length > limit ? shown.at(-1)?.sk : undefined;
  return { events: events.sort((a, b) => b.at - a.at), ...(next ? { next } : {}) };
}

async function readEvents({ client, name }: Table, wantedKeys: Item[]): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  let wanted = wantedKeys;
  while (wanted.length > 0) {
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [name]: { Keys: wanted } } }));
    events.push(...(answer.Responses?.[name] ?? []).map(decode));
    wanted = (answer.UnprocessedKeys?.[name]?.Keys ?? []) as Item[];
  }
  return events;
}
