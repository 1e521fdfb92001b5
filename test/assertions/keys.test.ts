import { decodeProtectedHeader } from 'jose';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { currentSigningKey } from '../../lib/actions/assertions/signing-keys.ts';
import { keyIdOf, open } from '../../lib/crypto/sealing.ts';
import { rotation } from '../../lib/domain/key-rotation.ts';
import type { Item } from '../../lib/store/items.ts';
import { attestedSignIn, checkOffline, coldFunction, keySet, redeem } from '../support/assertions.ts';
import { Canaries } from '../support/canaries.ts';
import { captureOutput } from '../support/output.ts';
import { enrolledUser } from '../support/people.ts';
import { World } from '../support/world.ts';

let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.stop());
afterAll(() => world.stop());

const stored = async (): Promise<Item[]> =>
  (await world.everything()).filter(({ pk }) => pk?.S === 'SIGNING');
const kidOf = (assertion: string): string => decodeProtectedHeader(assertion).kid ?? '';
const kidsIn = ({ keys }: { keys: { kid: string }[] }): string[] => keys.map(({ kid }) => kid);

test('G1 of 64 first callers in as many functions all get the one key that is made', async () => {
  await world.services.keyring.current();
  const callers = Array.from({ length: 64 }, () => coldFunction(world));
  const kids = await Promise.all(
    callers.map(async ({ services, api }, i) =>
      i % 2 === 0
        ? (await currentSigningKey(services)).kid
        : kidsIn(await api.expect(200, 'GET', '/.well-known/jwks.json', { as: 'nobody' })).join(),
    ),
  );
  expect(new Set(kids).size).toBe(1);
  expect(await stored()).toHaveLength(1);
});

test('G1 the very first callers on an empty table, before there is any data key, agree too', async () => {
  const answers = await Promise.all(Array.from({ length: 16 }, () => keySet(coldFunction(world))));
  expect(new Set(answers.flatMap(kidsIn)).size).toBe(1);
});

describe('rule 5: keys take turns without downtime', () => {
  const later = (seconds: number): void => world.advance(seconds);

  test('the next is published a day before it signs, and the last until nothing of its is good', async () => {
    const person = await enrolledUser(world);
    const first = kidOf((await attestedSignIn(world, person)).assertion);
    expect(kidsIn(await keySet(world))).toEqual([first]);

    later(rotation.signsSeconds - rotation.leadSeconds);
    const copy = await keySet(world);
    const [, second = ''] = kidsIn(copy);
    expect(kidsIn(copy)).toEqual([first, second]);
    const last = await attestedSignIn(world, person);
    expect(kidOf(last.assertion)).toBe(first);

    later(rotation.leadSeconds);
    const next = await attestedSignIn(world, person);
    expect(kidOf(next.assertion)).toBe(second);
    // A copy of the key set from a day ago verifies it.
    await checkOffline(world, next.assertion, copy);
    expect(kidsIn(await keySet(world))).toEqual([first, second]);

    later(rotation.keptSeconds);
    expect(kidsIn(await keySet(world))).toEqual([second]);
    const [old, current] = await stored();
    expect(Number(old?.['purgeAt']?.N)).toBeLessThanOrEqual(world.now);
    expect(current).not.toHaveProperty('purgeAt');
  });

  test('an assertion is checked here by the key that signed it, after the next one took over', async () => {
    const person = await enrolledUser(world);
    await attestedSignIn(world, person);
    later(rotation.signsSeconds - rotation.leadSeconds);
    await keySet(world);
    later(rotation.leadSeconds - 60);
    const { assertion } = await attestedSignIn(world, person);
    later(60);
    const { assertion: newer } = await attestedSignIn(world, person);
    expect(kidOf(newer)).not.toBe(kidOf(assertion));
    for (const one of [assertion, newer]) expect((await redeem(world, one)).status).toBe(200);
  });

  test('G1 of 16 functions that find the next one due at once one makes it', async () => {
    await keySet(world);
    later(rotation.signsSeconds);
    await Promise.all(Array.from({ length: 16 }, () => keySet(coldFunction(world))));
    expect(await stored()).toHaveLength(2);
    expect(kidsIn(await keySet(coldFunction(world)))).toHaveLength(2);
  });

  test('after a year in which nobody asked the old key signs until the new one was published for a day', async () => {
    const person = await enrolledUser(world);
    const first = kidOf((await attestedSignIn(world, person)).assertion);
    later(365 * 86_400);
    expect(kidOf((await attestedSignIn(world, person)).assertion)).toBe(first);
    expect(kidsIn(await keySet(world))).toHaveLength(2);
    later(rotation.leadSeconds);
    expect(kidOf((await attestedSignIn(world, person)).assertion)).not.toBe(first);
  });
});

