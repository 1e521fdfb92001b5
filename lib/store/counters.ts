import { type Counts, noCounts, total } from '../domain/counting.ts';
import { batchGet } from './batch-get.ts';
import type { Table, Write } from './client.ts';
import { fromItem, toItem } from './items.ts';
import { keys, shardOf, shards, userOfPartition } from './keys.ts';

/** Where an item's change is counted: changes of one lane share a counter. */
export const laneOf = (pk: string): number => shardOf(userOfPartition(pk) ?? pk);

/** Adds a change to the shard of its user: a single counter would be a hot item. */
export function addCounts({ name }: Table, userId: string, change: Counts): Write {
  const names = Object.keys(change) as (keyof Counts)[];
  return {
    Update: {
      TableName: name,
      Key: toItem(keys.counters(shardOf(userId))),
      UpdateExpression: `ADD ${names.map((one) => `#${one} :${one}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((one) => [`#${one}`, one])),
      ExpressionAttributeValues: toItem(Object.fromEntries(names.map((one) => [`:${one}`, change[one]]))),
    },
  };
}

/** The counts of the whole organisation: sixteen small items, however many users. */
export async function readCounts(table: Table): Promise<Counts> {
  const items = await batchGet(table, shards.map(keys.counters));
  return total(items.map((item) => ({ ...noCounts, ...fromItem<Counts>(item) })));
}
