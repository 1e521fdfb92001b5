import { beforeEach, expect } from 'vitest';
import { beginEnrollment, order, signIn, useFewBackupCodes, useSettings } from '../support/accounts.ts';
import {
  appCode,
  attempt,
  createUser,
  type Enrolled,
  enroll,
  enrolledUser,
  start,
  wrongCode,
} from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});
beforeEach(() => useSettings(world, { backupCodeCount: 3 }));

const over = { status: 410, body: { code: 'verification-expired' } };

async function fail(verificationId: string, { secret }: Enrolled, times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await attempt(world, verificationId, wrongCode(secret, world.now));
  }
}

test('1.13 the next sign-in leads through fresh enrollment, which issues new backup codes', async () => {
  const old = await enrolledUser(world);
  await order(world, old.userId, 'reset');
  const begun = await start(world, old.userId);
  expect(begun).toMatchObject({ status: 'enrollment-required', factors: [] });
  const fresh = await enroll(world, old.userId);
  expect(fresh.backupCodes).toHaveLength(3);
  expect(fresh.backupCodes.filter((code) => old.backupCodes.includes(code))).toEqual([]);
  expect(fresh.secret).not.toBe(old.secret);
  const { verificationId } = await start(world, old.userId);
  expect(await attempt(world, verificationId, fresh.backupCodes[0] ?? '')).toMatchObject({ status: 200 });
});

test('1.13 the confirmation of the fresh enrollment also verifies the sign-in it happened in', async () => {
  const userId = await createUser(world);
  const { verificationId, confirm } = await beginEnrollment(world, userId);
  expect(await confirm()).toMatchObject({ status: 200, body: { status: 'verified' } });
  const path = `/v1/verifications/${verificationId}`;
  expect(await world.api.expect(200, 'GET', path, { as: 'application' })).toMatchObject({
    status: 'verified',
  });
});

test('1.12 the old authenticator and the old backup codes no longer work, before and after a fresh enrollment', async () => {
  const old = await enrolledUser(world);
  await order(world, old.userId, 'reset');
  const { verificationId: waiting } = await start(world, old.userId);
  for (const code of [appCode(old.secret, world.now), ...old.backupCodes]) {
    expect(await attempt(world, waiting, code)).toMatchObject({ status: 409 });
  }
  await enroll(world, old.userId);
  const { verificationId } = await start(world, old.userId);
  for (const code of [appCode(old.secret, world.now), ...old.backupCodes]) {
    expect(await attempt(world, verificationId, code)).toMatchObject({ status: 401 });
  }
});

test('1.12 sign-ins that are open at the reset end: neither old code nor fresh enrollment serves them', async () => {
  const user = await enrolledUser(world);
  const { verificationId } = await start(world, user.userId);
  await order(world, user.userId, 'reset');
  expect(await attempt(world, verificationId, appCode(user.secret, world.now))).toMatchObject(over);
  expect(await attempt(world, verificationId, user.backupCodes[0] ?? '')).toMatchObject(over);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  expect(await world.api.call('POST', path, { as: 'application' })).toMatchObject(over);
});

test('1.19 a reset does not clear the lockout of a sign-in, and a fresh sign-in starts at zero', async () => {
  const user = await enrolledUser(world);
  const { verificationId } = await start(world, user.userId);
  await fail(verificationId, user, 5);
  await order(world, user.userId, 'reset');
  const answer = await attempt(world, verificationId, appCode(user.secret, world.now));
  expect(answer).toMatchObject({ status: 423, body: { code: 'verification-locked' } });
  expect(await start(world, user.userId)).toMatchObject({ attemptsRemaining: 5 });
});

test('rule 2: the account throttle survives a reset, and a fresh enrollment is held by it too', async () => {
  const user = await enrolledUser(world);
  for (let signIns = 0; signIns < 2; signIns++) {
    await fail((await start(world, user.userId)).verificationId, user, signIns === 0 ? 5 : 4);
  }
  await order(world, user.userId, 'reset');
  const { secret, confirm } = await beginEnrollment(world, user.userId);
  expect(await confirm(wrongCode(secret, world.now))).toMatchObject({ status: 401 });
  expect(await confirm()).toMatchObject({ status: 429 });
  await order(world, user.userId, 'reset');
  expect(await signIn(world, user.userId)).toMatchObject({ status: 429, headers: { 'retry-after': '30' } });
});
