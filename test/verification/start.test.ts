import { expect } from 'vitest';
import { iso } from '../../lib/domain/time.ts';
import { eventsOf, useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification, tryStart } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, newId, start } from '../support/people.ts';
import { opened } from '../support/verifications.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const week = 7 * 86_400;

test('1.13 an enrolled user is challenged with the authenticator first and backup codes second', async () => {
  const { userId, tokenId } = await enrolledUser(world);
  const started = await start(world, userId);
  expect(started).toEqual({
    verificationId: expect.stringMatching(/^[\w-]{11}\.[\w-]{80,200}$/),
    userId,
    status: 'challenge',
    expiresAt: iso(world.now + 600),
    attemptsRemaining: 5,
    factors: [
      {
        tokenId,
        type: 'totp',
        typeName: 'Authenticator app',
        label: 'Authenticator app',
        device: null,
        mode: 'otp',
      },
      {
        tokenId: 'backup-codes',
        type: 'backup-codes',
        typeName: 'Backup codes',
        label: 'Backup codes',
        device: null,
        mode: 'look-up',
      },
    ],
  });
});

test('1.13 a user who has not enrolled is led to enroll, and offered no factor', async () => {
  const userId = await createUser(world);
  expect(await start(world, userId)).toMatchObject({
    status: 'enrollment-required',
    attemptsRemaining: 5,
    factors: [],
  });
});

test('0.01 a user of whom two factors are not required is asked for none', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  expect(await start(world, userId)).toMatchObject({ status: 'not-required', factors: [] });
});

test.each(['sign-in', 'approval', 'password-reset'])('2.14 a verification may serve %s', async (purpose) => {
  const { userId, secret } = await enrolledUser(world);
  const body = { purpose, details: 'Pay 200 EUR to Anna', clientIp: '2001:db8::1' };
  const { verificationId, status } = await start(world, userId, body);
  expect(status).toBe('challenge');
  await attempt(world, verificationId, appCode(secret, world.now));
  const events = await eventsOf(world, userId);
  expect(events.find(({ type }) => type === 'verification.succeeded')?.details).toMatchObject({
    verification: (await opened(world, verificationId)).sessionId,
    purpose,
    clientIp: '2001:db8::1',
    // What was approved is in the audit; of a sign-in there is nothing to approve.
    ...(purpose === 'approval' ? { transaction: 'Pay 200 EUR to Anna' } : {}),
  });
});

test('rule 13: a verification for nobody is refused with user-not-found', async () => {
  expectProblem(await tryStart(world, newId('nobody')), 'user-not-found');
});

test('0.16 a verification for a disabled account is refused', async () => {
  const { userId } = await enrolledUser(world);
  await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
  expectProblem(await tryStart(world, userId), 'account-disabled');
});

test('0.11 the first sign-in attempt after the period is refused as expired and disables the account', async () => {
  const userId = await createUser(world);
  world.advance(week - 1);
  expect(await start(world, userId)).toMatchObject({ status: 'enrollment-required' });
  world.advance(1);
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toMatchObject({ enabled: true });
  expectProblem(await tryStart(world, userId), 'enrollment-expired');
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toMatchObject({ enabled: false });
  expectProblem(await tryStart(world, userId), 'account-disabled');
});

test('0.12 an enrolled account starts verifications long after the period', async () => {
  const { userId } = await enrolledUser(world);
  world.advance(10 * week);
  expect(await start(world, userId)).toMatchObject({ status: 'challenge' });
});

test('1.18 any number of verifications are open at once, and the first is answered like the last', async () => {
  const { userId, secret } = await enrolledUser(world);
  const first = await start(world, userId);
  for (let i = 0; i < 50; i++) await start(world, userId);
  expect((await readVerification(world, first.verificationId)).body.status).toBe('challenge');
  expect(await attempt(world, first.verificationId, appCode(secret, world.now))).toMatchObject({
    status: 200,
    body: { status: 'verified', verificationId: first.verificationId, userId },
  });
});
