import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginEnrollment, countEvents, eventsOf, useSettings } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { keyOf, sendLink } from '../support/links.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
beforeEach(() => useSettings(world, { backupCodeCount: 2 }));
afterAll(() => world.stop());

/** 3.15: displays key and QR code; the whole answer, whatever it is. */
const reveal = (userId: string, as: Caller = 'administrator') =>
  world.api.call('POST', `/v1/users/${userId}/totp/reveal`, { as });

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
  const { secret } = await beginEnrollment(world, userId);
  const { status, body } = await reveal(userId);
  expect([status, body.exists, body.status, body.secret]).toEqual([200, true, 'PENDING', secret]);
  expect(body.otpauthUri).toContain(`secret=${secret}`);
  expect(body.qrCodeSvg).toMatch(/^<svg/);
});

test('3.15, D5 by default an active key is not shown: only until the first code confirms', async () => {
  const userId = await createUser(world);
  const { confirm } = await beginEnrollment(world, userId);
  expect(await reveal(userId)).toMatchObject({ status: 200 });
  await confirm();
  const answer = await reveal(userId);
  expect(answer).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
  expect(await countEvents(world, userId, 'key.revealed')).toBe(1);
});

test('3.15, D5 with "never" no key is shown, neither pending nor active', async () => {
  await useSettings(world, { secretDisplay: 'never', backupCodeCount: 1 });
  const { userId } = await enrolledUser(world);
  const waiting = await createUser(world);
  const { secret } = await beginEnrollment(world, waiting);
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

test('D5, N.11 every display is an event that names who looked, without the key, and a mail to the user', async () => {
  await useSettings(world, { secretDisplay: 'privileged' });
  const { userId, secret } = await enrolledUser(world);
  for (let displays = 0; displays < 3; displays++) await reveal(userId);
  const events = (await eventsOf(world, userId)).filter(({ type }) => type === 'key.revealed');
  expect(events.map(({ actor }) => actor)).toEqual(Array(3).fill('operator:the-administrator'));
  expect(JSON.stringify(events)).not.toContain(secret);
  expect(noticesTo(userId)).toBe(3);
  expect(world.mails.filter(({ text, html }) => `${text}${html}`.includes(secret))).toEqual([]);
});

test('D5 a generated key that an operator has seen is not the one that a later link enrolls', async () => {
  const userId = await createUser(world);
  await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: {} });
  const { body } = await reveal(userId);
  expect(await keyOf(world, await sendLink(world, userId))).not.toBe(body.secret);
});
