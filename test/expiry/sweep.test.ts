import { expect } from 'vitest';
import { expireEnrollments } from '../../lib/actions/expiry/expire-enrollments.ts';
import {
  beginEnrollment,
  countEvents,
  day,
  eventsOf,
  isEnabled,
  iso,
  period,
  signIn,
  stageOf,
  statusView,
  useSettings,
} from '../support/accounts.ts';
import { openLink, sendLink } from '../support/links.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { createUsers, expiredView, sweep } from '../support/sweep.ts';
import { tableText, textBesideRuns } from '../support/table.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

/** A sweep acts on everybody there is: each test has an organisation of its own. */

test('0.17, D1 the sweep marks an expired enrollment and disables the account, in one event by the schedule', async () => {
  const userId = await createUser(world);
  world.advance(period + 90);
  expect(await sweep(world)).toMatchObject({ due: 1, expired: 1, refused: false, oldestOverdueSeconds: 90 });
  expect(await statusView(world, userId)).toEqual(expiredView('False'));
  const events = await eventsOf(world, userId);
  expect(events.filter(({ type }) => type !== 'message.sent')).toMatchObject([
    { type: 'enrollment.expired', actor: 'schedule:expire-enrollments', details: { disabled: true } },
    { type: 'user.created' },
  ]);
});

test('0.17 the sweep acts in the second the period ends and not before', async () => {
  const userId = await createUser(world);
  world.advance(period - 1);
  expect(await sweep(world)).toMatchObject({ due: 0, expired: 0 });
  expect(await stageOf(world, userId)).toBe('not-enrolled');
  world.advance(1);
  expect(await sweep(world)).toMatchObject({ due: 1, expired: 1 });
});

test('0.11, D1 with expiredAccounts "mark" the sweep only marks, and the attempt disables', async () => {
  await useSettings(world, { expiredAccounts: 'mark' });
  const userId = await createUser(world);
  world.advance(period);
  expect(await sweep(world)).toMatchObject({ expired: 1 });
  expect(await statusView(world, userId)).toEqual(expiredView('True'));
  expect(await signIn(world, userId)).toMatchObject({ status: 403, body: { code: 'enrollment-expired' } });
  expect(await statusView(world, userId)).toEqual(expiredView('False'));
});

test.each(['disable', 'mark'] as const)(
  '0.17 a second sweep finds nothing to do (%s)',
  async (expiredAccounts) => {
    await useSettings(world, { expiredAccounts });
    await createUsers(world, 3);
    world.advance(period);
    expect(await sweep(world)).toMatchObject({ due: 3, expired: 3 });
    await world.drain();
    const before = await textBesideRuns(world);
    expect(await sweep(world)).toMatchObject({ due: 0, expired: 0 });
    expect(await textBesideRuns(world)).toBe(before);
  },
);

test('0.12 the sweep leaves the enrolled and those who need not enroll exactly as they are', async () => {
  await enrolledUser(world);
  await createUser(world, { twoFactorRequired: false });
  world.advance(20 * period);
  await createUser(world);
  await world.drain();
  const before = await textBesideRuns(world);
  expect(await sweep(world)).toMatchObject({ due: 0, expired: 0 });
  expect(await textBesideRuns(world)).toBe(before);
});

test('0.06 with an unlimited period the sweep expires nobody and forecasts nobody', async () => {
  await useSettings(world, { enrollmentPeriodSeconds: 0 });
  const userId = await createUser(world);
  world.advance(50 * period);
  const forecast = { in24Hours: 0, in3Days: 0, in7Days: 0 };
  expect(await sweep(world, { dryRun: true })).toMatchObject({ due: 0, forecast });
  expect(await sweep(world)).toMatchObject({ due: 0, expired: 0 });
  expect(await isEnabled(world, userId)).toBe(true);
});

test('0.10, 0.17 what was open when the sweep came is over: setup links and enrollments in a sign-in', async () => {
  const userId = await createUser(world);
  const other = await createUser(world);
  world.advance(period - 60);
  const { token } = await sendLink(world, userId);
  // Of somebody else: a sign-in shows no key beside that of a link.
  const { confirm } = await beginEnrollment(world, other);
  world.advance(60);
  await sweep(world);
  expect(await openLink(world, token)).toMatchObject({ status: 404 });
  expect(await confirm()).toMatchObject({ status: 403, body: { code: 'account-disabled' } });
});

test('N.05 a dry run tells who is due and who will be, and changes nothing', async () => {
  const [first = ''] = await createUsers(world, 2);
  world.advance(2 * day);
  await createUser(world);
  world.advance(3 * day);
  await createUser(world);
  await enrolledUser(world);
  world.advance(day + 43_200 - 120);
  await createUser(world, { twoFactorRequired: false });
  await world.drain();
  const before = await tableText(world);
  const forecast = { in24Hours: 2, in3Days: 3, in7Days: 4 };
  expect(await sweep(world, { dryRun: true })).toMatchObject({ dryRun: true, due: 0, forecast, users: [] });
  world.advance(43_200 + 60);
  const late = await sweep(world, { dryRun: true });
  expect(late).toMatchObject({ due: 2, expired: 0, oldestOverdueSeconds: 60, forecast: { in24Hours: 0 } });
  expect(late.users).toContainEqual({ userId: first, enrollmentExpiredAt: iso(world.now - 60) });
  expect(late.users).toHaveLength(2);
  expect(await tableText(world)).toBe(before);
});

test('0.17 a run whose time is up stops between two users, and the next one finishes', async () => {
  const userIds = await createUsers(world, 20);
  world.advance(period);
  let asked = 0;
  const first = await expireEnrollments(world.services, {}, () => (++asked > 11 ? 2_999 : 60_000));
  expect(first.stopped).toBe(true);
  expect(first.expired).toBeGreaterThan(0);
  expect(first.expired).toBeLessThan(20);
  const second = await sweep(world);
  expect([second.stopped, first.expired + second.expired]).toEqual([false, 20]);
  for (const userId of userIds) expect(await countEvents(world, userId, 'enrollment.expired')).toBe(1);
});
