import { expect } from 'vitest';
import { countEvents, isEnabled } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { loseReply } from '../support/faults.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, newId, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test('rule 3: a sign-in in one call whose write lost its reply is verified, once', async () => {
  const { userId, secret } = await enrolledUser(world);
  loseReply(world, 'UpdateItem');
  const code = appCode(secret, world.now);
  expect(await start(world, userId, { code })).toMatchObject({ status: 'verified' });
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(1);
});

/** Somebody else's change of the same account. */
const rename = (userId: string) =>
  world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { displayName: 'Another name' } });

test('rule 3: a right code whose write lost its reply is verified, once', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  loseReply(world, 'UpdateItem');
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(1);
});

test('rule 3: a wrong code whose write lost its reply is counted once', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  loseReply(world, 'UpdateItem');
  const answer = await attempt(world, verificationId, wrongCode(secret, world.now));
  expectProblem(answer, 'invalid-code');
  expect(answer.body.attemptsRemaining).toBe(4);
  expect((await readVerification(world, verificationId)).body.attemptsRemaining).toBe(4);
  expect(await countEvents(world, userId, 'verification.failed')).toBe(1);
});

test('3.14 a backup code whose transaction lost its reply is verified, and spent once', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  loseReply(world, 'TransactWriteItems');
  const answer = await attempt(world, verificationId, backupCodes[0] ?? '');
  expect(answer).toMatchObject({ status: 200, body: { backupCodesRemaining: 9 } });
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(1);
});

test('rule 3: a verified answer survives that somebody else wrote before the second try', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  loseReply(world, 'UpdateItem', () => rename(userId));
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  expect(await countEvents(world, userId, 'verification.succeeded')).toBe(1);
});

test('rule 3: a wrong code is counted once though somebody else wrote before the second try', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  loseReply(world, 'UpdateItem', () => rename(userId));
  const answer = await attempt(world, verificationId, wrongCode(secret, world.now));
  expectProblem(answer, 'invalid-code');
  expect(answer.body.attemptsRemaining).toBe(4);
});

test('rule 3: a wrong code is counted once though another one of its verification came before the second try', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const wrong = wrongCode(secret, world.now);
  loseReply(world, 'UpdateItem', () => attempt(world, verificationId, wrong));
  const answer = await attempt(world, verificationId, wrong);
  expectProblem(answer, 'invalid-code');
  expect(answer.body.attemptsRemaining).toBe(4);
  expect((await readVerification(world, verificationId)).body.attemptsRemaining).toBe(3);
  expect(await countEvents(world, userId, 'verification.failed')).toBe(2);
});

test('0.14 an account that was enabled meanwhile stays so: the lost disabling is not done a second time', async () => {
  const { userId } = await enrolledUser(world);
  const { api } = world;
  const enable = () => api.expect(200, 'POST', `/v1/users/${userId}/enable`, { body: {} });
  loseReply(world, 'UpdateItem', enable);
  await api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
  expect(await isEnabled(world, userId)).toBe(true);
  expect(await countEvents(world, userId, 'account.disabled')).toBe(1);
});

test('1.13 an enrollment whose confirmation lost its reply is whole, and its codes are the ones shown', async () => {
  const userId = await createUser(world);
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  loseReply(world, 'UpdateItem');
  const { secret } = await world.api.expect(201, 'POST', path, { as: 'application' });
  loseReply(world, 'TransactWriteItems');
  const { backupCodes } = await world.api.expect(200, 'POST', `${path}/confirmation`, {
    as: 'application',
    body: { code: appCode(secret, world.now) },
  });
  const next = await start(world, userId);
  expect(await attempt(world, next.verificationId, backupCodes[0])).toMatchObject({ status: 200 });
  expect(await countEvents(world, userId, 'enrollment.started')).toBe(1);
  expect(await countEvents(world, userId, 'enrollment.confirmed')).toBe(1);
});

test('rule 11: creating a user whose reply was lost answers 201, with one event', async () => {
  const userId = newId();
  loseReply(world, 'TransactWriteItems');
  await world.api.expect(201, 'POST', '/v1/users', {
    body: { userId, displayName: 'Lost', email: 'lost@example.org' },
  });
  expect(await countEvents(world, userId, 'user.created')).toBe(1);
});

test('1.17 settings whose write lost its reply are changed, with one event', async () => {
  loseReply(world, 'PutItem');
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { issuer: 'Lost' } });
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
  expect(items.filter(({ type }: { type: string }) => type === 'settings.changed')).toHaveLength(1);
});