test('G11 the private key is sealed in the table, and in no answer, log, problem or item in clear', async () => {
  const { written, release } = captureOutput();
  const answers: unknown[] = [];
  try {
    const { assertion } = await attestedSignIn(world);
    answers.push(
      await keySet(world),
      await redeem(world, assertion),
      await redeem(world, assertion),
      assertion,
    );
    answers.push(await redeem(world, `${assertion}x`));
    await world.drain();
  } finally {
    release();
  }
  const [item] = await stored();
  const sealed = item?.['sealed']?.B ?? new Uint8Array();
  const belonging = { purpose: 'signing-key', userId: '', subjectId: '1' } as const;
  const pkcs8 = open(sealed, belonging, await world.services.keyring.byId(keyIdOf(sealed)));
  const { key } = await currentSigningKey(world.services);
  const { d = '' } = key.export({ format: 'jwk' });
  const canaries = new Canaries();
  canaries.add('private key', Buffer.from(d, 'base64url'));
  expect(canaries.foundIn(pkcs8)).toEqual(['private key']);
  expect(d).toHaveLength(43);
  expect(canaries.foundIn(await world.everything())).toEqual([]);
  expect(canaries.foundIn(written)).toEqual([]);
  expect(canaries.foundIn(answers)).toEqual([]);
  // Nor does it open as anything of a user's, nor as another key of the service.
  for (const other of [{ purpose: 'otp-secret' as const }, { subjectId: '2' }, { userId: 'ada' }]) {
    const dataKey = await world.services.keyring.byId(keyIdOf(sealed));
    expect(() => open(sealed, { ...belonging, ...other }, dataKey)).toThrow();
  }
});

test('G3 with KMS down nobody is verified and left without the assertion: the code stays good', async () => {
  const { appCode, start } = await import('../support/people.ts');
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId, { assertion: true });
  const down = Object.assign(new Error('down'), { name: 'KMSInternalException', $fault: 'server' });
  const opened = await world.services.keyring.current();
  const { Api } = await import('../support/api.ts');
  // The user's own secret opens; what is needed to sign does not.
  const api = new Api({
    ...world.services,
    keyring: { byId: async () => opened, find: async () => opened, current: () => Promise.reject(down) },
  });
  const body = { code: appCode(secret, world.now) };
  const path = `/v1/verifications/${verificationId}/attempts`;
  const { release } = captureOutput();
  const failed = await api.call('POST', path, { as: 'application', body }).finally(release);
  expect(failed.status).toBe(503);
  const { assertion } = await world.api.expect(200, 'POST', path, { as: 'application', body });
  await checkOffline(world, assertion, await keySet(world));
});

test('performance: in a warm function an assertion costs no call beyond those of every verification', async () => {
  const { appCode, attempt, start } = await import('../support/people.ts');
  const person = await enrolledUser(world);
  for (const purpose of ['sign-in', 'approval', 'password-reset']) {
    await attestedSignIn(world, person, { purpose, assertion: true });
    world.advance(30);
    const details = 'Pay 100 EUR to Bob';
    const { verificationId } = await start(world, person.userId, { purpose, details, assertion: true });
    await world.services.settings();
    const from = world.calls.length;
    const answer = await attempt(world, verificationId, appCode(person.secret, world.now));
    expect(answer.body.assertion).toMatch(/^eyJ/);
    const calls = world.calls.slice(from);
    expect(calls.map(({ name, read, write }) => [name, read, write])).toEqual([
      ['Query', 0.5, 0],
      ['UpdateItem', 0, 1],
    ]);
  }
});
