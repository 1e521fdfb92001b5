import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Table } from './client.ts';
import { type Item, toItem } from './items.ts';

/** The maximum that DynamoDB accepts in one call. */
const mostKeys = 100;
/** Calls in a row that may return nothing, each after a longer pause: a second in total. */
const mostIdle = 6;

/**
 * The items under these keys, in no order; keys without an item are left out. DynamoDB answers part of a batch and
 * leaves the rest unread when it is busy or the answer grows too long: the rest is requested again.
 *
 * This is the only place that sends a BatchGetItem.
 *
 * @throws Error when keys stay unread: it never returns part of the items
 */
export async function batchGet(
  { client, name }: Table,
  keys: readonly { readonly pk: string; readonly sk: string }[],
  { consistent = false } = {},
): Promise<Item[]> {
  const items: Item[] = [];
  let wanted = keys.map((key) => toItem(key));
  let idle = 0;
  while (wanted.length > 0) {
    const asked = wanted.slice(0, mostKeys);
    const RequestItems = { [name]: { Keys: asked, ...(consistent ? { ConsistentRead: true } : {}) } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems }));
    items.push(...(answer.Responses?.[name] ?? []));
    const unread = (answer.UnprocessedKeys?.[name]?.Keys ?? []) as Item[];
    wanted = [...unread, ...wanted.slice(mostKeys)];
    idle = unread.length < asked.length ? 0 : idle + 1;
    if (idle === mostIdle) throw tooBusy();
    if (unread.length > 0) await pause(idle);
  }
  return items;
}

/** 20 ms, doubling: DynamoDB expects unread keys to be requested again later. */
const pause = (idle: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20 * 2 ** idle));

/** Named like DynamoDB's own error, so that it is answered like every other throttling. */
const tooBusy = (): Error =>
  Object.assign(new Error('DynamoDB left keys of a batch unread'), {
    name: 'ProvisionedThroughputExceededException',
  });
