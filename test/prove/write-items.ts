import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lib/store/items.ts';
import type { World } from '../support/world.ts';

/** BatchWriteItem takes so many. */
export const batchSize = 25;

export async function writeBatch({ client, tableName }: World, items: readonly Item[]): Promise<void> {
  let left = items.map((Item) => ({ PutRequest: { Item } }));
  while (left.length > 0) {
    const order = new BatchWriteItemCommand({ RequestItems: { [tableName]: left } });
    left = ((await client.send(order)).UnprocessedItems?.[tableName] ?? []) as typeof left;
  }
}

export async function writeItems(world: World, items: readonly Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += batchSize) {
    await writeBatch(world, items.slice(from, from + batchSize));
  }
}
