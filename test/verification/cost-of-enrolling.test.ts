import { expect } from 'vitest';
import type { UserState } from '../../lib/domain/user-state.ts';
import type { Item } from '../../lib/store/items.ts';
import { encodeState } from '../../lib/store/state-item.ts';
import { itemsOf } from '../support/faults.ts';
import { appCode, createUser, enroll, start } from '../support/people.ts';
import { bytesOf, indexWrites } from '../support/sizes.ts';
import { test, world } from '../support/world-test.ts';

const kilobyte = 1_024;

test('performance: enrolling and confirming, with ten backup codes, costs at most 1 read and 10 write units', async () => {
  const userId = await createUser(world);
  await world.services.keyring.current();
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const before = await itemsOf(world, userId);
  const from = world.calls.length;
  const { secret } = await world.api.expect(201, 'POST', path, { as: 'application' });
  const body = { code: appCode(secret, world.now) };
  await world.api.expect(200, 'POST', `${path}/confirmation`, { as: 'application', body });

  const calls = world.calls.slice(from);
  expect(calls.map(({ name }) => name)).toEqual(['Query', 'UpdateItem', 'Query', 'TransactWriteItems']);
  expect(calls.reduce((sum, { read }) => sum + read, 0)).toBeLessThanOrEqual(1);
  // Each of the three items of the transaction is below a kilobyte: two units, whatever DynamoDB Local says.
  const after = await itemsOf(world, userId);
  expect(Math.max(...after.map(bytesOf))).toBeLessThan(kilobyte);
  const ofTable = calls.reduce((sum, { write }) => sum + write, 0);
  const find = (items: Item[], sk: string) => items.find((item) => item['sk']?.S === sk);
  const ofIndexes = after.reduce(
    (sum, item) => sum + indexWrites(find(before, item['sk']?.S ?? ''), item),
    0,
  );
  expect(ofIndexes).toBe(3);
  expect(ofTable + ofIndexes).toBeLessThanOrEqual(10);
});

test('performance: a token and a set of backup codes stay below a kilobyte for the longest user id', async () => {
  const userId = '𝔘'.repeat(32);
  const body = { userId, displayName: 'Long', email: 'long@example.org' };
  await world.api.expect(201, 'POST', '/v1/users', { body });
  await enroll(world, userId);
  for (const item of await itemsOf(world, userId)) expect(bytesOf(item)).toBeLessThan(kilobyte);
});

test('performance: with five verified sessions, five tokens and a long user id STATE stays within a kilobyte', () => {
  const now = world.now;
  const tokens = ids(5, 12).map((id) => [
    id,
    { status: 'active', failures: 0, lastUsedMovingFactor: Math.floor(now / 30), lastUsedAt: now },
  ]);
  const sessions = ids(5, 11).map((id) => [
    id,
    {
      status: 'verified',
      attempts: 4,
      expiresAt: now + 600,
      attemptId: 'a'.repeat(11),
      tokenId: tokens[0]?.[0],
      verifiedAt: now,
    },
  ]);
  const userId = 'u'.repeat(64);
  const state: UserState = {
    userId,
    version: 9_999,
    generation: 999,
    enabled: true,
    active: true,
    required: true,
    enrolledAt: now,
    periodStartedAt: now,
    tokens: Object.fromEntries(tokens),
    codes: { setId: 's'.repeat(12), remaining: 10 },
    failures: { consecutive: 9, hours: { [Math.floor(now / 3_600)]: 9 }, backupCodes: [now] },
    sessions: Object.fromEntries(sessions),
    epoch: 999,
    event: {
      id: 'e'.repeat(22),
      type: 'verification.succeeded',
      at: now * 1_000 + 999,
      actor: 'application:sign-in',
      userId,
      details: {
        type: 'totp',
        verification: 'v'.repeat(11),
        purpose: 'sign-in',
        clientIp: '2001:db8:85a3:8d3:1319:8a2e:370:7348',
        spent: `${'t'.repeat(12)} 60000000`,
      },
    },
  };
  expect(bytesOf(encodeState(state))).toBeLessThanOrEqual(kilobyte);
});

const ids = (count: number, length: number): string[] =>
  Array.from({ length: count }, (_, i) => String(i).padStart(length, 'x'));
