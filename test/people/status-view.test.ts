import { beforeEach, expect } from 'vitest';
import { beginEnrollment, iso, period, statusView, useSettings } from '../support/accounts.ts';
import { createUser, enrolledUser, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world));

async function enrollWrongly(userId: string): Promise<void> {
  const { secret, confirm } = await beginEnrollment(world, userId);
  await confirm(wrongCode(secret, world.now));
}

test('0.01 an account that does not require two factors has no two-factor status at all', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  expect(await statusView(world, userId)).toEqual({ stage: 'not-required', shown: [] });
});

test('0.01 the status of an enrolled account goes when two factors are not required any more, and comes back', async () => {
  const { userId } = await enrolledUser(world);
  const before = await statusView(world, userId);
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { twoFactorRequired: false } });
  expect(await statusView(world, userId)).toEqual({ stage: 'not-required', shown: [] });
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { twoFactorRequired: true } });
  expect(await statusView(world, userId)).toEqual(before);
});

test('0.02, 0.03 an enrolled account shows exactly the three attributes of successful enrollment', async () => {
  const userId = await createUser(world);
  const { confirm } = await beginEnrollment(world, userId);
  await confirm();
  const enrolledAt = iso(world.now);
  world.advance(3_600);
  expect(await statusView(world, userId)).toEqual({
    stage: 'enrolled',
    shown: [
      ['Account Enabled', 'True'],
      ['Enroll in 2FA', 'True'],
      ['Time of successful enrollment in 2FA with TOTP', enrolledAt],
    ],
  });
});

test('0.02 the keys of the attributes are those that the API names, in every stage', async () => {
  const keysOf = async (userId: string): Promise<string[]> => {
    const { attributes } = await world.api.expect(200, 'GET', `/v1/users/${userId}/status`);
    return attributes.map(({ key }: { key: string }) => key);
  };
  const { userId: enrolled } = await enrolledUser(world);
  expect(await keysOf(enrolled)).toEqual(['accountEnabled', 'enrolled', 'enrolledAt']);
  const userId = await createUser(world);
  await enrollWrongly(userId);
  const waiting = ['accountEnabled', 'enrollmentExpiresAt', 'enrolled', 'lastFailedEnrollmentAt'];
  expect(await keysOf(userId)).toEqual(waiting);
  world.advance(period);
  expect(await keysOf(userId)).toEqual(['accountEnabled', 'enrollmentExpired', 'enrolled']);
});

test('0.02 users see of themselves the same status that operators see of them', async () => {
  const userId = await createUser(world);
  await enrollWrongly(userId);
  const status = await world.api.expect(200, 'GET', `/v1/users/${userId}/status`);
  const own = await world.api.expect(200, 'GET', '/v1/me', { as: { self: userId } });
  expect(own.status).toEqual(status);
});

test('0.04, 0.07, 0.08 a new account shows when its limited enrollment period ends: creation plus period', async () => {
  const userId = await createUser(world);
  const expiresAt = iso(world.now + period);
  world.advance(60);
  expect(await statusView(world, userId)).toEqual({
    stage: 'not-enrolled',
    shown: [
      ['Account Enabled', 'True'],
      ['TOTP Enrollment Expires at', expiresAt],
      ['Enroll in 2FA', 'False'],
    ],
  });
});

test('0.05 after failed enrollment attempts the view also has the time of the newest one', async () => {
  const userId = await createUser(world);
  await enrollWrongly(userId);
  world.advance(90);
  await enrollWrongly(userId);
  const failedAt = iso(world.now);
  world.advance(90);
  const { shown } = await statusView(world, userId);
  expect(shown.map(([label]) => label)).toEqual([
    'Account Enabled',
    'TOTP Enrollment Expires at',
    'Enroll in 2FA',
    'Time of the last failed attempt to enroll in 2FA with TOTP',
  ]);
  expect(shown.at(-1)).toEqual(['Time of the last failed attempt to enroll in 2FA with TOTP', failedAt]);
});

test('0.02, 0.05 a failed attempt is not shown any more once the user has enrolled', async () => {
  const userId = await createUser(world);
  const { secret, confirm } = await beginEnrollment(world, userId);
  await confirm(wrongCode(secret, world.now));
  await confirm();
  const { stage, shown } = await statusView(world, userId);
  expect([stage, shown.length]).toEqual(['enrolled', 3]);
});

test('0.06 with an unlimited period the enrollment expires Never, however long it takes', async () => {
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  const userId = await createUser(world);
  world.advance(400 * 86_400);
  expect(await statusView(world, userId)).toEqual({
    stage: 'not-enrolled',
    shown: [
      ['Account Enabled', 'True'],
      ['TOTP Enrollment Expires at', 'Never'],
      ['Enroll in 2FA', 'False'],
    ],
  });
});

test('0.07 a changed period acts on users who are waiting already', async () => {
  const userId = await createUser(world);
  const createdAt = world.now;
  const shownEnd = async () => (await statusView(world, userId)).shown[1];
  await useSettings(world, { enrollmentPeriodSeconds: 3_600 });
  expect(await shownEnd()).toEqual(['TOTP Enrollment Expires at', iso(createdAt + 3_600)]);
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  expect(await shownEnd()).toEqual(['TOTP Enrollment Expires at', 'Never']);
  await useSettings(world, { enrollmentPeriodSeconds: 86_400 });
  expect(await shownEnd()).toEqual(['TOTP Enrollment Expires at', iso(createdAt + 86_400)]);
});

test('0.08 the period of a user who is newly required to use two factors starts then', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  world.advance(3 * period);
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { twoFactorRequired: true } });
  const { stage, shown } = await statusView(world, userId);
  expect(stage).toBe('not-enrolled');
  expect(shown[1]).toEqual(['TOTP Enrollment Expires at', iso(world.now + period)]);
});
