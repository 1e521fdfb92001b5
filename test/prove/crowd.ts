import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { type Counts, countsOf, total } from '../../lib/domain/counting.ts';
import type { Profile, UserState } from '../../lib/domain/user-state.ts';
import { eventShards, monthOf } from '../../lib/store/audit.ts';
import type { Write } from '../../lib/store/client.ts';
import { addCounts } from '../../lib/store/counters.ts';
import { fromItem, type Item, toItem, withoutKeys } from '../../lib/store/items.ts';
import { keys, list, shardOf } from '../../lib/store/keys.ts';
import { decodeState, encodeState } from '../../lib/store/state-item.ts';
import { profileWrites } from '../../lib/store/user-records.ts';
import { newId } from '../support/people.ts';
import type { World } from '../support/world.ts';
import { batchSize, writeBatch } from './write-items.ts';

interface Crowd {
  readonly count: number;
  /** Seconds since 1970, of the n-th of them. */
  readonly periodStartedAt: (nth: number) => number;
  readonly progress?: (done: number) => void;
}

const width = 6;

/**
 * As many users as somebody asks for, each as the API would have left one: a real one is created, and its items are
 * written again under other ids by the store's own builders, with their search terms, event and counts.
 */
export async function makeCrowd(
  world: World,
  { count, periodStartedAt, progress }: Crowd,
): Promise<string[]> {
  const original = newId('crowd');
  const body = { userId: original, displayName: original, email: `${original}@example.org` };
  await world.api.expect(201, 'POST', '/v1/users', { body });
  await world.drain();
  const items = (await world.everything()).filter((item) => JSON.stringify(item).includes(original));
  const find = (fits: (pk: string, sk: string) => boolean): Item => {
    const item = items.find(({ pk, sk }) => fits(pk?.S ?? '', sk?.S ?? ''));
    if (!item) throw new Error('The created user is not whole');
    return item;
  };
  const state = decodeState(find((_, sk) => sk === 'STATE'));
  const profile = { ...withoutKeys(fromItem<Profile>(find((_, sk) => sk === 'PROFILE'))), userId: original };
  const audit = fromItem<Record<string, unknown>>(find((pk) => pk.startsWith(`AUDIT#${original}#`)));
  const userIds = Array.from({ length: count }, () => newId('crowd'));

  let next = 0;
  let queue: Item[] = [];
  const write = async (): Promise<void> => {
    while (next < userIds.length || queue.length > 0) {
      while (queue.length < batchSize && next < userIds.length) {
        const nth = next++;
        queue.push(...copyOf(world, { state, profile, audit }, userIds[nth] ?? '', periodStartedAt(nth)));
        if (nth % 5_000 === 4_999) progress?.(nth + 1);
      }
      const batch = queue.slice(0, batchSize);
      queue = queue.slice(batchSize);
      await writeBatch(world, batch);
    }
  };
  await Promise.all(Array.from({ length: width }, write));
  await countThem(world, userIds, state);
  await world.skipChanges();
  await world.api.expect(204, 'DELETE', `/v1/users/${original}`);
  await world.drain();
  return userIds;
}

interface Original {
  readonly state: UserState;
  readonly profile: Profile;
  readonly audit: Record<string, unknown>;
}

function copyOf({ services: { table } }: World, original: Original, userId: string, at: number): Item[] {
  const { event } = original.state;
  const id = Buffer.from(userId).toString('base64url');
  const state = { ...original.state, userId, periodStartedAt: at, event: { ...event, id, userId } };
  const person = { ...original.profile, userId, displayName: userId, email: `${userId}@example.org` };
  const key = keys.audit(userId, event.at, id);
  const listPk = list.events(monthOf(event.at), shardOf(id, eventShards));
  return [
    encodeState(state),
    ...puts(profileWrites(table, undefined, person)),
    toItem({ ...original.audit, ...key, id, userId, listPk, listSk: key.sk }),
  ];
}

const puts = (writes: readonly Write[]): Item[] =>
  writes.flatMap(({ Put }) => (Put?.Item ? [Put.Item as Item] : []));

/** What the stream would have added for all of them, in one write for each shard. */
async function countThem(
  { services: { table } }: World,
  userIds: readonly string[],
  state: UserState,
): Promise<void> {
  const counted = { active: state.active, enrolled: false, pending: false };
  const shards = Map.groupBy(userIds, (userId) => shardOf(userId));
  for (const members of shards.values()) {
    const counts: Counts = total(members.map(() => countsOf(counted)));
    const TransactItems = [addCounts(table, members[0] ?? '', counts)];
    await table.client.send(new TransactWriteItemsCommand({ TransactItems }));
  }
}
