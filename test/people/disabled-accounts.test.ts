import { beforeEach, expect } from 'vitest';
import {
  beginEnrollment,
  countEvents,
  eventsOf,
  order,
  signIn,
  statusView,
  useFewBackupCodes,
  useSettings,
} from '../support/accounts.ts';
import { appCode, attempt, createUser, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});
beforeEach(() => useSettings(world, { backupCodeCount: 2 }));

const refused = { status: 403, body: { code: 'account-disabled' } };

test('0.16 a disabled account starts no verification', async () => {
  const { userId } = await enrolledUser(world);
  await order(world, userId, 'disable');
  expect(await signIn(world, userId)).toMatchObject(refused);
});

test('0.16 an account disabled mid-verification is refused with the right TOTP code', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await order(world, userId, 'disable');
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject(refused);
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(0);
});

test('0.16 an account disabled mid-verification is refused with a right backup code, which is not spent', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const [code = ''] = backupCodes;
  const { verificationId } = await start(world, userId);
  await order(world, userId, 'disable');
  expect(await attempt(world, verificationId, code)).toMatchObject(refused);
  await order(world, userId, 'enable');
  const { verificationId: fresh } = await start(world, userId);
  expect(await attempt(world, fresh, code)).toMatchObject({ status: 200, body: { backupCodesRemaining: 1 } });
});

test('0.16 a wrong code on a disabled account is refused in the same words and counts nothing', async () => {
  const { userId } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await order(world, userId, 'disable');
  for (let guess = 0; guess < 12; guess++) {
    expect(await attempt(world, verificationId, '000000')).toMatchObject(refused);
  }
  await order(world, userId, 'enable');
  expect(await signIn(world, userId)).toMatchObject({ status: 201 });
});

test('0.16 a verification that was open when the account was disabled stays over after it is enabled', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await order(world, userId, 'disable');
  await order(world, userId, 'enable');
  const answer = await attempt(world, verificationId, appCode(secret, world.now));
  expect(answer).toMatchObject({ status: 410, body: { code: 'verification-expired' } });
});

test('0.16 enrollment inside a verification is refused once the account is disabled', async () => {
  const userId = await createUser(world);
  const { path, confirm } = await beginEnrollment(world, userId);
  await order(world, userId, 'disable');
  expect(await world.api.call('POST', path, { as: 'application' })).toMatchObject(refused);
  expect(await confirm()).toMatchObject(refused);
});

test('0.16 right codes that race with the disabling are accepted before it or not at all', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  const codes = [appCode(secret, world.now), ...backupCodes];
  const sessions = await Promise.all(codes.map(() => start(world, userId)));
  const attempts = codes.map((code, i) => attempt(world, sessions[i].verificationId, code));
  const [disabled, ...answers] = await Promise.all([order(world, userId, 'disable'), ...attempts]);
  expect(disabled.status).toBe(200);
  expect(answers.every(({ status }) => status === 200 || status === 403)).toBe(true);
  const accepted = answers.filter(({ status }) => status === 200).length;
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(accepted);
  expect(await signIn(world, userId)).toMatchObject(refused);
});

test('0.02, 0.16 the view of a disabled account differs in Account Enabled only', async () => {
  const { userId } = await enrolledUser(world);
  const before = await statusView(world, userId);
  await order(world, userId, 'disable');
  const [, ...rest] = before.shown;
  const expected = { ...before, shown: [['Account Enabled', 'False'], ...rest] };
  expect(await statusView(world, userId)).toEqual(expected);
});

test('0.14 disabling and enabling twice each changes the account once, with the reason given', async () => {
  const userId = await createUser(world);
  for (const action of ['disable', 'disable', 'enable', 'enable']) {
    const body = { reason: `please ${action}` };
    await world.api.expect(200, 'POST', `/v1/users/${userId}/${action}`, { body });
  }
  const events = (await eventsOf(world, userId)).filter(({ type }) => type.startsWith('account.'));
  expect(events.map(({ type, reason, actor }) => [type, reason, actor]).sort()).toEqual([
    ['account.disabled', 'please disable', 'operator:the-administrator'],
    ['account.enabled', 'please enable', 'operator:the-administrator'],
  ]);
});
