import { beforeEach, expect } from 'vitest';
import { iso, order, useFewBackupCodes, useSettings } from '../support/accounts.ts';
import { diagnosisOf } from '../support/diagnosis.ts';
import { attempt, type Enrolled, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});
beforeEach(() => useSettings(world, { backupCodeCount: 1 }));

async function fail({ userId, secret }: Enrolled, times: number): Promise<void> {
  const { verificationId } = await start(world, userId);
  for (let i = 0; i < times; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
}

test('N.02, rule 2 the diagnosis says until when an account is throttled, and that only waiting or a backup code helps', async () => {
  const user = await enrolledUser(world);
  for (const times of [5, 5]) await fail(user, times);
  const found = await diagnosisOf(world, user.userId);
  expect(found).toMatchObject({ canSignIn: true, steps: ['wait', 'sign-in-again', 'correct-clock'] });
  const narrowed = ['warns: verification-locked', 'warns: window-narrowed'];
  expect(found.findings).toEqual(['warns: account-throttled', ...narrowed]);
  expect(found.details['wait']).toMatch(/A backup code still works/);
  expect(found.details['account-throttled']).toContain(iso(world.now + 30));
  world.advance(30);
  expect((await diagnosisOf(world, user.userId)).findings).toEqual(narrowed);
});

test('N.02 a backup code is not advised to a throttled user who has none', async () => {
  const user = await enrolledUser(world);
  await fail(user, 5);
  const { verificationId } = await start(world, user.userId);
  await attempt(world, verificationId, user.backupCodes[0] ?? '');
  for (const times of [5, 5]) await fail(user, times);
  const found = await diagnosisOf(world, user.userId);
  expect(found.canSignIn).toBe(false);
  expect(found.findings).toContain('blocks: account-throttled');
  expect(found.details['wait']).not.toMatch(/backup code/);
});

test('1.18, N.02 a locked sign-in is no reason for a reset: a fresh one starts at zero', async () => {
  const user = await enrolledUser(world);
  await fail(user, 5);
  const found = { canSignIn: true, findings: ['warns: verification-locked', 'warns: window-narrowed'] };
  expect(await diagnosisOf(world, user.userId)).toMatchObject({
    ...found,
    steps: ['sign-in-again', 'correct-clock'],
  });
  world.advance(600);
  expect(await diagnosisOf(world, user.userId)).toMatchObject({ findings: ['warns: window-narrowed'] });
  world.advance(86_400);
  expect(await diagnosisOf(world, user.userId)).toMatchObject({ findings: [] });
});

test('N.02, rule 2 a token that failed 100 times in a row is named as locked, and the reset as the way out', async () => {
  const user = await enrolledUser(world);
  for (const times of [5, 5]) await fail(user, times);
  for (let failures = 10; failures < 100; failures++) {
    world.advance(3_600);
    await fail(user, 1);
  }
  world.advance(3_600);
  expect(await diagnosisOf(world, user.userId)).toMatchObject({
    canSignIn: true,
    findings: ['warns: token-locked'],
    steps: ['verify-identity', 'reset'],
  });
  const { verificationId } = await start(world, user.userId);
  expect(await attempt(world, verificationId, user.backupCodes[0] ?? '')).toMatchObject({ status: 200 });
  await order(world, user.userId, 'reset');
  expect(await diagnosisOf(world, user.userId)).toMatchObject({ canSignIn: true });
});
