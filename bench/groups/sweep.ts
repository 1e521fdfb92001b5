import { bundleFunctions } from '../../build/bundle.ts';
import { functions } from '../../functions/index.ts';
import { expireEnrollments } from '../../lib/actions/expiry/expire-enrollments.ts';
import type { Item } from '../../lib/store/items.ts';
import { World } from '../../test/support/world.ts';
import { atMost, exactly, written } from '../measure/checks.ts';
import { type Call, Counter, sumOf } from '../measure/counter.ts';
import {
  dueStanding,
  memberId,
  personCalled,
  profileItems,
  putAll,
  standing,
  stateItem,
} from '../measure/crowd.ts';
import { stopStream } from '../measure/organisation.ts';
import { secondClient } from '../measure/second-client.ts';
import { sweepDeployed } from '../sweep/run.ts';
import type { Group } from './group.ts';

/** The cost of finding due users, without the cost of processing each of them. */
const isLooking = ({ index }: Call): boolean => index === 'due';

export const sweep: Group = {
  name: 'sweep',
  what: 'finding and expiring enrollments that are due, among few users and among many',
  async run({ quick, database, progress }) {
    const [few, many] = quick ? [400, 2_000] : [10_000, 160_000];
    const due = quick ? [20, 100] : [100, 1_000, 10_000];
    const equal = due.at(-2) ?? 0;
    const most = due.at(-1) ?? 0;
    await bundleFunctions(functions.map(({ name }) => name));
    const world = await World.start(await database());
    await stopStream(world);
    const crowd = new Crowd(world);

    await crowd.growTo(few, progress);
    const amongFew = await crowd.sweep(equal);
    progress(`${equal} due among ${few}: ${amongFew.looking.read} read units to find them`);
    await crowd.growTo(many, progress);
    const among = new Map<number, Awaited<ReturnType<Crowd['sweep']>>>();
    for (const count of [0, ...due]) {
      among.set(count, await crowd.sweep(count));
      progress(`${count} due among ${many}: ${among.get(count)?.looking.read} read units to find them`);
    }
    const amongMany = among.get(equal) ?? amongFew;

    await crowd.addDue(equal);
    const small = await sweepDeployed(world);
    await crowd.addDue(most);
    const large = await sweepDeployed(world);
    progress(`${large.expired} expired in ${large.seconds.toFixed(1)} s`);
    await world.stop();
    return {
      rows: [
        {
          what: `Sweep: finding ${written(equal)} due among ${written(many)} users, compared with ${written(few)}`,
          checks: [
            atMost('× the read units', amongMany.looking.read / amongFew.looking.read, 1.05),
            atMost('× all units of the run', amongMany.units / amongFew.units, 1.05),
          ],
          note: `${amongFew.looking.read} and ${amongMany.looking.read} read units to find them`,
        },
        {
          what: `Sweep: ${written(most)} due among ${written(many)} users`,
          checks: [atMost('seconds', large.seconds, 120), exactly('expired', large.expired, most)],
          note: `the deployed bundle in a process of its own, which computed for ${large.busySeconds.toFixed(1)} s of it`,
        },
        {
          what: `Sweep: memory with ${written(most)} due, compared with ${written(equal)}`,
          checks: [atMost('× what is alive', large.liveMegabytes / small.liveMegabytes, 1.5)],
          note: `${small.liveMegabytes.toFixed(1)} and ${large.liveMegabytes.toFixed(1)} MB alive at most, collected four times a second`,
        },
      ],
      tables: [
        {
          title: 'Growth with due enrollments',
          columns: [
            'due',
            'read units to find them',
            'for each that is due: calls',
            'read units',
            'write units',
          ],
          rows: [...among].map(([count, { looking, each }]) => [
            written(count),
            written(looking.read),
            ...[each.calls, each.read, each.write].map((units) =>
              count === 0 ? '' : written(units / count),
            ),
          ]),
          note: `Among ${written(many)} users. Whoever is not due is not read: each of the index's 16 shards costs half a unit when nobody is.`,
        },
      ],
    };
  },
};

/** Users who have enrolled, with due users among them. */
class Crowd {
  readonly #world: World;
  #enrolled = 0;
  #due = 0;

  constructor(world: World) {
    this.#world = world;
  }

  async growTo(users: number, progress: (what: string) => void): Promise<void> {
    const step = 20_000;
    while (this.#enrolled < users) {
      const from = this.#enrolled;
      this.#enrolled = Math.min(users, from + step);
      const to = this.#enrolled;
      await putAll(this.#world.services.table, enrolledStates(from, to));
      progress(`${to} users`);
    }
  }

  async addDue(count: number): Promise<void> {
    const from = this.#due;
    this.#due += count;
    const { table } = this.#world.services;
    const ids = Array.from({ length: count }, (_, place) => memberId(from + place, 'waiting'));
    await putAll(
      table,
      ids.flatMap((userId) => [
        stateItem(dueStanding(userId)),
        ...profileItems(table, personCalled(userId, userId)),
      ]),
    );
  }

  /** Adds this many and lets them expire under the counter. */
  async sweep(count: number) {
    await this.addDue(count);
    const { services, client } = this.#world;
    const own = secondClient(this.#world);
    const counter = new Counter(own, client);
    const table = { client: own, name: this.#world.tableName };
    const { expired } = await expireEnrollments({ ...services, table }, { force: true }, () => 900_000);
    own.destroy();
    if (expired !== count) throw new Error(`${expired} of ${count} expired`);
    const looking = sumOf(counter.calls.filter(isLooking));
    // The rest of a run is two reads for the plan and one or two records of the run.
    const each = sumOf(counter.calls.filter(({ name, index }) => isOfUser(name, index)));
    const all = sumOf(counter.calls);
    return { looking, each, units: all.read + all.write };
  }
}

const isOfUser = (name: string, index: string | undefined): boolean =>
  index === undefined && /^(Query|UpdateItem)$/.test(name);

function* enrolledStates(from: number, to: number): Generator<Item> {
  for (let place = from; place < to; place++) yield stateItem(standing(memberId(place)));
}
