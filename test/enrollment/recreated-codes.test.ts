import { beforeEach, expect } from 'vitest';
import { countEvents, useSettings } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { holdWrite } from '../support/barrier.ts';
import { attempt, createUser, enrolledUser, start } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 3 }));

/** 3.14: makes a new set; the whole answer, whatever it is. */
const recreate = (userId: string, as: Caller = 'administrator') =>
  world.api.call('POST', `/v1/users/${userId}/backup-codes`, { as });

async function remaining(userId: string): Promise<number> {
  return (await world.api.expect(200, 'GET', `/v1/users/${userId}`)).backupCodesRemaining;
}

test('3.14 recreated codes are a whole new set, and the old set no longer works', async () => {
  const { userId, backupCodes: old } = await enrolledUser(world);
  const { status, body } = await recreate(userId);
  expect(status).toBe(200);
  expect(body.backupCodes).toHaveLength(3);
  const { verificationId } = await start(world, userId);
  for (const code of old) expect(await attempt(world, verificationId, code)).toMatchObject({ status: 401 });
  const accepted = await attempt(world, verificationId, body.backupCodes[0]);
  expect(accepted).toMatchObject({ status: 200, body: { backupCodesRemaining: 2 } });
});

test('3.14 a set is full again however many of the old one were used, in the number of the setting', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await attempt(world, verificationId, backupCodes[0] ?? '');
  await useSettings(world, { backupCodeCount: 4 });
  const { body } = await recreate(userId);
  expect([new Set(body.backupCodes).size, await remaining(userId)]).toEqual([4, 4]);
});

test('3.14 an old code that is overtaken by the new set is refused, and the new set is whole', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const held = holdWrite(world, 'verification.succeeded');
  const attempting = attempt(world, verificationId, backupCodes[0] ?? '');
  await held.reached;
  await recreate(userId);
  held.release();
  expect(await attempting).toMatchObject({ status: 401 });
  expect(await remaining(userId)).toBe(3);
});

test('3.14 of two sets made at once the codes of exactly one are valid', async () => {
  const { userId } = await enrolledUser(world);
  const answers = await Promise.all([recreate(userId), recreate(userId)]);
  const statuses: number[] = [];
  for (const { body } of answers) {
    const { verificationId } = await start(world, userId);
    statuses.push((await attempt(world, verificationId, body.backupCodes[0])).status);
  }
  expect(statuses.sort()).toEqual([200, 401]);
});

test('3.14 a user who is not enrolled gets no backup codes', async () => {
  const answer = await recreate(await createUser(world));
  expect(answer).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
});

test.each(['helpdesk', 'auditor'] as const)('2.02, D3 %s cannot recreate backup codes', async (role) => {
  const { userId } = await enrolledUser(world);
  expect(await recreate(userId, role)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await countEvents(world, userId, 'backup-codes.recreated')).toBe(0);
});

test('rule 6, rule 11 the new codes are shown once: not in the table, not in the event, not in the mail', async () => {
  const { userId } = await enrolledUser(world);
  const { body } = await recreate(userId);
  expect(await countEvents(world, userId, 'backup-codes.recreated')).toBe(1);
  const mails = world.mails.filter(({ to }) => to.startsWith(userId));
  expect(mails.filter(({ subject }) => /new backup codes/.test(subject))).toHaveLength(1);
  const places = [await tableText(world), JSON.stringify(mails)];
  for (const code of body.backupCodes) {
    const secret = code.replaceAll('-', '').slice(2);
    expect(places.some((place) => place.includes(code) || place.includes(secret))).toBe(false);
  }
});
