import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import type { Table } from './client.ts';
import { toItem } from './items.ts';
import { keys } from './keys.ts';

export interface StoredLink {
  readonly userId: string;
  /** How often it was opened. */
  readonly openings: number;
}

/** The user whose setup link has this hash. Only the user's state says whether the link is valid. */
export async function findLink({ client, name }: Table, hash: string): Promise<StoredLink | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.link(hash)), ConsistentRead: true }),
  );
  const userId = Item?.['userId']?.S;
  return userId === undefined ? undefined : { userId, openings: Number(Item?.['openings']?.N ?? 0) };
}

/**
 * Counts one more opening, with its event.
 *
 * @returns its number, which no other opening has
 */
export async function countOpening(
  { client, name }: Table,
  hash: string,
  event: AuditEvent,
): Promise<number> {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: name,
      Key: toItem(keys.link(hash)),
      UpdateExpression: 'ADD openings :one SET #event = :event',
      // An item that was purged in the meantime is not created again.
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#event': 'event' },
      ExpressionAttributeValues: toItem({ ':one': 1, ':event': event }),
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(Attributes?.['openings']?.N ?? 1);
}
