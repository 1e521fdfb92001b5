import { readdir, readFile } from 'node:fs/promises';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, expect, vi } from 'vitest';
import { changeUser } from '../../lib/actions/gate/change-user.ts';
import { toItem } from '../../lib/store/items.ts';
import { keys } from '../../lib/store/keys.ts';
import { beginEnrollment, useSettings } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { confirmLink, keyOf, sendLink } from '../support/links.ts';
import { appCode, createUser, enrolledUser, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';
import { known } from '../tokens/questions/people.ts';

/** Slow hashes that were computed. */
const hashing = vi.hoisted(() => ({ count: 0 }));
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  const scrypt = (...given: Parameters<typeof crypto.scrypt>): void => {
    hashing.count++;
    crypto.scrypt(...given);
  };
  return { ...crypto, scrypt };
});

beforeEach(async () => {
  await useSettings(world, { backupCodeCount: 3 });
  hashing.count = 0;
});

/** Somebody else's change of the user, which says nothing of what is being tested. */
const touch = (userId: string) =>
  changeUser<void>(
    world.services,
    { userId, actor: { kind: 'schedule', name: 'test', roles: [] } },
    ({ state }) => ({
      state,
      event: { type: 'link.pin-accepted' },
      answer: undefined,
    }),
  );

/** The next writes with this event lose their race: somebody is faster, each time. */
function loseRaces(userId: string, event: string, times: number): () => number {
  let lost = 0;
  world.client.middlewareStack.add(
    (next) => async (args) => {
      const concerned = JSON.stringify(args.input).includes(`"S":"${event}"`);
      if (concerned && lost < times && 'TransactItems' in args.input) {
        lost++;
        await touch(userId);
      }
      return next(args);
    },
    { step: 'initialize', name: `loseRaces${event}${userId}` },
  );
  return () => lost;
}

const asSelf = (userId: string, body: object) => ({ as: { self: userId } as Caller, body });

/** Each way to a new set of slow hashes, and the event of the write that carries it. */
const ways: Readonly<
  Record<
    string,
    { event: string; prepare: () => Promise<{ userId: string; run: () => Promise<{ status: number }> }> }
  >
> = {
  'a setup link is confirmed': {
    event: 'enrollment.confirmed',
    async prepare() {
      const userId = await createUser(world);
      const { token } = await sendLink(world, userId);
      const code = appCode(await keyOf(world, { token }), world.now);
      return { userId, run: () => confirmLink(world, token, code) };
    },
  },
  'a sign-in enrolls': {
    event: 'enrollment.confirmed',
    async prepare() {
      const userId = await createUser(world);
      const { confirm } = await beginEnrollment(world, userId);
      return { userId, run: () => confirm() };
    },
  },
  'an operator confirms a token': {
    event: 'enrollment.confirmed',
    async prepare() {
      const userId = await createUser(world);
      const path = `/v1/users/${userId}/tokens`;
      const { tokenId, secret } = await world.api.expect(201, 'POST', path, { body: { type: 'totp' } });
      const body = { code: appCode(secret, world.now) };
      return { userId, run: () => world.api.call('POST', `${path}/${tokenId}/confirm`, { body }) };
    },
  },
  'a user confirms a token': {
    event: 'enrollment.confirmed',
    async prepare() {
      const userId = await createUser(world);
      const own = await world.api.expect(201, 'POST', '/v1/me/tokens', asSelf(userId, { type: 'totp' }));
      const options = asSelf(userId, { code: appCode(own.secret, world.now) });
      return { userId, run: () => world.api.call('POST', `/v1/me/tokens/${own.tokenId}/confirm`, options) };
    },
  },
  'a user regenerates backup codes': {
    event: 'backup-codes.recreated',
    async prepare() {
      const { userId, secret } = await enrolledUser(world);
      const options = asSelf(userId, { code: appCode(secret, world.now) });
      return { userId, run: () => world.api.call('POST', '/v1/me/backup-codes', options) };
    },
  },
  'an operator recreates backup codes': {
    event: 'backup-codes.recreated',
    async prepare() {
      const { userId } = await enrolledUser(world);
      return { userId, run: () => world.api.call('POST', `/v1/users/${userId}/backup-codes`) };
    },
  },
  'an operator enters private questions': {
    event: 'token.enrolled',
    async prepare() {
      const userId = await createUser(world);
      const questions = known.slice(0, 3);
      const body = { type: 'questions', questions };
      return { userId, run: () => world.api.call('POST', `/v1/users/${userId}/tokens`, { body }) };
    },
  },
};

test.each(Object.entries(ways))(
  'rule 14 when %s and loses its race six times, each slow hash is computed once',
  async (_, { event, prepare }) => {
    const { userId, run } = await prepare();
    const lost = loseRaces(userId, event, 6);
    hashing.count = 0;
    const { status } = await run();
    expect([200, 201]).toContain(status);
    expect(lost()).toBe(6);
    expect(hashing.count).toBe(3);
  },
);

test('rule 14 a wrong first code costs no slow hash', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const secret = await keyOf(world, { token });
  hashing.count = 0;
  expect(await confirmLink(world, token, wrongCode(secret, world.now))).toMatchObject({ status: 401 });
  expect(hashing.count).toBe(0);
});

test('rule 14, G22 with 25 other writes a second to the same user a link is confirmed and codes are recreated', async () => {
  await useSettings(world, { backupCodeCount: 10 });
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  const secret = await keyOf(world, { token });
  const writing = new AbortController();
  const writes = keepWriting(userId, writing.signal);
  try {
    const first = appCode(secret, world.now);
    expect(await confirmLink(world, token, first)).toMatchObject({
      status: 200,
      body: { backupCodes: { length: 10 } },
    });
    world.advance(120);
    for (let times = 0; times < 3; times++) {
      const options = asSelf(userId, { code: appCode(secret, world.now) });
      expect(await world.api.call('POST', '/v1/me/backup-codes', options)).toMatchObject({ status: 200 });
      world.advance(120);
    }
  } finally {
    writing.abort();
  }
  expect(await writes).toBeGreaterThan(10);
});

/** Forty milliseconds apart, each of them through: what loses against it has to read again. */
async function keepWriting(userId: string, signal: AbortSignal): Promise<number> {
  const { client, tableName } = world;
  const writes: Promise<unknown>[] = [];
  const write = () =>
    client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: toItem(keys.state(userId)),
        UpdateExpression: 'ADD version :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
  while (!signal.aborted) {
    writes.push(write().catch(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  await Promise.all(writes);
  return writes.length;
}

test('architecture: slow hashes are made where they are made once, and nowhere inside a rule', async () => {
  const folder = new URL('../../lib/actions/', import.meta.url);
  const makers = /\b(issueBackupCodes|issueQuestions)\(/;
  const sources = await Promise.all(
    (await readdir(folder, { recursive: true }))
      .filter((file) => file.endsWith('.ts'))
      .map(async (file) => [file, await readFile(new URL(file, folder), 'utf8')] as const),
  );
  const callers = sources.filter(([, text]) => makers.test(text));
  expect(callers.map(([file]) => file).sort()).toEqual([
    'enrollment/new-backup-codes.ts',
    'tokens/private-questions.ts',
  ]);
  for (const [file, text] of callers) {
    const calls = text.split(makers).length - 1;
    expect([file, [...text.matchAll(/\bonce\(\s*async \(\) =>/g)].length]).toEqual([
      file,
      Math.ceil(calls / 2),
    ]);
  }
});
