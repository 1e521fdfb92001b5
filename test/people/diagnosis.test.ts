import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, expect } from 'vitest';
import { config } from '../../infra.config.ts';
import { toItem } from '../../lib/store/items.ts';
import { keys } from '../../lib/store/keys.ts';
import { iso, order, period, signIn, useSettings } from '../support/accounts.ts';
import { diagnosisOf } from '../support/diagnosis.ts';
import { expectProblem } from '../support/expectations.ts';
import { attempt, createUser, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 1 }));

test('N.02 nothing is wrong with a user who is enrolled', async () => {
  const { userId } = await enrolledUser(world);
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: true,
    stage: 'enrolled',
    findings: [],
    steps: [],
  });
});

test('N.02 the diagnosis says that a user has no requirement', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  const found = { canSignIn: true, findings: ['informs: not-required'], steps: [] };
  expect(await diagnosisOf(world, userId)).toMatchObject(found);
});

test('N.02 a user who has not enrolled yet can sign in, and a setup link helps', async () => {
  const found = { canSignIn: true, findings: ['informs: not-enrolled'], steps: ['send-setup-link'] };
  expect(await diagnosisOf(world, await createUser(world))).toMatchObject(found);
});

test('N.02 a disabled account has to be enabled', async () => {
  const { userId } = await enrolledUser(world);
  await order(world, userId, 'disable');
  const found = { canSignIn: false, findings: ['blocks: account-disabled'], steps: ['enable'] };
  expect(await diagnosisOf(world, userId)).toMatchObject(found);
});

test('N.02 an expired account that is still enabled needs the reset, after the identity was verified', async () => {
  const userId = await createUser(world);
  world.advance(period);
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: false,
    stage: 'expired',
    findings: ['blocks: enrollment-expired'],
    steps: ['verify-identity', 'reset', 'restore-access'],
  });
});

test('0.15, N.02 the steps for an expired, disabled account are in the order that works: taking them repairs it', async () => {
  const userId = await createUser(world);
  world.advance(period);
  await signIn(world, userId);
  const found = await diagnosisOf(world, userId);
  expect(found).toMatchObject({
    canSignIn: false,
    findings: ['blocks: enrollment-expired', 'blocks: account-disabled'],
    steps: ['verify-identity', 'reset', 'enable', 'restore-access'],
  });
  expect(found.details['enable']).toMatch(/Without the reset it won't last/);
  for (const step of ['reset', 'enable'] as const) await order(world, userId, step);
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: true,
    findings: ['informs: not-enrolled'],
  });
  expect(await signIn(world, userId)).toMatchObject({ status: 201 });
});

test('1.05, N.02 a user whose backup codes are all used is warned of', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await attempt(world, verificationId, backupCodes[0] ?? '');
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: true,
    findings: ['warns: no-backup-codes'],
  });
});

test('N.02 an enrolled user whose tokens are all disabled has no active token; a backup code still lets them in', async () => {
  const { userId, tokenId, backupCodes } = await enrolledUser(world);
  const body = { confirmNoActiveToken: true };
  await world.api.expect(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/disable`, { body });
  const steps = ['verify-identity', 'enable-token', 'reset'];
  const found = { canSignIn: true, findings: ['warns: no-active-token'], steps };
  expect(await diagnosisOf(world, userId)).toMatchObject(found);
  const { verificationId } = await start(world, userId);
  expect(await attempt(world, verificationId, backupCodes[0] ?? '')).toMatchObject({ status: 200 });
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: false,
    findings: ['blocks: no-active-token', 'warns: no-backup-codes'],
  });
  expectProblem(await signIn(world, userId), 'no-usable-factor');
});

test('N.02 asking for the diagnosis of an expired account does not disable it', async () => {
  const userId = await createUser(world);
  world.advance(period);
  await diagnosisOf(world, userId);
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toMatchObject({ enabled: true });
});

test('N.02, rule 7 the diagnosis of a user who was sent all the codes of a day says until when, and not before', async () => {
  const userId = await createUser(world);
  const body = { type: 'email', email: 'ada@example.org' };
  await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  const most = config.sendCaps.perUserPerDay;
  const window = Math.floor(world.now / 86_400);
  for (const sent of [most - 1, most]) {
    const Item = toItem({ ...keys.sendCap(`user#${userId}`, window), sent });
    await world.client.send(new PutItemCommand({ TableName: world.tableName, Item }));
    const { findings, details } = await diagnosisOf(world, userId);
    expect(findings).toEqual(sent < most ? [] : ['blocks: send-limit']);
    if (sent === most) expect(details['send-limit']).toContain(iso((window + 1) * 86_400));
  }
});
