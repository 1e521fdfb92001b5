import { beforeEach, expect } from 'vitest';
import {
  beginEnrollment,
  countEvents,
  isEnabled,
  order,
  period,
  signIn,
  stageOf,
  statusView,
  useSettings,
} from '../support/accounts.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { expiredUser, expiredView } from '../support/sweep.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world));

test('0.09, D1 the view turns to expired, still enabled, in the second the period ends, though no sweep ran', async () => {
  const userId = await createUser(world);
  world.advance(period - 1);
  expect(await stageOf(world, userId)).toBe('not-enrolled');
  world.advance(1);
  expect(await statusView(world, userId)).toEqual(expiredView('True'));
});

test('0.10 the right first code enrolls in the last second of the period and not in the next one', async () => {
  const [inTime, late] = [await createUser(world), await createUser(world)];
  world.advance(period - 60);
  const waiting = [await beginEnrollment(world, inTime), await beginEnrollment(world, late)] as const;
  world.advance(59);
  expect(await waiting[0].confirm()).toMatchObject({ status: 200 });
  world.advance(1);
  expect(await waiting[1].confirm()).toMatchObject({ status: 403, body: { code: 'enrollment-expired' } });
  expect([await stageOf(world, inTime), await stageOf(world, late)]).toEqual(['enrolled', 'expired']);
});

test('0.10 while expired no link can be sent and no key created', async () => {
  const userId = await expiredUser(world);
  const refused = { status: 409, body: { code: 'not-allowed-in-state' } };
  expect(await world.api.call('POST', `/v1/users/${userId}/setup-links`, { body: {} })).toMatchObject(
    refused,
  );
  expect(await world.api.call('PUT', `/v1/users/${userId}/totp`, { body: {} })).toMatchObject(refused);
});

test('0.11 a sign-in attempt after expiry is refused and disables the account', async () => {
  const userId = await expiredUser(world);
  expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'enrollment-expired' } });
  expect(await statusView(world, userId)).toEqual(expiredView('False'));
  expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'account-disabled' } });
});

test('0.11 the account stays disabled and expired even if the period is lengthened afterwards', async () => {
  const userId = await expiredUser(world);
  await signIn(world, userId);
  await useSettings(world, { enrollmentPeriodSeconds: 4 * period });
  expect(await statusView(world, userId)).toEqual(expiredView('False'));
});

test('0.09, 0.11 without a limit nobody is expired any more, but who was disabled stays disabled', async () => {
  const userId = await expiredUser(world);
  await signIn(world, userId);
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  expect(await statusView(world, userId)).toEqual({
    stage: 'not-enrolled',
    shown: [
      ['Account Enabled', 'False'],
      ['TOTP Enrollment Expires at', 'Never'],
      ['Enroll in 2FA', 'False'],
    ],
  });
});

test('0.11 confirming too late the enrollment of an open sign-in disables the account and ends the sign-in', async () => {
  const userId = await createUser(world);
  world.advance(period - 30);
  const { confirm, path } = await beginEnrollment(world, userId);
  world.advance(30);
  expect(await confirm()).toMatchObject({ status: 403, body: { code: 'enrollment-expired' } });
  expect(await isEnabled(world, userId)).toBe(false);
  await order(world, userId, 'enable');
  const again = await world.api.call('POST', path, { as: 'application' });
  expect(again).toMatchObject({ status: 410, body: { code: 'verification-expired' } });
});

test('0.11 of 16 attempts at once after expiry one disables the account, with one event', async () => {
  const userId = await expiredUser(world);
  const answers = await Promise.all(Array.from({ length: 16 }, () => signIn(world, userId)));
  const codes = answers.map(({ body }) => body.code).sort();
  expect(codes).toEqual([...Array(15).fill('account-disabled'), 'enrollment-expired']);
  expect(await countEvents(world, userId, 'enrollment.expired-at-sign-in')).toBe(1);
});

test('0.12 an enrolled account is never expired, however long ago its period ended', async () => {
  const { userId } = await enrolledUser(world);
  world.advance(10 * period);
  expect(await stageOf(world, userId)).toBe('enrolled');
  expect(await signIn(world, userId)).toMatchObject({ status: 201, body: { status: 'challenge' } });
});
