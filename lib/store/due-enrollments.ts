import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { EpochSeconds } from '../domain/time.ts';
import type { Table } from './client.ts';
import { type Item, toItem } from './items.ts';
import { due, keys, shardOf, shards, userIdOf } from './keys.ts';

export interface DueEnrollment {
  readonly userId: string;
  readonly periodStartedAt: EpochSeconds;
}

/**
 * Users who are not enrolled and whose period began at or before `startedBy`. Costs what is due and a half read
 * unit per shard, however many users there are.
 */
export async function* dueEnrollments(
  { client, name }: Table,
  startedBy: EpochSeconds,
): AsyncGenerator<DueEnrollment> {
  for (const shard of shards) {
    let from: Item | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: 'due',
          ...range(shard, 0, startedBy),
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      for (const item of page.Items ?? []) yield decode(item);
      from = page.LastEvaluatedKey;
    } while (from);
  }
}

/** The users who are due for the longest, the first of them first. */
export async function longestDue(
  { client, name }: Table,
  startedBy: EpochSeconds,
  limit: number,
): Promise<DueEnrollment[]> {
  const pages = await Promise.all(
    shards.map((shard) =>
      client.send(
        new QueryCommand({ TableName: name, IndexName: 'due', Limit: limit, ...range(shard, 0, startedBy) }),
      ),
    ),
  );
  const found = pages.flatMap(({ Items = [] }) => Items.map(decode));
  return found.sort((a, b) => a.periodStartedAt - b.periodStartedAt).slice(0, limit);
}

const decode = (item: Item): DueEnrollment => ({
  userId: userIdOf(item['pk']?.S ?? ''),
  periodStartedAt: Number(item['dueAt']?.N),
});

/**
 * The users whose periods began within these moments, both included, the first of them first, from behind one on. Those
 * of the same second stand by shard, and there as the index has them, so that nothing of a crowded second is sorted
 * anew. Reads at most one more than `limit` in each shard.
 */
export async function nextDue(
  { client, name }: Table,
  { low, high, after }: { low: EpochSeconds; high: EpochSeconds; after: DueEnrollment | undefined },
  limit: number,
): Promise<{ found: DueEnrollment[]; more: boolean }> {
  // The window moves with the clock: a place that has fallen out of it at its beginning is not where to go on.
  const place = after && after.periodStartedAt >= low ? after : undefined;
  if (place && place.periodStartedAt > high) return { found: [], more: false };
  const placeShard = place && shardOf(place.userId);
  const pages = await Promise.all(
    shards.map((shard) => {
      const passed = place && placeShard !== undefined && shard < placeShard;
      const from = place ? place.periodStartedAt + (passed ? 1 : 0) : low;
      if (from > high) return { Items: [] };
      return client.send(
        new QueryCommand({
          TableName: name,
          IndexName: 'due',
          Limit: limit + 1,
          ...range(shard, from, high),
          ...(place && shard === placeShard ? { ExclusiveStartKey: indexKey(place) } : {}),
        }),
      );
    }),
  );
  // Sorting keeps what is equal in its order: by shard, and there as the index has it.
  const found = pages
    .flatMap(({ Items = [] }) => Items.map(decode))
    .sort((a, b) => a.periodStartedAt - b.periodStartedAt);
  return { found: found.slice(0, limit), more: found.length > limit };
}

const indexKey = ({ userId, periodStartedAt }: DueEnrollment): Item =>
  toItem({ ...keys.state(userId), duePk: due.enrollments(shardOf(userId)), dueAt: periodStartedAt });

/** How many users' periods began after `startedAfter` and at or before `startedBy`. */
export async function countDue(
  { client, name }: Table,
  startedAfter: EpochSeconds,
  startedBy: EpochSeconds,
): Promise<number> {
  const counts = await Promise.all(
    shards.map(async (shard) => {
      let count = 0;
      let from: Item | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: name,
            IndexName: 'due',
            Select: 'COUNT',
            ...range(shard, startedAfter + 1, startedBy),
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        count += page.Count ?? 0;
        from = page.LastEvaluatedKey;
      } while (from);
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

const range = (shard: number, low: EpochSeconds, high: EpochSeconds) => ({
  KeyConditionExpression: 'duePk = :pk AND dueAt BETWEEN :low AND :high',
  ExpressionAttributeValues: {
    ':pk': { S: due.enrollments(shard) },
    ':low': { N: String(low) },
    ':high': { N: String(Math.max(low, high)) },
  },
});
