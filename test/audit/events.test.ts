import { expect } from 'vitest';
import { eventsOf, order, period } from '../support/accounts.ts';
import { confirmLink, keyOf, sendLink } from '../support/links.ts';
import { appCode, attempt, createUser, enrolledUser, newId, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const typesOf = async (userId: string): Promise<string[]> =>
  (await eventsOf(world, userId))
    .map(({ type }) => type)
    .filter((type) => !type.startsWith('message.'))
    .reverse();

test('rule 11: every change of a user is one event, in the order in which they happened', async () => {
  const userId = await createUser(world);
  const path = `/v1/users/${userId}`;
  const expected = ['user.created'];
  const did = (...types: string[]): void => {
    expected.push(...types);
    world.advance(1);
  };
  world.advance(1);
  const link = await sendLink(world, userId);
  did('link.sent');
  const secret = await keyOf(world, link);
  did('link.opened');
  await confirmLink(world, link.token, wrongCode(secret, world.now));
  did('enrollment.failed');
  await confirmLink(world, link.token, appCode(secret, world.now));
  did('enrollment.confirmed');
  world.advance(30);
  const sessions = [await start(world, userId), await start(world, userId)];
  const code = appCode(secret, world.now);
  await attempt(world, sessions[0].verificationId, code);
  did('verification.succeeded');
  await attempt(world, sessions[1].verificationId, code);
  did('verification.spent-code');
  await attempt(world, sessions[1].verificationId, wrongCode(secret, world.now));
  did('verification.failed');
  await world.api.expect(200, 'POST', `${path}/backup-codes`);
  did('backup-codes.recreated');
  await world.api.expect(200, 'PUT', `${path}/totp`, { body: { identityVerified: true } });
  did('key.replaced');
  await world.api.expect(200, 'POST', `${path}/totp/reveal`);
  did('key.revealed');
  await order(world, userId, 'reset');
  did('enrollment.reset');
  await order(world, userId, 'disable');
  did('account.disabled');
  await order(world, userId, 'restore-access');
  did('access.restored');
  await world.api.expect(200, 'PATCH', path, { body: { displayName: 'New name' } });
  did('user.changed');
  expect(await typesOf(userId)).toEqual(expected);
});

test('rule 11: expiry at a sign-in is one event', async () => {
  const userId = await createUser(world);
  world.advance(period);
  for (let i = 0; i < 3; i++) {
    await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  }
  expect(await typesOf(userId)).toEqual(['user.created', 'enrollment.expired-at-sign-in']);
});

test('rule 11: what changes nothing is no event', async () => {
  const { userId } = await enrolledUser(world);
  const before = await typesOf(userId);
  const path = `/v1/users/${userId}`;
  await order(world, userId, 'enable');
  await order(world, userId, 'restore-access');
  await world.api.call('GET', path);
  await world.api.call('POST', `${path}/totp/reveal`);
  await world.api.call('POST', `${path}/setup-links`, { body: {} });
  await world.api.call('POST', `${path}/reset`, { body: {} });
  await world.api.call('POST', `${path}/reset`, { as: 'auditor', body: { identityVerified: true } });
  expect(await typesOf(userId)).toEqual(before);
});

test('rule 11: an event says who, when and why', async () => {
  const userId = await createUser(world);
  world.advance(5);
  const body = { identityVerified: true, reason: 'Lost the phone' };
  await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { as: 'helpdesk', body });
  const [event] = await eventsOf(world, userId).then((all) =>
    all.filter(({ type }) => type === 'enrollment.reset'),
  );
  expect(event).toEqual({
    id: expect.stringMatching(/^[\w-]{22}$/),
    type: 'enrollment.reset',
    at: new Date(world.now * 1000).toISOString(),
    actor: 'operator:the-helpdesk',
    userId,
    reason: 'Lost the phone',
    details: { identityVerified: true, tokens: 0, backupCodes: 0 },
  });
});

test('rule 11: no event holds a secret, a code, an address or a number', async () => {
  const email = `${newId('unmistakable')}@example.org`;
  const person = await enrolledUser(world, { email, phone: '+447700900123', idNumber: 'ID-4711' });
  const path = `/v1/users/${person.userId}`;
  const { token } = await sendLink(world, await createUser(world));
  const wrong = wrongCode(person.secret, world.now);
  const { verificationId } = await start(world, person.userId);
  await attempt(world, verificationId, wrong);
  await attempt(world, verificationId, person.backupCodes[0] ?? '');
  await world.api.expect(200, 'PATCH', path, { body: { email: `x${email}`, phone: null } });
  await world.drain();
  const events = JSON.stringify((await world.everything()).filter(({ pk }) => pk?.S?.startsWith('AUDIT#')));
  for (const secret of [
    email,
    '+447700900123',
    'ID-4711',
    person.secret,
    token,
    ...person.backupCodes,
    `"${wrong}"`,
  ]) {
    expect(events).not.toContain(secret);
    expect(events).not.toContain(secret.replaceAll('-', ''));
  }
});
