import { beforeEach, expect } from 'vitest';
import { beginEnrollment, order, useSettings } from '../support/accounts.ts';
import type { Answer } from '../support/api.ts';
import { confirmLink, keyOf, openLink, sendLink } from '../support/links.ts';
import { appCode, createUser, enroll, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 1 }));

const unknown = 'A'.repeat(43);

/** What a caller sees, but for the id of the request. */
const seen = ({ status, body, headers }: Answer) =>
  JSON.stringify({ status, headers, body: { ...body, instance: '' } });

/** Whether a link answers exactly like one that never was, opened and confirmed with the right code. */
async function expectDead(token: string, secret: string): Promise<void> {
  const code = appCode(secret, world.now);
  const [opened, never] = [await openLink(world, token), await openLink(world, unknown)];
  expect(opened.status).toBe(404);
  expect(seen(opened)).toBe(seen(never));
  const confirmed = await confirmLink(world, token, code);
  expect(seen(confirmed)).toBe(seen(await confirmLink(world, unknown, code)));
}

/** Sign-ins that showed a key of their own before the link was sent. */
const begun = new Map<string, Awaited<ReturnType<typeof beginEnrollment>>>();
const before = async (userId: string) => begun.get(userId) ?? beginEnrollment(world, userId);

/** Everything that ends a link, each alone. */
const endings: Readonly<Record<string, (userId: string, token: string, secret: string) => Promise<unknown>>> =
  {
    'it was used': (_userId, token, secret) => confirmLink(world, token, appCode(secret, world.now)),
    'a new link was sent': (userId) => sendLink(world, userId),
    'the enrollment was reset': (userId) => order(world, userId, 'reset'),
    'the account was disabled': (userId) => order(world, userId, 'disable'),
    'the account was disabled and enabled again': async (userId) => {
      await order(world, userId, 'disable');
      await order(world, userId, 'enable');
    },
    'the user was deleted': (userId) => world.api.expect(204, 'DELETE', `/v1/users/${userId}`),
    'the user was deleted and the id given to somebody new': async (userId) => {
      await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
      const body = { userId, displayName: 'Somebody New', email: 'new@example.org' };
      await world.api.expect(201, 'POST', '/v1/users', { body });
      await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
    },
    'the key was replaced': (userId) =>
      world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: { identityVerified: true } }),
    'the address was changed': (userId) =>
      world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { email: 'else@example.org' } }),
    'two factors are not required any more': (userId) =>
      world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { twoFactorRequired: false } }),
    'the user enrolled in a sign-in that had started before': async (userId) => {
      const { confirm } = await before(userId);
      expect(await confirm()).toMatchObject({ status: 200 });
    },
    'it is too old': async () => world.advance(86_400),
  };

test.each(Object.entries(endings))(
  'rule 8: a link answers like one that never was once %s',
  async (_, end) => {
    const userId = await createUser(world);
    begun.set(userId, await beginEnrollment(world, userId));
    const { token } = await sendLink(world, userId);
    const secret = await keyOf(world, { token });
    await end(userId, token, secret);
    await expectDead(token, secret);
  },
);

test('D9, rule 14: a sign-in that leads to an enrollment leaves a link alive, and confirms what it shows', async () => {
  for (const place of ['link', 'sign-in'] as const) {
    const userId = await createUser(world);
    const { token } = await sendLink(world, userId);
    const { verificationId } = await start(world, userId);
    const path = `/v1/verifications/${verificationId}/enrollment`;
    const shown = await world.api.expect(201, 'POST', path, { as: 'application' });
    expect(shown).toMatchObject({ type: 'totp', userId, verificationId });
    expect(shown.secret).toBeUndefined();
    const code = appCode(await keyOf(world, { token }), world.now);
    const answer =
      place === 'link'
        ? await confirmLink(world, token, code)
        : await world.api.call('POST', `${path}/confirmation`, { as: 'application', body: { code } });
    expect(answer).toMatchObject({ status: 200, body: { backupCodes: { length: 1 } } });
    const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens`);
    expect(items).toMatchObject([{ tokenId: shown.tokenId, status: 'ACTIVE' }]);
  }
});

test('rule 8: a dead link with a PIN does not ask for the PIN', async () => {
  const userId = await createUser(world);
  const { token, pin } = await sendLink(world, userId, { pin: true });
  await order(world, userId, 'reset');
  const never = seen(await openLink(world, unknown));
  expect(seen(await openLink(world, token))).toBe(never);
  expect(seen(await openLink(world, token, pin))).toBe(never);
});

test('rule 8: the new link works after the earlier one was tried', async () => {
  const userId = await createUser(world);
  const { token: old } = await sendLink(world, userId);
  const { token } = await sendLink(world, userId);
  const secret = await keyOf(world, { token });
  await expectDead(old, secret);
  expect(await confirmLink(world, token, appCode(secret, world.now))).toMatchObject({ status: 200 });
});

test('rule 8: a user who got a new key by mail cannot be enrolled with the key of the earlier link', async () => {
  const userId = await createUser(world);
  const secret = await keyOf(world, await sendLink(world, userId));
  const { token } = await sendLink(world, userId);
  const code = appCode(secret, world.now);
  expect(await confirmLink(world, token, code)).toMatchObject({
    status: 401,
    body: { code: 'invalid-code' },
  });
});

test.each(['short', `${unknown}A`, `${'A'.repeat(42)}/`, 'x'.repeat(200)])(
  'rule 8: what a mail program made of a link (%s) is answered like a dead one',
  async (token) => {
    expect(seen(await openLink(world, token))).toBe(seen(await openLink(world, unknown)));
  },
);

test.each([
  ['enrolled', (userId: string) => enroll(world, userId)],
  ['disabled', (userId: string) => order(world, userId, 'disable')],
  [
    'not required to use two factors',
    (userId: string) =>
      world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { twoFactorRequired: false } }),
  ],
])('3.16 no link is sent to a user who is %s', async (_, become) => {
  const userId = await createUser(world);
  await become(userId);
  const answer = await world.api.call('POST', `/v1/users/${userId}/setup-links`, { body: {} });
  expect(answer).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
});
