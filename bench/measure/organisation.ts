import { PutItemCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { noCounts } from '../../lib/domain/counting.ts';
import type { UserState } from '../../lib/domain/user-state.ts';
import { type Item, toItem } from '../../lib/store/items.ts';
import { keys, shards } from '../../lib/store/keys.ts';
import { writes } from '../../lib/store/users.ts';
import type { World } from '../../test/support/world.ts';
import {
  dueStanding,
  memberId,
  personCalled,
  profileItems,
  putAll,
  putsOf,
  standing,
  stateItem,
} from './crowd.ts';

const names = [
  'Novak',
  'Okafor',
  'Silva',
  'Haddad',
  'Lindqvist',
  'Tanaka',
  'Moreau',
  'Kowalski',
  'Reyes',
  'Byrne',
];

/** Members who have used most of their backup codes: more than any list of the overview shows. */
const shortOfCodes = 300;

const step = 5_000;

/** Thousands of users, written directly as the store writes them: with every entry that finds them. */
export class Organisation {
  #members = 0;
  readonly #world: World;

  private constructor(world: World) {
    this.#world = world;
  }

  static async begin(world: World): Promise<Organisation> {
    await stopStream(world);
    return new Organisation(world);
  }

  async growTo(members: number, progress: (members: number) => void): Promise<void> {
    while (this.#members < members) {
      const next = Math.min(members, this.#members + step);
      await putAll(this.#world.services.table, this.#itemsOf(this.#members, next));
      this.#members = next;
      progress(next);
    }
    await this.#count();
  }

  *#itemsOf(from: number, to: number): Generator<Item> {
    const { table } = this.#world.services;
    for (let place = from; place < to; place++) {
      const userId = memberId(place);
      const name = names[place % names.length] ?? '';
      const codes = place < shortOfCodes ? { setId: 's'.repeat(12), remaining: place % 3 } : undefined;
      yield stateItem(this.#stateOf(place, userId, codes));
      yield* profileItems(table, personCalled(userId, name));
      if (codes) {
        const set = { setId: codes.setId, keyId: 1, hashes: tenHashes, used: [], issuedAt: 0 };
        yield* putsOf([writes.putCodes(table, userId, set, codes.remaining)]);
      }
    }
  }

  /** Of ten, seven have enrolled, one still may, one is due to expire, and one is not required to. */
  #stateOf(place: number, userId: string, codes: UserState['codes'] | undefined): UserState {
    const kind = Math.floor(place / names.length) % 10;
    if (kind === 8) return standing(userId, { required: false });
    if (kind < 7 || codes) return standing(userId, codes ? { codes } : {});
    return kind === 9 ? dueStanding(userId) : { ...dueStanding(userId), periodStartedAt: this.#world.now };
  }

  /** What the stream would have counted. */
  async #count(): Promise<void> {
    const { client, name } = this.#world.services.table;
    const users = Math.floor(this.#members / shards.length);
    const counts = { ...noCounts, users, active: users, enrolled: Math.floor(users * 0.7) };
    for (const shard of shards) {
      const Item = toItem({ ...keys.counters(shard), ...counts });
      await client.send(new PutItemCommand({ TableName: name, Item }));
    }
  }
}

const tenHashes = Object.fromEntries(
  Array.from({ length: 10 }, (_, code) => [`selector${code}`, Buffer.alloc(48, code)]),
);

/** DynamoDB Local keeps every change for a day: nobody reads those of a crowd, and they take most of the time. */
export async function stopStream({ client, tableName }: World): Promise<void> {
  const StreamSpecification = { StreamEnabled: false };
  await client.send(new UpdateTableCommand({ TableName: tableName, StreamSpecification }));
}
