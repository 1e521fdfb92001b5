import { beforeEach, expect } from 'vitest';
import { beginEnrollment, countEvents, eventsOf, useSettings } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { confirmLink, keyOf, sendLink } from '../support/links.ts';
import { appCode, createUser, enrolledUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 2 }));

/** 3.15: displays key and QR code; the whole answer, whatever it is. */
const reveal = (userId: string, as: Caller = 'administrator') =>
  world.api.call('POST', `/v1/users/${userId}/totp/reveal`, { as });

/** A key that an operator has started, and sees. */
const pendingKey = (userId: string) =>
  world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body: { type: 'totp' } });

async function expectUnseen(userId: string): Promise<void> {
  expect(await countEvents(world, userId, 'key.revealed')).toBe(0);
  expect(noticesTo(userId)).toBe(0);
}

const noticesTo = (userId: string): number =>
  world.mails.filter(({ to, subject }) => to.startsWith(userId) && /was displayed/.test(subject)).length;

test('3.15 without a key the answer says that it does not exist, whatever the setting shows, and nothing is recorded', async () => {
  const userId = await createUser(world);
  for (const secretDisplay of ['pending', 'privileged'] as const) {
    await useSettings(world, { secretDisplay });
    expect(await reveal(userId)).toMatchObject({ status: 200, body: { exists: false } });
  }
  await expectUnseen(userId);
});

test('3.15, D5 by default a pending key is shown, as key, URI and QR code', async () => {
  const userId = await createUser(world);
  const { secret } = await pendingKey(userId);
  const { status, body } = await reveal(userId);
  expect([status, body.exists, body.status, body.secret]).toEqual([200, true, 'PENDING', secret]);
  expect(body.otpauthUri).toContain(`secret=${secret}`);
  expect(body.qrCodeSvg).toMatch(/^<svg/);
});

test('3.15, D5 by default an active key is not shown: only until the first code confirms', async () => {
  const userId = await createUser(world);
  const { tokenId, secret } = await pendingKey(userId);
  expect(await reveal(userId)).toMatchObject({ status: 200 });
  const body = { code: appCode(secret, world.now) };
  await world.api.expect(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/confirm`, { body });
  const answer = await reveal(userId);
  expect(answer).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
  expect(await countEvents(world, userId, 'key.revealed')).toBe(1);
});

test('3.15, D5 with "never" no key is shown, neither pending nor active', async () => {
  await useSettings(world, { secretDisplay: 'never', backupCodeCount: 1 });
  const { userId } = await enrolledUser(world);
  const waiting = await createUser(world);
  const { secret } = await world.api.expect(201, 'POST', '/v1/me/tokens', {
    as: { self: waiting },
    body: { type: 'totp' },
  });
  for (const id of [userId, waiting]) {
    const answer = await reveal(id);
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    await expectUnseen(id);
  }
});

test('3.15, D5 with "privileged" an active key is shown, and how many backup codes are left', async () => {
  await useSettings(world, { secretDisplay: 'privileged', backupCodeCount: 2 });
  const { userId, secret } = await enrolledUser(world);
  expect(await reveal(userId)).toMatchObject({
    status: 200,
    body: { exists: true, status: 'ACTIVE', secret, backupCodesRemaining: 2 },
  });
});

test.each(['helpdesk', 'auditor'] as const)(
  '2.02, D5 %s never sees a key: the privilege is missing',
  async (role) => {
    await useSettings(world, { secretDisplay: 'privileged' });
    const { userId, secret } = await enrolledUser(world);
    const answer = await reveal(userId, role);
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(JSON.stringify(answer.body)).not.toContain(secret);
    await expectUnseen(userId);
  },
);

test('D5, N.11 every display is an event that names who looked, without the key, and the user is notified once in a while', async () => {
  await useSettings(world, { secretDisplay: 'privileged' });
  const { userId, secret } = await enrolledUser(world);
  for (let displays = 0; displays < 3; displays++) await reveal(userId);
  const events = (await eventsOf(world, userId)).filter(({ type }) => type === 'key.revealed');
  expect(events.map(({ actor }) => actor)).toEqual(Array(3).fill('operator:the-administrator'));
  expect(JSON.stringify(events)).not.toContain(secret);
  expect(noticesTo(userId)).toBe(1);
  world.advance(15 * 60);
  await reveal(userId);
  await world.drain();
  expect(noticesTo(userId)).toBe(2);
  expect(world.mails.filter(({ text, html }) => `${text}${html}`.includes(secret))).toEqual([]);
});

test('P.01 a key that a sign-in shows is stored nowhere, so no operator can display it', async () => {
  const userId = await createUser(world);
  await beginEnrollment(world, userId);
  expect(await reveal(userId)).toMatchObject({ status: 200, body: { exists: false } });
});

test('D5 a key that an operator has not displayed is not the one that a link shows', async () => {
  const userId = await createUser(world);
  const shown = await keyOf(world, await sendLink(world, userId));
  const { body } = await reveal(userId);
  expect(body.secret).not.toBe(shown);
});

test.each([
  ['sms', { phone: '+447400900777' }],
  ['email', { email: 'waits@example.org' }],
  ['virtual', { phone: '+447400900778' }],
] as const)(
  '3.15 a %s token that waits for its code is no key: reveal and links pass it over',
  async (type, contact) => {
    const userId = await createUser(world);
    await world.api.expect(201, 'POST', '/v1/me/tokens', {
      as: { self: userId },
      body: { type, ...contact },
    });
    expect(await reveal(userId)).toMatchObject({ status: 200, body: { exists: false } });
    const { token } = await sendLink(world, userId);
    const code = appCode(await keyOf(world, { token }), world.now);
    expect(await confirmLink(world, token, code)).toMatchObject({ status: 200 });
    const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens`);
    expect(items).toMatchObject([{ type: 'totp', status: 'ACTIVE' }]);
  },
);

test('2.09, 3.15 the key of a token that is disabled or obsolete is not displayed as if it were in use', async () => {
  await useSettings(world, { secretDisplay: 'privileged' });
  const { userId, tokenId } = await enrolledUser(world);
  const body = { confirmNoActiveToken: true };
  await world.api.expect(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/disable`, { body });
  expect(await reveal(userId)).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
  await expectUnseen(userId);
});
