import { afterEach, beforeEach, expect, test } from 'vitest';
import { iso, period, useSettings } from '../support/accounts.ts';
import { attempt, createUser, type Enrolled, enrolledUser, start } from '../support/people.ts';
import { World } from '../support/world.ts';

// The overview is about everybody: each test has a deployment of its own.
let world: World;
beforeEach(async () => {
  world = await World.start();
});
afterEach(() => world.stop());

async function overview() {
  await world.drain();
  return world.api.expect(200, 'GET', '/v1/overview');
}

/** A person as the lists of the overview show one. */
const shown = (userId: string) => ({
  userId,
  displayName: `Person ${userId}`,
  email: `${userId}@example.org`,
});

async function spend({ userId, backupCodes }: Enrolled, count: number): Promise<void> {
  for (const code of backupCodes.slice(0, count)) {
    const { verificationId } = await start(world, userId);
    expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  }
}

async function begin(userId: string): Promise<void> {
  const { verificationId } = await start(world, userId);
  await world.api.expect(201, 'POST', `/v1/verifications/${verificationId}/enrollment`, {
    as: 'application',
  });
}

test('1.02-1.08 of nobody there is nothing to tell, and all is healthy', async () => {
  expect(await overview()).toEqual({
    enrollmentRate: { enrolled: 0, active: 0 },
    statusBreakdown: { enrolled: 0, pending: 0, notStarted: 0 },
    backupCodesHealth: { healthy: true, none: [], low: [] },
    recentEnrollments: [],
    rolesWithoutTwoFactor: [],
  });
});

test('1.02 1.03 users are enrolled, pending or not started, and only active ones count', async () => {
  await createUser(world);
  const pending = await createUser(world);
  await begin(pending);
  await enrolledUser(world);
  const { userId: away } = await enrolledUser(world);
  await createUser(world, { active: false });
  await world.api.expect(200, 'PATCH', `/v1/users/${away}`, { body: { active: false } });
  expect(await overview()).toMatchObject({
    enrollmentRate: { enrolled: 1, active: 3 },
    statusBreakdown: { enrolled: 1, pending: 1, notStarted: 1 },
  });
  await world.api.expect(200, 'PATCH', `/v1/users/${away}`, { body: { active: true } });
  expect(await overview()).toMatchObject({
    enrollmentRate: { enrolled: 2, active: 4 },
    statusBreakdown: { enrolled: 2, pending: 1, notStarted: 1 },
  });
});

test('1.09 the numbers follow resets, expiry, deletion and re-creation', async () => {
  const { userId } = await enrolledUser(world);
  const late = await createUser(world);
  await begin(late);
  const counts = async () => (await overview()).statusBreakdown;
  expect(await counts()).toEqual({ enrolled: 1, pending: 1, notStarted: 0 });
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body: { identityVerified: true } });
  expect(await counts()).toEqual({ enrolled: 0, pending: 1, notStarted: 1 });
  world.advance(period);
  await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId: late } });
  expect(await counts()).toEqual({ enrolled: 0, pending: 0, notStarted: 2 });
  await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
  await world.api.expect(204, 'DELETE', `/v1/users/${late}`);
  expect(await counts()).toEqual({ enrolled: 0, pending: 0, notStarted: 0 });
  const body = { userId, displayName: 'Again', email: 'again@example.org' };
  await world.api.expect(201, 'POST', '/v1/users', { body });
  expect(await overview()).toMatchObject({ enrollmentRate: { enrolled: 0, active: 1 } });
});

test('1.09 a stream that repeats itself changes no number and sends no mail again', async () => {
  await spend(await enrolledUser(world), 1);
  await begin(await createUser(world));
  await world.api.expect(204, 'DELETE', `/v1/users/${await createUser(world)}`);
  const before = await overview();
  const mails = world.mails.length;
  expect(before.statusBreakdown).toEqual({ enrolled: 1, pending: 1, notStarted: 0 });
  for (let i = 0; i < 2; i++) await world.drainAgain();
  expect(await overview()).toEqual(before);
  expect(world.mails).toHaveLength(mails);
});

test('1.04 1.05 1.06 backup codes are healthy until somebody has two or fewer left', async () => {
  const [none, one, two, three] = [
    await enrolledUser(world),
    await enrolledUser(world),
    await enrolledUser(world),
    await enrolledUser(world),
  ];
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [] });
  await spend(three, 7);
  expect((await overview()).backupCodesHealth.healthy).toBe(true);
  await spend(two, 8);
  await spend(one, 9);
  await spend(none, 10);
  expect((await overview()).backupCodesHealth).toEqual({
    healthy: false,
    none: [shown(none.userId)],
    low: [
      { ...shown(one.userId), remaining: 1 },
      { ...shown(two.userId), remaining: 2 },
    ],
  });
  await world.api.expect(200, 'POST', `/v1/users/${none.userId}/backup-codes`);
  await world.api.expect(200, 'PATCH', `/v1/users/${one.userId}`, { body: { active: false } });
  await world.api.expect(200, 'POST', `/v1/users/${two.userId}/reset`, { body: { identityVerified: true } });
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [] });
});

test('1.05 who was never given a backup code has not used them up', async () => {
  await useSettings(world, { backupCodeCount: 0 });
  await enrolledUser(world);
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [] });
});

test('1.06 what is low is a setting', async () => {
  const person = await enrolledUser(world);
  await spend(person, 5);
  await useSettings(world, { backupCodesLow: 5 });
  const { low } = (await overview()).backupCodesHealth;
  expect(low).toEqual([{ ...shown(person.userId), remaining: 5 }]);
  await useSettings(world, { backupCodesLow: 0 });
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [] });
});

test('1.07 the ten newest enrollments are shown, newest first, of active users', async () => {
  const enrolled: { userId: string; at: number }[] = [];
  for (let i = 0; i < 12; i++) {
    const at = world.now;
    enrolled.push({ userId: (await enrolledUser(world)).userId, at });
  }
  await world.api.expect(200, 'PATCH', `/v1/users/${enrolled[11]?.userId}`, { body: { active: false } });
  const newest = enrolled.slice(1, 11).reverse();
  expect((await overview()).recentEnrollments).toEqual(
    newest.map(({ userId, at }) => ({ ...shown(userId), enrolledAt: iso(at) })),
  );
});

test('1.08 roles whose policy does not ask for two factors are listed with name and type', async () => {
  const put = (name: string, twoFactorRequired: boolean) =>
    world.api.expect(200, 'PUT', `/v1/roles/${name}`, { body: { type: 'Security', twoFactorRequired } });
  await put('Cashier', false);
  await put('Manager', true);
  const cashier = { name: 'Cashier', type: 'Security', twoFactorRequired: false };
  expect((await overview()).rolesWithoutTwoFactor).toEqual([cashier]);
  await put('Cashier', true);
  expect((await overview()).rolesWithoutTwoFactor).toEqual([]);
  await put('Cashier', false);
  await world.api.expect(204, 'DELETE', '/v1/roles/Cashier');
  expect((await overview()).rolesWithoutTwoFactor).toEqual([]);
});
