import { afterEach, expect } from 'vitest';
import { defaultSettings, settingRanges, zeroMeansNever } from '../../lib/domain/settings.ts';
import { useSettings } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { tryStart } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

afterEach(() => useSettings(world));

const put = (body: unknown) => world.api.call('PUT', '/v1/settings', { body });
const read = () => world.api.expect(200, 'GET', '/v1/settings');

async function changes(): Promise<{ details: object; actor: string }[]> {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
  return items.filter(({ type }: { type: string }) => type === 'settings.changed');
}

test('1.17 the settings are all there, with their defaults', async () => {
  expect(await read()).toEqual(defaultSettings);
});

test('1.17 a change sets what it names, answers the whole, and leaves the rest', async () => {
  const answer = await put({ maximumInvalidAttempts: 3, issuer: 'Bank of Ōe' });
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.body).toEqual({ ...defaultSettings, maximumInvalidAttempts: 3, issuer: 'Bank of Ōe' });
  expect(await read()).toEqual(answer.body);
});

test.each(Object.entries(settingRanges))(
  '1.17 %s is taken at both ends of its range and refused beyond',
  async (name, [least, most]) => {
    for (const value of [least, most]) {
      const answer = await put({ [name]: value });
      expect(answer).toMatchObject({ status: 200, body: { [name]: value } });
    }
    for (const value of [least - 1, most + 1, least + 0.5, -1]) {
      if (value === 0 && zeroMeansNever.has(name)) continue;
      const answer = await put({ [name]: value });
      expectProblem(answer, 'invalid-request');
      expect(answer.body.errors).toEqual([
        { path: name, message: expect.stringContaining(`from ${least} to ${most}`) },
      ]);
    }
    expect(await read()).toMatchObject({ [name]: most });
  },
);

test.each([...zeroMeansNever])('0.06 zero switches %s off', async (name) => {
  expect(await put({ [name]: 0 })).toMatchObject({ status: 200, body: { [name]: 0 } });
});

const wrong = [
  { maximumInvalidAttempts: '5' },
  { maximumInvalidAttempts: null },
  { issuer: '' },
  { issuer: 'x'.repeat(61) },
  { issuer: 'a\u0000b' },
  { expiredAccounts: 'delete' },
  { secretDisplay: 'always' },
  { setupLinkProof: true },
  { maximumInvalidAttempt: 5 },
  { version: 1 },
  { pk: 'SETTINGS' },
  { totpWindow: 3, unknown: 1 },
  [],
];
test.each(wrong)('rule 13: settings refuse %j, and nothing is changed', async (body) => {
  const before = await tableText(world);
  expectProblem(await put(body), 'invalid-request');
  expect(await tableText(world)).toBe(before);
});

test('1.17 of several values one of which is unsafe none is changed', async () => {
  const answer = await put({ totpWindow: 1, otpSeconds: 9_999, otpLength: 3 });
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'otpLength',
    'otpSeconds',
  ]);
  expect(await read()).toEqual(defaultSettings);
});

test('rule 11: a change is one event with the new values, and no change is no event', async () => {
  const before = (await changes()).length;
  await put({ totpWindow: 2, otpLength: 8 });
  await put({ totpWindow: 2 });
  await put({});
  const [newest, ...older] = await changes();
  expect(older).toHaveLength(before);
  expect(newest).toMatchObject({
    actor: 'operator:the-administrator',
    details: { totpWindow: 2, otpLength: 8 },
  });
});

test('1.17 a change acts everywhere within five seconds, and not by a restart', async () => {
  const { userId, secret } = await enrolledUser(world);
  expect(await start(world, userId)).toMatchObject({ attemptsRemaining: 5 });
  await put({ maximumInvalidAttempts: 2 });
  world.advance(5);
  const { verificationId, attemptsRemaining } = await start(world, userId);
  expect(attemptsRemaining).toBe(2);
  for (const left of [1, 0]) {
    const { body } = await attempt(world, verificationId, wrongCode(secret, world.now));
    expect(body.attemptsRemaining).toBe(left);
  }
  expectProblem(await attempt(world, verificationId, wrongCode(secret, world.now)), 'verification-locked');
});

test('1.17 a lower limit locks a verification that has reached it already', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  for (let i = 0; i < 4; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
  await useSettings(world, { maximumInvalidAttempts: 4 });
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-locked');
});

test('0.07 a shorter period acts on users who are enrolling already', async () => {
  const userId = await createUser(world);
  world.advance(3_600);
  await useSettings(world, { enrollmentPeriodSeconds: 3_600 });
  expectProblem(await tryStart(world, userId), 'enrollment-expired');
});

test('rule 2: of many changes at once each is written or refused, and none is lost', async () => {
  const names = ['otpSeconds', 'resendSeconds', 'verificationSeconds', 'backupCodesLow'] as const;
  const values = { otpSeconds: 120, resendSeconds: 60, verificationSeconds: 300, backupCodesLow: 1 };
  const answers = await Promise.all(names.map((name) => put({ [name]: values[name] })));
  const settings = await read();
  for (const [i, name] of names.entries()) {
    expect(settings[name]).toBe(answers[i]?.status === 200 ? values[name] : defaultSettings[name]);
    if (answers[i]?.status !== 200) expectProblem(answers[i] as never, 'conflict');
  }
});
