import { generateSync } from 'otplib';
import type { Api } from '../support/api.ts';
import { appCode, enrolledUser, start } from '../support/people.ts';
import type { World } from '../support/world.ts';
import type { Barrier } from './barrier.ts';
import type { coldFunction } from './cold-function.ts';
import { codeIn, withPhone } from './operations/people.ts';

/** Somebody with one kind of code, of which there is a fresh one for every round. */
export interface Racing {
  readonly userId: string;
  /** Codes that were sent are good for one verification. */
  readonly oneSession?: true;
  readonly next: (verificationId: string) => Promise<string>;
}

interface Kind {
  readonly name: string;
  readonly begin: (world: World) => Promise<Racing>;
}

const app = async (world: World): Promise<Racing> => {
  const { userId, secret } = await enrolledUser(world);
  return { userId, next: async () => appCode(secret, world.now) };
};

export const kinds: readonly Kind[] = [
  { name: 'TOTP', begin: app },
  {
    name: 'HOTP',
    async begin(world) {
      const { userId } = await enrolledUser(world);
      const tokens = `/v1/users/${userId}/tokens`;
      const { tokenId, secret } = await world.api.expect(201, 'POST', tokens, { body: { type: 'hotp' } });
      const code = (counter: number) => generateSync({ strategy: 'hotp', secret, counter });
      await world.api.expect(200, 'POST', `${tokens}/${tokenId}/confirm`, { body: { code: code(0) } });
      let counter = 0;
      return { userId, next: async () => code(++counter) };
    },
  },
  {
    name: 'texted codes',
    async begin(world) {
      let person = await withPhone(world);
      let rounds = 0;
      return {
        // A day has only so many texts for one user.
        get userId() {
          return person.userId;
        },
        oneSession: true,
        async next(verificationId) {
          const path = `/v1/verifications/${verificationId}/challenges`;
          const body = { tokenId: person.tokenId };
          await world.api.expect(202, 'POST', path, { as: 'application', body });
          const code = await codeIn(world, person.phone);
          if (++rounds % 8 === 0) person = await withPhone(world);
          return code;
        },
      };
    },
  },
  {
    name: 'backup codes',
    async begin(world) {
      const { userId, backupCodes } = await enrolledUser(world);
      const left = [...backupCodes];
      return {
        userId,
        async next() {
          if (left.length === 0) {
            left.push(
              ...(await world.api.expect(200, 'POST', `/v1/users/${userId}/backup-codes`, { body: {} }))
                .backupCodes,
            );
          }
          return left.pop() ?? '';
        },
      };
    },
  },
];

interface Round {
  readonly callers: number;
  readonly sessions: number;
  readonly open: () => Barrier | undefined;
}

/** One round: all callers at once, with the same fresh code. */
export async function race(
  world: World,
  api: Api,
  racing: Racing | undefined,
  { callers, sessions, open }: Round,
): Promise<{ readonly accepted: number; readonly together: number }> {
  const { userId, oneSession, next } = racing ?? (await app(world));
  world.advance(700);
  const started = await Promise.all(
    Array.from({ length: oneSession ? 1 : sessions }, () => start(world, userId)),
  );
  const ids: string[] = started.map(({ verificationId }) => verificationId);
  const code = await next(ids[0] ?? '');
  const ask = (id = '') =>
    api.call('POST', `/v1/verifications/${id}/attempts`, { as: 'application', body: { code } });
  // The policy and the keys are read before the round, so that every caller reads once and writes once.
  await api.call('GET', `/v1/verifications/${ids[0]}`, { as: 'application' });
  const barrier = open();
  const answers = await Promise.all(Array.from({ length: callers }, (_, i) => ask(ids[i % ids.length])));
  return { accepted: answers.filter(({ status }) => status === 200).length, together: barrier?.held ?? 0 };
}

/** The planted fault of the control run: a write is no more conditional on the very version that was read. */
export async function dropCondition<T>(
  { client, api }: ReturnType<typeof coldFunction>,
  run: (api: Api) => Promise<T>,
): Promise<T> {
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = args.input as { ConditionExpression?: string };
      if (input.ConditionExpression === '#version = :read') input.ConditionExpression = '#version >= :read';
      return next(args);
    },
    { step: 'initialize', name: 'dropCondition' },
  );
  try {
    return await run(api);
  } finally {
    client.middlewareStack.remove('dropCondition');
  }
}
