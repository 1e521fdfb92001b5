import { expect } from 'vitest';
import { period } from '../support/accounts.ts';
import { createUser, enrolledUser, start } from '../support/people.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

// The overview is about everybody: each test has a deployment of its own.

async function overview() {
  await world.drain();
  return world.api.expect(200, 'GET', '/v1/overview');
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
    backupCodesHealth: { healthy: true, none: [], low: [], neverIssued: [] },
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
  expect(await counts()).toEqual({ enrolled: 0, pending: 0, notStarted: 1 });
  await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
  await world.api.expect(204, 'DELETE', `/v1/users/${late}`);
  expect(await counts()).toEqual({ enrolled: 0, pending: 0, notStarted: 0 });
  const body = { userId, displayName: 'Again', email: 'again@example.org' };
  await world.api.expect(201, 'POST', '/v1/users', { body });
  expect(await overview()).toMatchObject({ enrollmentRate: { enrolled: 0, active: 1 } });
});

test('1.09 a stream that repeats itself changes no number and sends no mail again', async () => {
  await enrolledUser(world);
  await begin(await createUser(world));
  await world.api.expect(204, 'DELETE', `/v1/users/${await createUser(world)}`);
  const before = await overview();
  const mails = world.mails.length;
  expect(before.statusBreakdown).toEqual({ enrolled: 1, pending: 1, notStarted: 0 });
  for (let i = 0; i < 2; i++) await world.drainAgain();
  expect(await overview()).toEqual(before);
  expect(world.mails).toHaveLength(mails);
});
