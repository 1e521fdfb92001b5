import type { World } from '../support/world.ts';

/** Two who write the same user, by the event that the write carries. */
export const sides = { confirm: '"enrollment.confirmed"', sweep: '"enrollment.expired"' } as const;

export type Side = keyof typeof sides;

interface Race {
  readonly first: Side;
  readonly arrived: Readonly<Record<Side, PromiseWithResolvers<void>>>;
  /** The write of the first is answered. */
  readonly written: PromiseWithResolvers<void>;
}

/**
 * Both orders of two writes, on purpose: for each user it waits until both sides have read and are about to write, then
 * lets the one that is named write first. What either side writes after that passes.
 */
export class TwoOrders {
  readonly #races = new Map<string, Race>();
  readonly #world: World;

  constructor(world: World, firsts: ReadonlyMap<string, Side>) {
    this.#world = world;
    for (const [userId, first] of firsts) {
      const arrived = { confirm: Promise.withResolvers<void>(), sweep: Promise.withResolvers<void>() };
      this.#races.set(userId, { first, arrived, written: Promise.withResolvers<void>() });
    }
    world.client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const writes = /^(UpdateItem|TransactWriteItems|PutItem)/.test(String(commandName));
          const pass = () => next(args);
          return writes ? this.#inOrder(JSON.stringify(args.input), pass) : pass();
        },
      { step: 'initialize', name: 'twoOrders' },
    );
  }

  /** One side of a user is about to write, or has given up. */
  arrived(userId: string, side: Side): Promise<void> | undefined {
    return this.#races.get(userId)?.arrived[side].promise;
  }

  /** One side will not write any more: nobody waits for it. */
  over(userId: string, side: Side): void {
    const race = this.#races.get(userId);
    race?.arrived[side].resolve();
    if (race?.first === side) race.written.resolve();
  }

  stop(): void {
    this.#world.client.middlewareStack.remove('twoOrders');
  }

  async #inOrder<T>(input: string, pass: () => Promise<T>): Promise<T> {
    const side = (Object.keys(sides) as Side[]).find((one) => input.includes(sides[one]));
    const race = this.#races.get(/"USER#([^"]+)"/.exec(input)?.[1] ?? '');
    if (!side || !race) return pass();
    race.arrived[side].resolve();
    if (side !== race.first) {
      await race.written.promise;
      return pass();
    }
    await race.arrived[side === 'confirm' ? 'sweep' : 'confirm'].promise;
    try {
      return await pass();
    } finally {
      race.written.resolve();
    }
  }
}
