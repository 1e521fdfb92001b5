import type { EpochSeconds } from '../domain/time.ts';
import type { Table } from './client.ts';
import { type Item, toItem } from './items.ts';
import { due, keys, shardOf, shards, userIdOf } from './keys.ts';
import { query, queryCount, queryFirst } from './query.ts';

export interface DueEnrollment {
  readonly userId: string;
  readonly periodStartedAt: EpochSeconds;
}

/**
 * Users who are not enrolled and whose period started at or before `startedBy`. Costs the items that are due and half
 * a read unit per shard, however many users there are.
 */
export async function* dueEnrollments(table: Table, startedBy: EpochSeconds): AsyncGenerator<DueEnrollment> {
  for (const shard of shards) {
    for await (const item of query(table, range(shard, 0, startedBy))) yield decode(item);
  }
}

/** The users who have been due longest, earliest first. */
export async function longestDue(
  table: Table,
  startedBy: EpochSeconds,
  limit: number,
): Promise<DueEnrollment[]> {
  const ofShards = await Promise.all(
    shards.map((shard) => queryFirst(table, range(shard, 0, startedBy), limit)),
  );
  const found = ofShards.flat().map(decode);
  return found.sort((a, b) => a.periodStartedAt - b.periodStartedAt).slice(0, limit);
}

const decode = (item: Item): DueEnrollment => ({
  userId: userIdOf(item['pk']?.S ?? ''),
  periodStartedAt: Number(item['dueAt']?.N),
});

/**
 * The users whose periods started between these moments, both inclusive, earliest first, after a given one. Users of
 * the same second are ordered by shard, and within it as the index has them, so that nothing of a crowded second has
 * to be sorted again. Reads at most one more than `limit` in each shard.
 */
export async function nextDue(
  table: Table,
  { low, high, after }: { low: EpochSeconds; high: EpochSeconds; after: DueEnrollment | undefined },
  limit: number,
): Promise<{ found: DueEnrollment[]; more: boolean }> {
  // The window moves with the clock: a position that has dropped out at its beginning is ignored.
  const place = after && after.periodStartedAt >= low ? after : undefined;
  if (place && place.periodStartedAt > high) return { found: [], more: false };
  const placeShard = place && shardOf(place.userId);
  const ofShards = await Promise.all(
    shards.map((shard) => {
      const passed = place && placeShard !== undefined && shard < placeShard;
      const from = place ? place.periodStartedAt + (passed ? 1 : 0) : low;
      if (from > high) return [];
      const asked = {
        ...range(shard, from, high),
        ...(place && shard === placeShard ? { ExclusiveStartKey: indexKey(place) } : {}),
      };
      return queryFirst(table, asked, limit + 1);
    }),
  );
  // Sorting is stable: equal entries stay ordered by shard, and within it as the index has them.
  const found = ofShards
    .flat()
    .map(decode)
    .sort((a, b) => a.periodStartedAt - b.periodStartedAt);
  return { found: found.slice(0, limit), more: found.length > limit };
}

const indexKey = ({ userId, periodStartedAt }: DueEnrollment): Item =>
  toItem({ ...keys.state(userId), duePk: due.enrollments(shardOf(userId)), dueAt: periodStartedAt });

/** How many users' periods started after `startedAfter` and at or before `startedBy`. */
export async function countDue(
  table: Table,
  startedAfter: EpochSeconds,
  startedBy: EpochSeconds,
): Promise<number> {
  const counts = await Promise.all(
    shards.map((shard) => queryCount(table, range(shard, startedAfter + 1, startedBy))),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

const range = (shard: number, low: EpochSeconds, high: EpochSeconds) => ({
  IndexName: 'due',
  KeyConditionExpression: 'duePk = :pk AND dueAt BETWEEN :low AND :high',
  ExpressionAttributeValues: {
    ':pk': { S: due.enrollments(shard) },
    ':low': { N: String(low) },
    ':high': { N: String(Math.max(low, high)) },
  },
});
