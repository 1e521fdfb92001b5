import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

test('1.18 reading a verification answers what starting it did', async () => {
  const { userId } = await enrolledUser(world);
  const started = await start(world, userId);
  const { status, body } = await readVerification(world, started.verificationId);
  expect(status).toBe(200);
  expect(body).toEqual(started);
});

test('1.17 reading a verification counts the attempts down and costs none', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  for (const attemptsRemaining of [4, 3]) {
    await attempt(world, verificationId, wrongCode(secret, world.now));
    const { body } = await readVerification(world, verificationId);
    expect(body).toMatchObject({ status: 'challenge', attemptsRemaining });
  }
});

test('1.16 a verification that was answered reads as verified', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await attempt(world, verificationId, appCode(secret, world.now));
  const { body } = await readVerification(world, verificationId);
  expect(body).toMatchObject({ status: 'verified', factors: [] });
});

test('1.17 a verification that was locked reads as locked, also after its time', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  for (let i = 0; i < 5; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
  for (const seconds of [0, 700]) {
    world.advance(seconds);
    const { body } = await readVerification(world, verificationId);
    expect(body).toMatchObject({ status: 'locked', attemptsRemaining: 0, factors: [] });
  }
});

test('1.18 a verification lasts ten minutes, to the second', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  world.advance(599);
  expect((await readVerification(world, verificationId)).body).toMatchObject({ status: 'challenge' });
  world.advance(1);
  const { body } = await readVerification(world, verificationId);
  expect(body).toMatchObject({ verificationId, status: 'expired', attemptsRemaining: 0, factors: [] });
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-expired');
});

test('1.18 a verification whose record is long gone is still answered as expired', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  world.advance(3_600);
  for (let i = 0; i < 6; i++) await start(world, userId);
  expect((await readVerification(world, verificationId)).body).toMatchObject({ status: 'expired' });
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-expired');
});

test('0.13 a reset ends the verifications under way', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body: { identityVerified: true } });
  expect((await readVerification(world, verificationId)).body).toMatchObject({ status: 'expired' });
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-expired');
});

test('0.16 disabling ends the verifications under way, whatever the code', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'account-disabled');
  await world.api.expect(200, 'POST', `/v1/users/${userId}/enable`, { body: {} });
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'verification-expired');
});

test('rule 13: what is no verification id is not found', async () => {
  const { userId } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const unknown = [`${verificationId}x`, `${verificationId}=`, verificationId.slice(0, -4), 'x'.repeat(30)];
  for (const id of unknown) {
    expectProblem(await readVerification(world, id), 'not-found');
    expectProblem(await attempt(world, id, '123456'), 'not-found');
  }
});

test.each(['enrollment-required', 'not-required'])(
  '1.13 a code cannot answer a verification that is %s',
  async (status) => {
    const userId = await createUser(world, { twoFactorRequired: status === 'enrollment-required' });
    const { verificationId } = await start(world, userId);
    expectProblem(await attempt(world, verificationId, '123456'), 'not-allowed-in-state');
    expect((await readVerification(world, verificationId)).body).toMatchObject({
      status,
      attemptsRemaining: 5,
    });
  },
);
