import { expect } from 'vitest';
import { order, period, stageOf, useSettings } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, enroll } from '../support/people.ts';
import { createUsers, sweep } from '../support/sweep.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

/** Everybody whose period is over expires in one run. @returns the run as `GET /v1/expiry` names it */
async function massExpiry(): Promise<string> {
  await world.drain();
  world.advance(period);
  await sweep(world, { force: true });
  await world.drain();
  return (await world.api.expect(200, 'GET', '/v1/expiry')).lastRun.at;
}

const restore = (run: string, body: object = {}) =>
  world.api.expect(200, 'POST', '/v1/expiry/restore', { body: { run, dryRun: false, ...body } });

const standing = async (userId: string) => {
  const { enabled, stage } = await world.api.expect(200, 'GET', `/v1/users/${userId}`);
  return { enabled, stage };
};

test('N.06 everybody whom a run expired is restored step by step, audited each and as one', async () => {
  const userIds = await createUsers(world, 60);
  const run = await massExpiry();
  expect(await standing(userIds[0] ?? '')).toEqual({ enabled: false, stage: 'expired' });
  const restored: string[] = [];
  let cursor: string | undefined;
  do {
    const step = await restore(run, {
      reason: 'period was shortened by mistake',
      ...(cursor ? { cursor } : {}),
    });
    expect(step.users.length).toBeLessThanOrEqual(50);
    expect(step.skipped).toEqual([]);
    restored.push(...step.users);
    cursor = step.nextCursor;
  } while (cursor);
  expect(restored.toSorted()).toEqual(userIds.toSorted());
  for (const userId of userIds.slice(0, 3)) {
    expect(await standing(userId)).toEqual({ enabled: true, stage: 'not-enrolled' });
  }
  await enroll(world, userIds[0] ?? '');
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?type=sweep.restored');
  expect(items.map(({ details }: { details: { users: number } }) => details.users).toSorted()).toEqual([
    10, 50,
  ]);
  expect(items[0]).toMatchObject({
    actor: 'operator:the-administrator',
    reason: 'period was shortened by mistake',
  });
  const own = await world.api.expect(200, 'GET', `/v1/users/${userIds[1]}/events?type=access.restored`);
  expect(own.items).toMatchObject([{ actor: 'operator:the-administrator' }]);
});

test('N.06 a dry run says whom, and changes nothing; the same step twice restores nobody twice', async () => {
  const userId = await createUser(world);
  const run = await massExpiry();
  expect(await restore(run, { dryRun: true })).toMatchObject({ dryRun: true, users: [userId] });
  expect(await standing(userId)).toEqual({ enabled: false, stage: 'expired' });
  expect(await restore(run)).toMatchObject({ users: [userId] });
  expect(await restore(run)).toMatchObject({
    users: [],
    skipped: [{ userId, code: 'not-allowed-in-state' }],
  });
});

test('N.06 what was decided beside the run stays: disabled before, restored since, of another run', async () => {
  const [disabled, since, plain] = [
    await createUser(world),
    await createUser(world),
    await createUser(world),
  ];
  await order(world, disabled, 'disable');
  const run = await massExpiry();
  await world.api.expect(200, 'POST', `/v1/users/${since}/restore-access`, {
    body: { identityVerified: true },
  });
  const later = await createUser(world);
  const second = await massExpiry();
  // Expired again, by the second run.
  expect(await stageOf(world, since)).toBe('expired');
  const { users, skipped } = await restore(run);
  expect(users).toEqual([plain]);
  expect(skipped).toEqual(
    expect.arrayContaining([
      { userId: disabled, code: 'account-disabled' },
      { userId: since, code: 'not-allowed-in-state' },
    ]),
  );
  expect((await restore(second)).users.toSorted()).toEqual([since, later].toSorted());
});

test('rule 10 an administrator’s own account is left to another one', async () => {
  const claims = { sub: 'ops', scope: 'countersign/operate', groups: ['countersign-administrators'] };
  await createUser(world, { userId: 'ops' });
  const run = await massExpiry();
  const body = { run, dryRun: false };
  const answer = await world.api.expect(200, 'POST', '/v1/expiry/restore', { as: { claims }, body });
  expect(answer).toMatchObject({ users: [], skipped: [{ userId: 'ops', code: 'forbidden' }] });
});

test('where a run only marks, the mark goes and the account stays enabled', async () => {
  await useSettings(world, { expiredAccounts: 'mark' });
  const userId = await createUser(world);
  const run = await massExpiry();
  expect(await standing(userId)).toEqual({ enabled: true, stage: 'expired' });
  expect((await restore(run)).users).toEqual([userId]);
  expect(await standing(userId)).toEqual({ enabled: true, stage: 'not-enrolled' });
});

test('N.06 an administrator runs the sweep beyond its limit, and the audit names them', async () => {
  const userIds = await createUsers(world, 21);
  await world.drain();
  world.advance(period);
  expect(await sweep(world)).toMatchObject({ refused: true });
  const answer = await world.api.expect(200, 'POST', '/v1/expiry/run', { body: { force: true } });
  expect(answer).toEqual({ due: 21, limit: 20, expired: 21, stopped: false });
  expect(await stageOf(world, userIds[20] ?? '')).toBe('expired');
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?type=sweep.forced');
  expect(items).toMatchObject([{ actor: 'operator:the-administrator', details: { due: 21, limit: 20 } }]);
  const later = await world.api.expect(200, 'POST', '/v1/expiry/run', { body: { force: true } });
  expect(later).toMatchObject({ due: 0, expired: 0 });
});

test.each([
  ['/v1/expiry/run', {}],
  ['/v1/expiry/run', { force: false }],
  ['/v1/expiry/restore', { dryRun: false }],
  ['/v1/expiry/restore', { run: 'yesterday', dryRun: false }],
  ['/v1/expiry/restore', { run: '2026-99-99T00:00:00.000Z', dryRun: false }],
  ['/v1/expiry/restore', { run: '2026-03-02T09:00:00.000Z' }],
  ['/v1/expiry/restore', { run: '2026-03-02T09:00:00.000Z', dryRun: false, cursor: 'AAAA' }],
])('rule 13 %s refuses %j', async (target, body) => {
  expectProblem(await world.api.call('POST', target, { body }), 'invalid-request');
});
