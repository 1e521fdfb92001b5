import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lib/store/items.ts';
import { tableDescription } from '../../lib/store/table.ts';

/** Bytes of an item as DynamoDB counts them (developer guide, "DynamoDB item sizes and formats"). */
export const bytesOf = (item: Item): number => members(item, 0);

const members = (record: Readonly<Record<string, AttributeValue>>, overhead: number): number =>
  Object.entries(record).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value) + overhead,
    0,
  );

function valueBytes({ S, N, B, L, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.replace(/[-.]|0+$/g, '').length / 2) + 1;
  if (B) return B.length;
  if (L) return 3 + L.reduce((sum, value) => sum + 1 + valueBytes(value), 0);
  return M ? 3 + members(M, 1) : 1;
}

/** Writes to the indexes when an item changes: a key that moves is a deletion and an insertion. */
export function indexWrites(before: Item | undefined, after: Item | undefined): number {
  const key = (item: Item | undefined, names: readonly string[]): string =>
    item && names.every((name) => item[name]) ? JSON.stringify(names.map((name) => item[name])) : '';
  return tableDescription.indexes
    .map(({ partitionKey, sortKey }) => [partitionKey.name, sortKey.name])
    .map((names) => [key(before, names), key(after, names)])
    .reduce((sum, [was, is]) => sum + (was === is ? 0 : Number(Boolean(was)) + Number(Boolean(is))), 0);
}
