import { coldFunction } from '../../test/prove/cold-function.ts';
import { FaultProxy } from '../../test/prove/fault-proxy.ts';
import type { Api } from '../../test/support/api.ts';
import { appCode, enrolledUser } from '../../test/support/people.ts';
import { World } from '../../test/support/world.ts';
import { type Cost, Counter } from './counter.ts';
import { answer, begin } from './sign-in.ts';

export interface WarmCost extends Cost {
  readonly kms: number;
}

/** A world, with a function of the same deployment whose every call is counted. */
export class WarmFunction {
  readonly world: World;
  readonly api: Api;
  readonly counter: Counter;
  readonly #kms: FaultProxy;
  readonly #stop: () => void;
  readonly #warmer: Awaited<ReturnType<typeof enrolledUser>>;

  private constructor(
    world: World,
    kms: FaultProxy,
    cold: ReturnType<typeof coldFunction>,
    warmer: Awaited<ReturnType<typeof enrolledUser>>,
  ) {
    this.world = world;
    this.api = cold.api;
    this.counter = new Counter(cold.client, world.client);
    this.#kms = kms;
    this.#stop = cold.stop;
    this.#warmer = warmer;
  }

  static async start(endpoint: string): Promise<WarmFunction> {
    const world = await World.start(endpoint);
    const kms = await FaultProxy.start(process.env['AWS_ENDPOINT_URL_KMS'] ?? '');
    const cold = coldFunction(world, { database: endpoint, kms: kms.url, timeoutMilliseconds: 60_000 });
    const warm = new WarmFunction(world, kms, cold, await enrolledUser(world));
    const first = await warm.#signIn();
    // The counter below must find nothing; this finds everything first.
    if (first.kms === 0) throw new Error('The first sign-in of a function asked KMS nothing');
    return warm;
  }

  /** The cost of a call for a function that has just served others: it has the settings and the key. */
  async cost(act: (api: Api) => Promise<unknown>): Promise<WarmCost> {
    await this.#signIn();
    return this.#count(() => act(this.api));
  }

  async stop(): Promise<void> {
    this.#stop();
    await this.#kms.stop();
    await this.world.stop();
  }

  /** Another user signs in through the same function. */
  async #signIn(): Promise<WarmCost> {
    return this.#count(async () => {
      this.world.advance(30);
      const { userId, secret } = this.#warmer;
      const { status } = await answer(
        this.api,
        await begin(this.api, userId),
        appCode(secret, this.world.now),
      );
      if (status !== 200) throw new Error(`A right code was answered with ${status}`);
    });
  }

  async #count(act: () => Promise<unknown>): Promise<WarmCost> {
    const from = this.#kms.seen.length;
    const cost = await this.counter.of(act);
    return { ...cost, kms: this.#kms.seen.length - from };
  }
}
