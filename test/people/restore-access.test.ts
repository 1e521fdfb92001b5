import { beforeEach, expect } from 'vitest';
import {
  eventsOf,
  isEnabled,
  iso,
  order,
  period,
  signIn,
  stageOf,
  statusView,
  useSettings,
} from '../support/accounts.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, start } from '../support/people.ts';
import { expiredUser, expiredView } from '../support/sweep.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world));

test('0.13, 0.14 a reset clears the expired mark and starts a new period, and leaves the account disabled', async () => {
  const userId = await expiredUser(world);
  await signIn(world, userId);
  const answer = await order(world, userId, 'reset');
  const expiresAt = iso(world.now + period);
  expect(answer).toMatchObject({ status: 200, body: { enrollmentExpiresAt: expiresAt } });
  expect(await statusView(world, userId)).toEqual({
    stage: 'not-enrolled',
    shown: [
      ['Account Enabled', 'False'],
      ['TOTP Enrollment Expires at', expiresAt],
      ['Enroll in 2FA', 'False'],
    ],
  });
  expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'account-disabled' } });
});

test('0.15 reset, then enable, gives an account that signs in and enrolls', async () => {
  const userId = await expiredUser(world);
  await signIn(world, userId);
  await order(world, userId, 'reset');
  expect((await order(world, userId, 'enable')).body).toEqual({ enabled: true, warnings: [] });
  await enroll(world, userId);
  expect(await stageOf(world, userId)).toBe('enrolled');
});

test('0.15 enable, an attempt, then the reset, ends with a disabled account: the trap of the seed', async () => {
  const userId = await expiredUser(world);
  await signIn(world, userId);
  await order(world, userId, 'enable');
  expect(await statusView(world, userId)).toEqual(expiredView('True'));
  expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'enrollment-expired' } });
  await order(world, userId, 'reset');
  expect(await isEnabled(world, userId)).toBe(false);
  expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'account-disabled' } });
});

test('0.15, N.03 enabling an account whose enrollment has expired answers with a warning that names the trap', async () => {
  const userId = await expiredUser(world);
  await signIn(world, userId);
  const { body } = await order(world, userId, 'enable');
  expect(body).toMatchObject({ enabled: true, warnings: [{ code: 'enrollment-expired' }] });
  expect(body.warnings[0].detail).toMatch(/next sign-in attempt disables the account again/);
  expect(body.warnings[0].detail).toMatch(/Reset the enrollment first/);
});

test('N.03 restoring access of an expired and disabled account resets and enables it in one step', async () => {
  const userId = await expiredUser(world);
  await signIn(world, userId);
  expect(await order(world, userId, 'restore-access')).toMatchObject({
    status: 200,
    body: { did: ['reset', 'enable'], tokensRemoved: 0, enrollmentExpiresAt: iso(world.now + period) },
  });
  expect(await statusView(world, userId)).toMatchObject({ stage: 'not-enrolled' });
  await enroll(world, userId);
  const restored = (await eventsOf(world, userId)).filter(({ type }) => type === 'access.restored');
  expect(restored).toMatchObject([{ details: { identityVerified: true, did: ['reset', 'enable'] } }]);
});

test('N.03 sign-in attempts at the same moment cannot leave an account disabled that was restored', async () => {
  const userId = await expiredUser(world);
  const [restored] = await Promise.all([
    order(world, userId, 'restore-access'),
    ...Array.from({ length: 8 }, () => signIn(world, userId)),
  ]);
  expect(restored.status).toBe(200);
  expect([await isEnabled(world, userId), await stageOf(world, userId)]).toEqual([true, 'not-enrolled']);
});

test('N.03 an expired account that is still enabled is only reset', async () => {
  const answer = await order(world, await expiredUser(world), 'restore-access');
  expect(answer).toMatchObject({ status: 200, body: { did: ['reset'] } });
});

test('N.03 restoring a disabled account whose enrollment is whole enables it and takes nothing from it', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  await order(world, userId, 'disable');
  const { body } = await order(world, userId, 'restore-access');
  expect(body).toEqual({
    did: ['enable'],
    tokensRemoved: 0,
    backupCodesRemoved: 0,
    enrollmentExpiresAt: null,
  });
  for (const code of [appCode(secret, world.now), backupCodes[0] ?? '']) {
    const { verificationId } = await start(world, userId);
    expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  }
});

test('N.03 restoring a disabled account that waits for its enrollment tells when that ends', async () => {
  const userId = await createUser(world);
  const enrollmentExpiresAt = iso(world.now + period);
  await order(world, userId, 'disable');
  world.advance(3_600);
  const { body } = await order(world, userId, 'restore-access');
  expect(body).toMatchObject({ did: ['enable'], enrollmentExpiresAt });
});

test('N.03 there is nothing to restore for an enabled account that is not expired', async () => {
  const answer = await order(world, await createUser(world), 'restore-access');
  expect(answer).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
});

test('1.20, N.03 access is restored only once the operator says that the identity was verified', async () => {
  const userId = await expiredUser(world);
  const answer = await world.api.call('POST', `/v1/users/${userId}/restore-access`, { body: {} });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'identityVerified' }] } });
  expect(await stageOf(world, userId)).toBe('expired');
});
