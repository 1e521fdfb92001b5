import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { order } from '../support/accounts.ts';
import type { Answer, Api } from '../support/api.ts';
import { appCode, createUser, type Enrolled, enrolledUser, wrongCode } from '../support/people.ts';
import type { World } from '../support/world.ts';
import { coldFunction } from './cold-function.ts';
import { newPhone } from './operations/people.ts';

/** One way of guessing at an account; `guess` tells how many guesses were judged, of the worst 24 hours. */
interface Way {
  readonly name: string;
  readonly budget: number;
  readonly guess: (world: World, guesses: number) => Promise<number>;
}

const free = 10;
const perDay = 50;
const backupCodes = 5;
const day = 86_400;

const at = (api: Api, path: string, body: object = {}): Promise<Answer> =>
  api.call('POST', `/v1/verifications${path}`, { as: 'application', body });

const wasJudged = ({ status }: Answer): boolean => status === 401;

/** Guesses once in a verification of its own. */
async function guessOnce(api: Api, userId: string, code: string, more: object = {}): Promise<Answer> {
  const started = await at(api, '', { userId, ...more });
  return started.status === 201 ? at(api, `/${started.body.verificationId}/attempts`, { code }) : started;
}

/** Ten guesses in each of so many verifications, fifty of them at the same time. */
export async function overSessions(world: World, api: Api, guesses: number): Promise<number> {
  const { userId, secret } = await enrolledUser(world);
  const code = wrongCode(secret, world.now);
  let judged = 0;
  for (let done = 0; done < guesses; done += 50) {
    const started = await Promise.all(Array.from({ length: 5 }, () => at(api, '', { userId })));
    const ids = started.flatMap(({ status, body }) => (status === 201 ? [body.verificationId] : []));
    const answers = await Promise.all(
      ids.flatMap((id) => Array.from({ length: 10 }, () => at(api, `/${id}/attempts`, { code }))),
    );
    judged += answers.filter(wasJudged).length;
    if (ids.length === 0)
      judged += (await Promise.all(Array.from({ length: 50 }, () => guessOnce(api, userId, code)))).filter(
        wasJudged,
      ).length;
  }
  return judged;
}

/** One after the other, as many as ten for every thousand of the full size; the clock stands. */
async function inTurn(guesses: number, guess: (place: number) => Promise<Answer>): Promise<number> {
  let judged = 0;
  for (let place = 0; place < Math.max(30, guesses / 50); place++) {
    if (wasJudged(await guess(place))) judged++;
  }
  return judged;
}

/** Goes on for three days as fast as the answers allow; the most that were judged in any 24 hours. */
async function forDays(
  world: World,
  person: Enrolled,
  between: (judged: number) => Promise<void>,
): Promise<number> {
  const end = world.now + 3 * day;
  const judged: number[] = [];
  while (world.now < end) {
    const answer = await guessOnce(world.api, person.userId, wrongCode(person.secret, world.now));
    if (wasJudged(answer)) judged.push(world.now);
    else world.advance(Math.max(1, Number(answer.headers['retry-after'] ?? 30)));
    if (wasJudged(answer)) await between(judged.length);
  }
  return Math.max(...judged.map((from) => judged.filter((time) => time >= from && time < from + day).length));
}

