import { beforeAll, expect, vi } from 'vitest';
import { countEvents } from '../support/accounts.ts';
import { failCalls, loseReply } from '../support/faults.ts';
import { appCode, attempt, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeAll(() => {
  vi.spyOn(console, 'error').mockReturnValue();
});

const conflict = { name: 'TransactionConflictException', status: 400, fault: 'client' } as const;

test('rule 3: a right code whose write meets a transaction of the same user is written after it', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  failCalls(world, 'UpdateItem', 2, conflict);
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(1);
});

test('rule 3: a wrong code that is written, and whose repetition meets a transaction, is counted once', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  loseReply(world, 'UpdateItem', undefined, conflict);
  const { status, body } = await attempt(world, verificationId, wrongCode(secret, world.now));
  expect({ status, left: body.attemptsRemaining }).toEqual({ status: 401, left: 4 });
  expect(await countEvents(world, userId, 'verification.failed')).toBe(1);
});

test('rule 3: a sign-in in one call that meets a transaction of the same user is written after it', async () => {
  const { userId, secret } = await enrolledUser(world);
  loseReply(world, 'UpdateItem', undefined, conflict);
  const code = appCode(secret, world.now);
  expect(await start(world, userId, { code })).toMatchObject({ status: 'verified' });
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(1);
});

test('reliability: what meets transactions at every try answers 503 and when to try again', async () => {
  failCalls(world, 'PutItem', 1, conflict);
  const answer = await world.api.call('PUT', '/v1/settings', { body: { issuer: 'Met' } });
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
});
