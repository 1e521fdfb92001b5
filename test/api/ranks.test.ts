import { describe, expect } from 'vitest';
import type { Caller } from '../support/api.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { routes, targetOf } from '../support/routes.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

const ids: Record<string, string> = {};
test.beforeAll(async ({ world }) => {
  for (const role of ['administrator', 'helpdesk', 'auditor']) {
    ids[role] = (await enrolledUser(world, { roles: [role] })).userId;
  }
});

/** An operator who is also a user: the token names their user id. */
const operator = (userId: string, group: string): Caller => ({
  claims: { sub: userId, scope: 'countersign/operate', groups: [`countersign-${group}`] },
});

const bodies: Record<string, object> = {
  changeUser: { displayName: 'Changed' },
  resetEnrollment: { identityVerified: true },
  restoreAccess: { identityVerified: true },
  renameUser: { newUserId: 'another-id' },
  copyUser: { userId: 'another-id', displayName: 'Copy', email: 'copy@example.org' },
  enrollToken: { type: 'totp' },
  confirmToken: { code: '123456' },
  testToken: { code: '123456' },
  resetToken: { codes: ['123456', '234567'] },
  replaceToken: { by: 'virtual' },
  issueLostTokenCode: { tokenId: 'one', days: 3, identityVerified: true },
  grantBypass: { minutes: 5, identityVerified: true, reason: 'broke the phone' },
};
/** What operators do to one user. */
const changes = routes.filter(
  ({ method, path }) => method !== 'GET' && path.startsWith('/v1/users/{userId}'),
);
const byHelpDesk = ['resetEnrollment', 'sendSetupLink', 'replaceTotpKey'];

async function expectForbidden(operationId: string, as: Caller, userId: string): Promise<void> {
  const route = changes.find((candidate) => candidate.operationId === operationId);
  if (!route) throw new Error(`No route ${operationId}`);
  const before = await tableText(world);
  const body = bodies[operationId] ?? {};
  const answer = await world.api.call(route.method, targetOf(route, { userId }), { as, body });
  expectProblem(answer, 'forbidden');
  expect(await tableText(world)).toBe(before);
}

describe('rule 10: nobody acts on themselves through the operator routes', () => {
  test.each(changes.map(({ operationId }) => operationId))('%s', async (operationId) => {
    const userId = ids['administrator'] ?? '';
    await expectForbidden(operationId, operator(userId, 'administrators'), userId);
  });

  test('nobody creates their own account', async () => {
    const body = { userId: 'the-administrator', displayName: 'Me', email: 'me@example.org' };
    expectProblem(await world.api.call('POST', '/v1/users', { body }), 'forbidden');
    expectProblem(await world.api.call('GET', '/v1/users/the-administrator'), 'user-not-found');
  });
});

describe('rule 10: the help desk does not act on an administrator', () => {
  test.each(byHelpDesk)('%s', async (operationId) => {
    await expectForbidden(operationId, 'helpdesk', ids['administrator'] ?? '');
  });
});

test.each(['helpdesk', 'auditor'])('rule 10: the help desk acts on a user who is %s', async (role) => {
  const userId = await createUser(world, { roles: [role] });
  const body = { identityVerified: true };
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { as: 'helpdesk', body });
});

test.each([
  { who: 'the help desk', as: 'helpdesk', on: 'administrator', may: false },
  { who: 'the help desk', as: 'helpdesk', on: 'auditor', may: true },
  { who: 'an administrator', as: 'administrator', on: 'administrator', may: true },
] as const)(
  'rule 10: the answer to $who says whether they may act on a user who is $on',
  async ({ as, on, may }) => {
    const user = await world.api.expect(200, 'GET', `/v1/users/${ids[on]}`, { as });
    expect(user).toMatchObject({ userId: ids[on], mayChange: may });
  },
);

test('rule 10: the answer tells operators that they may not act on themselves; a list does not', async () => {
  const userId = ids['administrator'] ?? '';
  const as = operator(userId, 'administrators');
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`, { as })).toMatchObject({
    mayChange: false,
  });
  const { items } = await world.api.expect(200, 'GET', '/v1/users', { as });
  for (const item of items) expect(item).not.toHaveProperty('mayChange');
});

test('rule 10: an administrator acts on another administrator', async () => {
  const userId = ids['administrator'];
  const body = { identityVerified: true };
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body });
});

test('rule 10: who becomes an administrator is out of reach of the help desk at once', async () => {
  const userId = await createUser(world, { roles: ['Cashier'] });
  const send = () => world.api.call('POST', `/v1/users/${userId}/setup-links`, { as: 'helpdesk', body: {} });
  expect(await send()).toMatchObject({ status: 202 });
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, {
    body: { roles: ['Cashier', 'administrator'] },
  });
  expectProblem(await send(), 'forbidden');
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { roles: [] } });
  expect(await send()).toMatchObject({ status: 202 });
});

test('rule 10: users see themselves and nothing of others', async () => {
  const as = { self: ids['auditor'] ?? '' };
  const me = await world.api.expect(200, 'GET', '/v1/me', { as });
  expect(me).toMatchObject({ userId: ids['auditor'], backupCodesRemaining: 10 });
  expectProblem(await world.api.call('GET', `/v1/users/${ids['auditor']}`, { as }), 'forbidden');
  expectProblem(await world.api.call('GET', '/v1/me', { as: { self: 'unknown' } }), 'user-not-found');
});
