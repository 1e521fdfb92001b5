import { batchGet } from './batch-get.ts';
import type { Table, Write } from './client.ts';
import { toItem } from './items.ts';
import { keys, shardOf, shards } from './keys.ts';

/**
 * Items that a transaction depends on when it makes somebody a member, and that change with the class or role itself.
 * In shards, because transactions that meet on one item at the same moment refuse each other.
 *
 * For a class they count its members, so that only an empty class can be deleted; a user can join only while they
 * exist. For a role they exist while it requires two factors, so that nobody gets the role in the meantime without
 * the requirement.
 */
export const classGuards = {
  open: (table: Table, name: string): Write[] =>
    shards.map((shard) => ({
      Put: { TableName: table.name, Item: toItem({ ...keys.guard('class', name, shard), members: 0 }) },
    })),
  /** Refuses the transaction while the class has members. */
  close: (table: Table, name: string): Write[] =>
    shards.map((shard) => ({
      Delete: {
        TableName: table.name,
        Key: toItem(keys.guard('class', name, shard)),
        ConditionExpression: 'members <= :none',
        ExpressionAttributeValues: toItem({ ':none': 0 }),
      },
    })),
} as const;

/** The guard that counts a member of each class; the built-in classes have none. */
interface Membership {
  readonly userId: string;
  readonly class?: string;
}

/** Counts a member out of one class and into another; refuses the transaction unless the other exists. */
export function countMember(table: Table, before?: Membership, after?: Membership): Write[] {
  const [left, joined] = [guardOf(before), guardOf(after)];
  const update = (key: object, change: number, condition?: string): Write => ({
    Update: {
      TableName: table.name,
      Key: toItem(key),
      UpdateExpression: 'ADD members :change',
      ExpressionAttributeValues: toItem({ ':change': change }),
      ...(condition ? { ConditionExpression: condition } : {}),
    },
  });
  if (left && joined && left.pk === joined.pk) return [];
  return [
    ...(left ? [update(left, -1)] : []),
    ...(joined ? [update(joined, 1, 'attribute_exists(pk)')] : []),
  ];
}

const guardOf = (member: Membership | undefined) =>
  member?.class === undefined || member.class.startsWith('*')
    ? undefined
    : keys.guard('class', member.class, shardOf(member.userId));

/** How many people are in a class, at a cost that does not depend on the number. */
export async function countMembers(table: Table, className: string): Promise<number> {
  const guards = shards.map((shard) => keys.guard('class', className, shard));
  const items = await batchGet(table, guards, { consistent: true });
  const members = items.reduce((sum, item) => sum + Number(item['members']?.N ?? 0), 0);
  return Math.max(0, members);
}

export const roleGuards = {
  raise: (table: Table, name: string): Write[] =>
    shards.map((shard) => ({
      Put: { TableName: table.name, Item: toItem(keys.guard('role', name, shard)) },
    })),
  remove: (table: Table, name: string): Write[] =>
    shards.map((shard) => ({
      Delete: { TableName: table.name, Key: toItem(keys.guard('role', name, shard)) },
    })),
  /** Refuses the transaction if the role requires two factors. */
  absent: (table: Table, name: string, userId: string): Write => ({
    ConditionCheck: {
      TableName: table.name,
      Key: toItem(keys.guard('role', name, shardOf(userId))),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }),
} as const;
