import type { Table, Write } from './client.ts';
import { fromItem, toItem } from './items.ts';
import { keys } from './keys.ts';
import { queryFirst } from './query.ts';

/** The id that a person moved to; all times in milliseconds since 1970. */
export interface Renamed {
  readonly to: string;
  /** Since when the person had the old id. */
  readonly since: number;
  /** The last moment of the old id. */
  readonly left: number;
  /** The first one of the new id. */
  readonly heldFrom: number;
}

/** Longer than a message waits. */
const keptSeconds = 10 * 86_400;

/** For messages that are on their way to the old id. */
export function noteRenaming({ name }: Table, userId: string, renamed: Renamed): Write {
  const purgeAt = Math.floor(renamed.left / 1000) + keptSeconds;
  return {
    Put: { TableName: name, Item: toItem({ ...keys.renaming(userId, renamed.left), ...renamed, purgeAt }) },
  };
}

/** The new id of the person who had this id at this moment, if it was renamed. */
export async function findRenaming(table: Table, userId: string, at: number): Promise<Renamed | undefined> {
  const { pk, sk } = keys.renaming(userId, at);
  const asked = {
    KeyConditionExpression: 'pk = :pk AND sk >= :at',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':at': { S: sk } },
    ConsistentRead: true,
  };
  const [item] = await queryFirst(table, asked, 1);
  const renamed = item && fromItem<Renamed>(item);
  return renamed && renamed.since <= at ? renamed : undefined;
}
