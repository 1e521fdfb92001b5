import { expect } from 'vitest';
import { appCode, attempt, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const callers = 64;
const rounds = 3;

test('1.16 a code is accepted once by a verification that started', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const answer = await attempt(world, verificationId, appCode(secret, world.now));
  expect(answer).toMatchObject({ status: 200, body: { status: 'verified', type: 'totp' } });
});

test(`P.02 of ${callers} callers with the same code in one verification exactly one is accepted`, async () => {
  const { userId, secret } = await enrolledUser(world);
  for (let round = 0; round < rounds; round++) {
    const { verificationId } = await start(world, userId);
    const code = appCode(secret, world.now);
    const answers = await Promise.all(
      Array.from({ length: callers }, () => attempt(world, verificationId, code)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(callers - 1);
    world.advance(30);
  }
});

test(`P.02 of ${callers} callers with the same code over five verifications exactly one is accepted`, async () => {
  const { userId, secret } = await enrolledUser(world);
  for (let round = 0; round < rounds; round++) {
    const sessions = await Promise.all(Array.from({ length: 5 }, () => start(world, userId)));
    const code = appCode(secret, world.now);
    const answers = await Promise.all(
      Array.from({ length: callers }, (_, i) => attempt(world, sessions[i % 5].verificationId, code)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 401, 409, 423].includes(status))).toBe(true);
    world.advance(700);
  }
});

test(`3.14 of ${callers} callers with the same backup code exactly one is accepted`, async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const [code = ''] = backupCodes;
  const sessions = await Promise.all(Array.from({ length: 5 }, () => start(world, userId)));
  const answers = await Promise.all(
    Array.from({ length: callers }, (_, i) => attempt(world, sessions[i % 5].verificationId, code)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const { backupCodesRemaining } = await world.api.expect(200, 'GET', `/v1/users/${userId}`);
  expect(backupCodesRemaining).toBe(9);
});

test('3.14 two different backup codes at once are both accepted and both spent', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const sessions = await Promise.all([start(world, userId), start(world, userId)]);
  const answers = await Promise.all(
    sessions.map(({ verificationId }, i) => attempt(world, verificationId, backupCodes[i] ?? '')),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const { backupCodesRemaining } = await world.api.expect(200, 'GET', `/v1/users/${userId}`);
  expect(backupCodesRemaining).toBe(8);
});

test('1.17 of 200 parallel guesses in one verification exactly the limit is judged', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const code = wrongCode(secret, world.now);
  const answers = await Promise.all(Array.from({ length: 200 }, () => attempt(world, verificationId, code)));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.every(({ status }) => [401, 423, 409].includes(status))).toBe(true);
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 423 });
});

test('rule 2: of 300 parallel guesses over five verifications no more than the ten free ones are judged', async () => {
  const { userId, secret } = await enrolledUser(world);
  const sessions = await Promise.all(Array.from({ length: 5 }, () => start(world, userId)));
  const code = wrongCode(secret, world.now);
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, i) => attempt(world, sessions[i % 5].verificationId, code)),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  const throttled = answers.find(({ status }) => status === 429);
  expect(throttled?.body.code).toBe('account-throttled');
  expect(Number(throttled?.headers['retry-after'])).toBe(30);
});
