import { expect } from 'vitest';
import { eventsOf, iso } from '../support/accounts.ts';
import { defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { itemsOf } from '../support/faults.ts';
import { guessWrong, readVerification, tryStart } from '../support/guesses.ts';
import { openLink, sendLink } from '../support/links.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const remove = (userId: string) => world.api.call('DELETE', `/v1/users/${userId}`);
const create = (userId: string, fields: object = {}) =>
  world.api.expect(201, 'POST', '/v1/users', {
    body: { userId, displayName: 'Somebody new', email: 'new@example.org', ...fields },
  });

test('3.09 a deleted user is gone from every route and list', async () => {
  await defineClass(world, {}, 'Leavers');
  const { userId } = await enrolledUser(world, { class: 'Leavers', roles: ['Leaver'] });
  expect(await remove(userId)).toMatchObject({ status: 204, body: undefined });
  for (const suffix of ['', '/status', '/diagnosis', '/events']) {
    expectProblem(await world.api.call('GET', `/v1/users/${userId}${suffix}`), 'user-not-found');
  }
  for (const search of ['', `query=${userId}`, 'class=Leavers', 'stage=enrolled']) {
    const { items } = await world.api.expect(200, 'GET', `/v1/users?limit=100&${search}`);
    expect(items.map((user: { userId: string }) => user.userId)).not.toContain(userId);
  }
  expectProblem(await tryStart(world, userId), 'user-not-found');
  expectProblem(await remove(userId), 'user-not-found');
});

test('3.09 nothing of a deleted user stays in the table but a marker without secrets, and the audit', async () => {
  const { userId } = await enrolledUser(world, { displayName: 'Unmistakable', phone: '+447700900123' });
  await remove(userId);
  await world.drain();
  const [state, ...more] = await itemsOf(world, userId);
  expect(more).toEqual([]);
  expect(Number(state?.['purgeAt']?.N)).toBe(world.now + 30 * 86_400);
  const about = (await world.everything()).filter((item) => JSON.stringify(item).includes(userId));
  const kinds = new Set(about.map(({ pk }) => pk?.S?.split('#')[0]));
  expect([...kinds].sort()).toEqual(['AUDIT', 'OUTBOX', 'USER']);
  expect(JSON.stringify(about)).not.toMatch(/unmistakable|\+447700900123|@example/i);
});

test('3.09 a deletion ends sign-ins and links at once', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await remove(userId);
  expectProblem(await attempt(world, verificationId, appCode(secret, world.now)), 'user-not-found');
  expectProblem(await readVerification(world, verificationId), 'user-not-found');
  const invited = await createUser(world);
  const { token } = await sendLink(world, invited);
  await remove(invited);
  expectProblem(await openLink(world, token), 'link-not-found');
});

test('3.09 the id may be given to somebody new, to whom nothing of the old user comes', async () => {
  const old = await enrolledUser(world, { phone: '+447700900123', roles: ['Cashier'] });
  const { userId } = old;
  await guessWrong(world, old, 10);
  const { verificationId } = await start(world, userId, { mode: 'look-up' });
  await remove(userId);
  world.advance(60);
  const created = await create(userId);
  expect(created).toMatchObject({ stage: 'not-enrolled', enabled: true, enrolledAt: null, roles: [] });
  expect(created).toMatchObject({ backupCodesRemaining: null, lastUsedAt: null, createdAt: iso(world.now) });
  expect(created).not.toHaveProperty('phone');
  // Neither the sign-in nor the failures nor the codes of before.
  expect(await readVerification(world, verificationId)).toMatchObject({
    body: { status: 'expired', factors: [] },
  });
  expectProblem(await attempt(world, verificationId, old.backupCodes[0] ?? ''), 'verification-expired');
  expect(await start(world, userId)).toMatchObject({ status: 'enrollment-required' });
  const enrolled = await enroll(world, userId);
  const fresh = await start(world, userId);
  expectProblem(await attempt(world, fresh.verificationId, old.backupCodes[0] ?? ''), 'invalid-code');
  expectProblem(await attempt(world, fresh.verificationId, appCode(old.secret, world.now)), 'invalid-code');
  expect(await attempt(world, fresh.verificationId, appCode(enrolled.secret, world.now))).toMatchObject({
    status: 200,
  });
});

test('3.09 a link of before the deletion does not open for the new user, even with an enrollment waiting', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  await remove(userId);
  await create(userId, { email: `${userId}@example.org` });
  expectProblem(await openLink(world, token), 'link-not-found');
  await sendLink(world, userId);
  expectProblem(await openLink(world, token), 'link-not-found');
});

test('3.09 the new user does not see the events of the old one', async () => {
  const { userId } = await enrolledUser(world);
  await start(world, userId, { clientIp: '198.51.100.7' });
  await remove(userId);
  await world.drain();
  world.advance(1);
  await create(userId);
  const events = await eventsOf(world, userId);
  expect(events.map(({ type }) => type)).toEqual(['user.created']);
  const { items } = await world.api.expect(200, 'GET', '/v1/me/events', { as: { self: userId } });
  expect(items).toHaveLength(1);
});

test('3.09 of many deletions and creations at once the user is there or not, never half', async () => {
  const userId = await createUser(world);
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      i % 2
        ? remove(userId)
        : world.api.call('POST', '/v1/users', {
            body: { userId, displayName: `Number ${i}`, email: 'n@example.org' },
          }),
    ),
  );
  expect(answers.every(({ status }) => [201, 204, 404, 409].includes(status))).toBe(true);
  const there = (await world.api.call('GET', `/v1/users/${userId}`)).status === 200;
  expect(await itemsOf(world, userId)).toHaveLength(there ? 2 : 1);
  const { items } = await world.api.expect(200, 'GET', `/v1/users?query=${userId}`);
  expect(items).toHaveLength(there ? 1 : 0);
});