async function withTwoFactors(world: World) {
  const person = await enrolledUser(world);
  const body = { type: 'sms', phone: newPhone() };
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${person.userId}/tokens`, { body });
  return { ...person, numberId: String(tokenId) };
}

const cold = (world: World) =>
  coldFunction(world, {
    database: world.endpoint,
    kms: process.env['AWS_ENDPOINT_URL_KMS'] ?? '',
    timeoutMilliseconds: 60_000,
  });

export const ways: readonly Way[] = [
  {
    name: 'fresh verifications',
    budget: free,
    guess: (world, guesses) => overSessions(world, world.api, guesses),
  },
  {
    name: 'sending again',
    budget: free,
    async guess(world, guesses) {
      const { userId, numberId: tokenId } = await withTwoFactors(world);
      return inTurn(guesses, async () => {
        const started = await at(world.api, '', { userId });
        if (started.status !== 201) return started;
        const path = `/${started.body.verificationId}`;
        await at(world.api, `${path}/challenges`, { tokenId });
        return at(world.api, `${path}/attempts`, { code: '000000', tokenId });
      });
    },
  },
  {
    name: 'another factor',
    budget: free + backupCodes,
    async guess(world, guesses) {
      const { userId, secret } = await withTwoFactors(world);
      const codes = [wrongCode(secret, world.now), '0000-0000-0000-0000', '00000000'];
      return inTurn(guesses, (place) => {
        const code = codes[place % codes.length] ?? '';
        return guessOnce(world.api, userId, code, code.includes('-') ? { mode: 'look-up' } : {});
      });
    },
  },
  {
    name: 'a reset',
    budget: free,
    async guess(world, guesses) {
      const { userId } = await enrolledUser(world);
      return inTurn(guesses, async (place) => {
        if (place % 3 === 0) await order(world, userId, 'reset');
        const started = await at(world.api, '', { userId });
        if (started.status !== 201) return started;
        const path = `/${started.body.verificationId}/enrollment`;
        const { body } = await at(world.api, path);
        return at(world.api, `${path}/confirmation`, { code: wrongCode(body.secret, world.now) });
      });
    },
  },
  {
    name: 'a restart',
    budget: free,
    async guess(world, guesses) {
      const { userId, secret } = await enrolledUser(world);
      return inTurn(guesses, async () => {
        const { api, stop } = cold(world);
        const answer = await guessOnce(api, userId, wrongCode(secret, world.now));
        stop();
        return answer;
      });
    },
  },
  {
    name: 'eight functions',
    budget: free,
    async guess(world, guesses) {
      const { userId, secret } = await enrolledUser(world);
      const code = wrongCode(secret, world.now);
      const functions = Array.from({ length: 8 }, () => cold(world));
      const counts = await Promise.all(
        functions.map(async ({ api }) => {
          let judged = 0;
          for (let done = 0; done < guesses / 8; done++) {
            if (wasJudged(await guessOnce(api, userId, code))) judged++;
          }
          return judged;
        }),
      );
      for (const { stop } of functions) stop();
      return counts.reduce((sum, judged) => sum + judged, 0);
    },
  },
  {
    name: 'a slow drip',
    budget: perDay,
    guess: async (world) => forDays(world, await enrolledUser(world), async () => {}),
  },
  {
    name: 'between the owner’s sign-ins',
    budget: perDay,
    async guess(world) {
      const person = await enrolledUser(world);
      return forDays(world, person, async (judged) => {
        if (judged % 8 !== 0) return;
        world.advance(30);
        await guessOnce(world.api, person.userId, appCode(person.secret, world.now));
      });
    },
  },
  {
    name: 'at the enrollment',
    budget: free,
    async guess(world, guesses) {
      const userId = await createUser(world);
      const path = `/${(await at(world.api, '', { userId })).body.verificationId}/enrollment`;
      const { body } = await at(world.api, path);
      const code = wrongCode(body.secret, world.now);
      const answers = await Promise.all(
        Array.from({ length: Math.min(500, guesses) }, () => at(world.api, `${path}/confirmation`, { code })),
      );
      return answers.filter(wasJudged).length;
    },
  },
];

/** The planted fault of the control run: a function that never sees a failure. */
export function forgetFailures(client: DynamoDBClient): void {
  const none = { S: '0   ' };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { Items = [] } = result.output as { Items?: Record<string, object>[] };
      for (const item of Items) if (item['failures']) item['failures'] = none;
      return result;
    },
    { step: 'initialize', name: 'forgetFailures' },
  );
}
