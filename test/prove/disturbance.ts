import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { keys } from '../../lib/store/keys.ts';
import type { Caller } from '../support/api.ts';
import { appCode, createUser, type Enrolled, enroll, enrolledUser, start } from '../support/people.ts';
import { sweep } from '../support/sweep.ts';
import type { World } from '../support/world.ts';

const startsPerSecond = 50;
const editsPerSecond = 4;

/** Five applications that have nothing to do with the owner's. */
const foreign: readonly Caller[] = Array.from({ length: 5 }, (_, i) => ({
  claims: { sub: `foreign-${i}`, client_id: `foreign-${i}`, scope: 'countersign/verify' },
}));

/** What others do to one user, over and over, until it is stopped. */
export class Disturbance {
  readonly #world: World;
  readonly #loops: Promise<void>[] = [];
  #over = false;
  /** Answers to the disturbers that are no refusals of a rule. */
  faults = 0;
  starts = 0;

  constructor(world: World, userId: string, { harmful = false } = {}) {
    this.#world = world;
    let turn = 0;
    this.#loop(1_000 / startsPerSecond, async () => {
      const as = foreign[turn++ % foreign.length] as Caller;
      const { status, body } = await this.#call('POST', '/v1/verifications', as, { userId });
      this.starts++;
      if (status === 201 && turn % 10 === 0) {
        await this.#call('POST', `/v1/verifications/${body.verificationId}/enrollment`, as);
      }
      if (harmful) await endVerifications(world, userId);
    });
    this.#loop(1_000 / editsPerSecond, () =>
      this.#call('PATCH', `/v1/users/${userId}`, 'administrator', { displayName: `Edited ${turn}` }),
    );
    this.#loop(1_000, () => sweep(world));
  }

  async #call(method: string, target: string, as: Caller, body?: object) {
    const answer = await this.#world.api.call(method, target, { as, ...(body ? { body } : {}) });
    if (answer.status >= 500) this.faults++;
    return answer;
  }

  /** Begins one more each time the pause is over, whether the last has ended or not: what arrives does not wait. */
  #loop(pauseMilliseconds: number, act: () => Promise<unknown>): void {
    const running = new Set<Promise<unknown>>();
    const run = async (): Promise<void> => {
      for (let next = performance.now(); !this.#over; next += pauseMilliseconds) {
        const one: Promise<unknown> = act()
          .catch(() => this.faults++)
          .finally(() => running.delete(one));
        running.add(one);
        // Where the machine cannot keep up, it is as many as it can.
        if (running.size >= 20) await Promise.race(running);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
      }
      await Promise.all(running);
    };
    this.#loops.push(run());
  }

  async stop(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#loops);
  }
}

/** What a start must not do: planted, so that the figure is known to see it. */
async function endVerifications({ client, tableName }: World, userId: string): Promise<void> {
  const { pk, sk } = keys.state(userId);
  await client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: 'ADD epoch :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
}

/** What an owner does, and how long each takes in milliseconds; `undefined` for what failed. */
export interface Owner {
  readonly userId: string;
  readonly act: () => Promise<readonly (number | undefined)[]>;
}

/** An enrolled owner who signs in by two calls and by one, and makes new backup codes. The caller moves the clock. */
export async function enrolledOwner(world: World): Promise<Owner> {
  const person = await enrolledUser(world);
  return { userId: person.userId, act: () => signInAndRegenerate(world, person) };
}

async function signInAndRegenerate(world: World, { userId, secret }: Enrolled) {
  const code = (stepsAhead: number): string => appCode(secret, world.now + 30 * stepsAhead);
  const ok = (status: number): boolean => status === 200 || status === 201;
  return [
    await timed(async () => {
      const { verificationId } = await start(world, userId);
      const target = `/v1/verifications/${verificationId}/attempts`;
      return ok(
        (await world.api.call('POST', target, { as: 'application', body: { code: code(-1) } })).status,
      );
    }),
    await timed(async () => {
      const body = { userId, code: code(0) };
      return ok((await world.api.call('POST', '/v1/verifications', { as: 'application', body })).status);
    }),
    await timed(async () => {
      const as = { self: userId };
      return ok(
        (await world.api.call('POST', '/v1/me/backup-codes', { as, body: { code: code(1) } })).status,
      );
    }),
  ];
}

/** Somebody who enrolls in a sign-in while others do what they like. */
export async function newcomer(world: World): Promise<Owner> {
  const userId = await createUser(world);
  return { userId, act: async () => [await timed(async () => (await enroll(world, userId)).secret !== '')] };
}

async function timed(act: () => Promise<boolean>): Promise<number | undefined> {
  const from = performance.now();
  const done = await act().catch(() => false);
  return done ? performance.now() - from : undefined;
}
