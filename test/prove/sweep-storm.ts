import { createHash } from 'node:crypto';
import type { Swept } from '../../lib/actions/expiry/sweep-plan.ts';
import type { Item } from '../../lib/store/items.ts';
import { shards } from '../../lib/store/keys.ts';
import { lineOf } from '../support/table.ts';
import type { World } from '../support/world.ts';
import { FaultProxy, type Plan } from './fault-proxy.ts';
import { FunctionProcess } from './processes/function-process.ts';
import { seeded } from './random.ts';

/** The sweep in processes of their own, behind one proxy that sees what they ask for. */
export class SweepStorm {
  kills = 0;
  readonly #world: World;
  readonly #proxy: FaultProxy;

  private constructor(world: World, proxy: FaultProxy) {
    this.#world = world;
    this.#proxy = proxy;
  }

  static async over(world: World): Promise<SweepStorm> {
    return new SweepStorm(world, await FaultProxy.start(world.endpoint));
  }

  stop(): Promise<void> {
    return this.#proxy.stop();
  }

  /** Runs that overlap, until each is done or killed. */
  async run(width: number, killWhen?: (operation: string, body: string) => boolean): Promise<Swept[]> {
    const runs = Array.from(
      { length: width },
      () => new FunctionProcess('expire', this.#world, { database: this.#proxy.url }),
    );
    let killed = false;
    const plan: Plan = (operation, body) => {
      if (!killed && killWhen?.(operation, body.toString())) {
        killed = true;
        this.kills += width;
        for (const run of runs) run.kill();
        // Every second one dies before its write is there, the others after.
        return this.kills % 2 ? 'dropped before' : undefined;
      }
      return undefined;
    };
    this.#proxy.plan(plan);
    try {
      const done = await Promise.all(runs.map((run) => run.invoke<Swept>({})));
      return done.filter((swept) => swept !== undefined);
    } finally {
      await Promise.all(runs.map((run) => run.stop()));
    }
  }

  /** Single runs, each killed at a write somewhere. */
  async killSomewhere(times: number, furthest: number, progress: (done: number) => void): Promise<void> {
    const random = seeded(9);
    for (let done = 0; done < times; done++) {
      let left = 1 + random(furthest);
      await this.run(1, (operation) => operation === 'UpdateItem' && --left === 0);
      progress(done + 1);
    }
  }

  /** Three runs at a time, all killed when the first of them asks for a page: at each in turn. */
  async killAtEveryPage(progress: (done: number) => void): Promise<void> {
    for (const shard of shards) {
      await this.run(3, (operation, body) => operation === 'Query' && isPage(body, shard));
      progress(shard + 1);
    }
  }
}

/** Reads of the sweep's own queue; counting what is due reads the same partition. */
const isPage = (body: string, shard: number): boolean =>
  body.includes(`"DUE#${shard}"`) && !body.includes('"COUNT"');

export interface Transitions {
  readonly transitions: number;
  readonly events: number;
  readonly notices: number;
  /** Users of whom any of these is there twice, or who were not due, or are due and as before. */
  readonly wrong: number;
}

/** What a table says of these users, by itself. */
export function transitionsIn(items: readonly Item[], due: ReadonlySet<string>): Transitions {
  const expired = new Map<string, number>();
  const events = new Map<string, number>();
  const notices = new Map<string, number>();
  const add = (to: Map<string, number>, userId: string): void =>
    void to.set(userId, (to.get(userId) ?? 0) + 1);
  for (const { pk, sk, type, userId, expiredAt, version, template } of items) {
    const [kind, owner = ''] = (pk?.S ?? '').split('#');
    // The creation, and one change.
    if (kind === 'USER' && sk?.S === 'STATE' && expiredAt) {
      for (let changes = 1; changes < Number(version?.N); changes++) add(expired, owner);
    }
    if (kind === 'AUDIT' && type?.S?.startsWith('enrollment.expired')) add(events, owner);
    if (kind === 'OUTBOX' && template?.S === 'expired-disabled') add(notices, userId?.S ?? '');
  }
  const counts = [expired, events, notices];
  const sum = (of: Map<string, number>): number =>
    [...of.values()].reduce((total, count) => total + count, 0);
  const users = new Set([...due, ...counts.flatMap((count) => [...count.keys()])]);
  const wrong = [...users].filter((userId) =>
    counts.some((count) => (count.get(userId) ?? 0) !== (due.has(userId) ? 1 : 0)),
  );
  return { transitions: sum(expired), events: sum(events), notices: sum(notices), wrong: wrong.length };
}

/** Of everything but what the sweep keeps of its own runs. As one text a large table is longer than a string can be. */
export async function tableDigest(world: World): Promise<string> {
  const items = (await world.everything()).filter(({ pk }) => pk?.S !== 'SWEEP');
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  const all = createHash('sha256');
  for (const line of items.map((item) => hash(lineOf(item))).sort()) all.update(line);
  return all.digest('hex');
}
