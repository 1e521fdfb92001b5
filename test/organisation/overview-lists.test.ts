import { expect } from 'vitest';
import { iso, useSettings } from '../support/accounts.ts';
import { spend } from '../support/backup-codes.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

// The overview is about everybody: each test has a deployment of its own.

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

test('1.04 1.05 1.06 backup codes are healthy until somebody has two or fewer left', async () => {
  const [none, one, two, three] = [
    await enrolledUser(world),
    await enrolledUser(world),
    await enrolledUser(world),
    await enrolledUser(world),
  ];
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [], neverIssued: [] });
  await spend(world, three, 7);
  expect((await overview()).backupCodesHealth.healthy).toBe(true);
  await spend(world, two, 8);
  await spend(world, one, 9);
  await spend(world, none, 10);
  expect((await overview()).backupCodesHealth).toEqual({
    healthy: false,
    none: [shown(none.userId)],
    low: [
      { ...shown(one.userId), remaining: 1 },
      { ...shown(two.userId), remaining: 2 },
    ],
    neverIssued: [],
  });
  await world.api.expect(200, 'POST', `/v1/users/${none.userId}/backup-codes`);
  await world.api.expect(200, 'PATCH', `/v1/users/${one.userId}`, { body: { active: false } });
  await world.api.expect(200, 'POST', `/v1/users/${two.userId}/reset`, { body: { identityVerified: true } });
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [], neverIssued: [] });
});

test('1.05 who was never given a backup code has not used them up', async () => {
  await useSettings(world, { backupCodeCount: 0 });
  await enrolledUser(world);
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [], neverIssued: [] });
});

test('1.04 who is enrolled and was never issued a backup code is in a list of their own', async () => {
  await useSettings(world, { backupCodeCount: 0 });
  const early = await enrolledUser(world);
  await useSettings(world);
  // By an operator: codes come with no number that somebody else typed.
  const late = await createUser(world);
  const sms = { type: 'sms', phone: '+447400123456' };
  await world.api.expect(201, 'POST', `/v1/users/${late}/tokens`, { body: sms });
  const healthOf = async () => (await overview()).backupCodesHealth;
  expect(await healthOf()).toMatchObject({ healthy: false, none: [], low: [] });
  const shownIds = (await healthOf()).neverIssued.map(({ userId }: { userId: string }) => userId);
  expect(shownIds.toSorted()).toEqual([early.userId, late].toSorted());
  for (const userId of [early.userId, late]) {
    await world.api.expect(200, 'POST', `/v1/users/${userId}/backup-codes`);
  }
  expect(await healthOf()).toEqual({ healthy: true, none: [], low: [], neverIssued: [] });
});

test('1.06 what is low is a setting', async () => {
  const person = await enrolledUser(world);
  await spend(world, person, 5);
  await useSettings(world, { backupCodesLow: 5 });
  const { low } = (await overview()).backupCodesHealth;
  expect(low).toEqual([{ ...shown(person.userId), remaining: 5 }]);
  await useSettings(world, { backupCodesLow: 0 });
  expect((await overview()).backupCodesHealth).toEqual({ healthy: true, none: [], low: [], neverIssued: [] });
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
