import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { type AuditEvent, eventTypes } from '../domain/events.ts';
import type { Table, Write } from './client.ts';
import { toItem } from './items.ts';
import { keys, list, shardOf } from './keys.ts';

/** Shards of the organisation's list of one month. */
export const eventShards = 4;

/**
 * Writes an event once, with everything that depends on it: the stream may deliver it any number of times.
 *
 * @param version of the user's state after the event: each version has one event, which reveals a lost or an added
 * one
 * @returns false when it is already stored
 */
export async function recordEvent(
  { client, name }: Table,
  event: AuditEvent,
  along: readonly Write[],
  version?: number,
): Promise<boolean> {
  const listed = eventTypes[event.type] === 'organisation';
  const key = keys.audit(event.userId, event.at, event.id);
  const index = { listPk: list.events(monthOf(event.at), shardOf(event.id, eventShards)), listSk: key.sk };
  const Put = {
    TableName: name,
    Item: toItem({ ...key, ...event, version, ...(listed ? index : {}) }),
    ConditionExpression: 'attribute_not_exists(pk)',
  };
  try {
    // Alone it is one write unit; a transaction would cost two.
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

export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
