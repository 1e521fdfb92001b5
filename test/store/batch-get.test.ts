import type { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { batchGet } from '../../lib/store/batch-get.ts';
import type { Item } from '../../lib/store/items.ts';
import { toItem } from '../../lib/store/items.ts';

vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });

/** A table of which each call reads as many keys as `reads` says next; when that ends, everything that is asked. */
function tableThat(reads: readonly number[]) {
  const left = reads.values();
  const asked: number[] = [];
  const client = {
    async send({ input }: BatchGetItemCommand) {
      const keys = (input.RequestItems?.['t']?.Keys ?? []) as Item[];
      asked.push(keys.length);
      const read = left.next().value ?? keys.length;
      const unread = keys.slice(read);
      return {
        Responses: { t: keys.slice(0, read) },
        ...(unread.length > 0 ? { UnprocessedKeys: { t: { Keys: unread } } } : {}),
      };
    },
  };
  return { table: { client: client as unknown as DynamoDBClient, name: 't' }, asked };
}

const keysOf = (count: number) => Array.from({ length: count }, (_, i) => ({ pk: `P${i}`, sk: 'S' }));

test('every key is read once, however much of each call DynamoDB leaves unread', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 350 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 8 }),
      async (count, reads) => {
        const keys = keysOf(count);
        const { table, asked } = tableThat(reads);
        expect(new Set(await batchGet(table, keys))).toEqual(new Set(keys.map(toItem)));
        expect(Math.max(0, ...asked)).toBeLessThanOrEqual(100);
      },
    ),
    { numRuns: 50 },
  );
});

test('a table that reads nothing any more is given up, as throttling', async () => {
  const { table, asked } = tableThat([40, ...Array.from({ length: 50 }, () => 0)]);
  await expect(batchGet(table, keysOf(100))).rejects.toMatchObject({
    name: 'ProvisionedThroughputExceededException',
  });
  expect(asked.length).toBeLessThan(10);
});

test('nothing is asked for no keys', async () => {
  const { table, asked } = tableThat([]);
  expect([await batchGet(table, []), asked]).toEqual([[], []]);
});
