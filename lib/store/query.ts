import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Table } from './client.ts';
import type { Item } from './items.ts';

/** A Query of this table, without what this module fills in. */
export type QueryInput = Omit<QueryCommandInput, 'TableName' | 'Limit' | 'Select'>;

/** What is asked of one partition. */
export const partition = (pk: string): QueryInput => ({
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: pk } },
});

/** Its sort keys from one to another, both inclusive: of the table, or of the list index. */
export const between = (
  pk: string,
  [low, high]: readonly [low: string, high: string],
  {
    index,
    newestFirst = false,
  }: { readonly index?: 'list' | undefined; readonly newestFirst?: boolean } = {},
): QueryInput => ({
  KeyConditionExpression: index
    ? 'listPk = :pk AND listSk BETWEEN :low AND :high'
    : 'pk = :pk AND sk BETWEEN :low AND :high',
  ExpressionAttributeValues: { ':pk': { S: pk }, ':low': { S: low }, ':high': { S: high } },
  ScanIndexForward: !newestFirst,
  ...(index ? { IndexName: index } : {}),
});

/**
 * The items of a Query in their order, page by page as far as the caller continues. DynamoDB ends a page after 1 MB,
 * or after `atOnce` items; taking one page for the whole answer would silently lose the rest. A page that fails
 * throws.
 *
 * This is the only place that sends a Query.
 *
 * @param atOnce items that a page reads: what the caller is likely to want
 */
export async function* query(
  { client, name }: Table,
  asked: QueryInput,
  atOnce?: number,
): AsyncGenerator<Item> {
  let from = asked.ExclusiveStartKey;
  do {
    const page = await client.send(
      new QueryCommand({
        ...asked,
        TableName: name,
        ...(atOnce === undefined ? {} : { Limit: atOnce }),
        ...(from ? { ExclusiveStartKey: from } : {}),
      }),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}

/** All items of a Query, or an error: never a part of them. */
export async function queryAll(table: Table, asked: QueryInput): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of query(table, asked)) items.push(item);
  return items;
}

/** The first items of a Query, fewer only if there are no more. */
export async function queryFirst(table: Table, asked: QueryInput, count: number): Promise<Item[]> {
  const items: Item[] = [];
  if (count < 1) return items;
  for await (const item of query(table, asked, count)) {
    items.push(item);
    if (items.length === count) break;
  }
  return items;
}

/** How many items a Query finds. */
export async function queryCount({ client, name }: Table, asked: QueryInput): Promise<number> {
  let count = 0;
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        ...asked,
        TableName: name,
        Select: 'COUNT',
        ...(from ? { ExclusiveStartKey: from } : {}),
      }),
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from);
  return count;
}
