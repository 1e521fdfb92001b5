import { expect } from 'vitest';
import { keys } from '../../lib/store/keys.ts';
import { countEvents, eventsOf, order, useFewBackupCodes } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { attestedSignIn, coldFunction, otherApplication, redeem } from '../support/assertions.ts';
import { expectProblem } from '../support/expectations.ts';
import { loseReply } from '../support/faults.ts';
import { appCode, createUser, enroll, newId, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

test('3.08 the service checks an assertion and tells what it says, once', async () => {
  const { assertion, userId, verificationId, verifiedAt, tokenId } = await attestedSignIn(world);
  expect(await redeem(world, assertion)).toMatchObject({
    status: 200,
    body: {
      userId,
      purpose: 'sign-in',
      application: 'app',
      verificationId,
      verifiedAt,
      expiresAt: new Date(Date.parse(verifiedAt) + 300_000).toISOString(),
      amr: ['totp'],
      tokenId,
    },
  });
  for (let i = 0; i < 3; i++) expectProblem(await redeem(world, assertion), 'conflict');
});

test('G1 of 64 callers in eight functions who redeem the same assertion exactly one gets its content', async () => {
  for (let round = 0; round < 3; round++) {
    const { assertion } = await attestedSignIn(world);
    const functions = Array.from({ length: 8 }, () => coldFunction(world).api);
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        functions[i % 8]?.call('POST', '/v1/assertions/redeem', { as: 'application', body: { assertion } }),
      ),
    );
    const statuses = answers.map((answer) => answer?.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(63);
  }
});

test('rule 3: a redemption whose write lost its reply is answered, and counts once', async () => {
  const { assertion, userId } = await attestedSignIn(world);
  loseReply(world, 'PutItem');
  expect((await redeem(world, assertion)).status).toBe(200);
  expectProblem(await redeem(world, assertion), 'conflict');
  expect(await countEvents(world, userId, 'assertion.redeemed')).toBe(1);
});

test('rule 3: a retry with the same Idempotency-Key gets the answer again, and nobody else does', async () => {
  const { assertion, userId } = await attestedSignIn(world);
  const ask = (key: string, as: Caller = 'application') =>
    world.api.call('POST', '/v1/assertions/redeem', {
      as,
      body: { assertion },
      headers: { 'idempotency-key': key },
    });
  const first = await ask('k');
  expect(first.status).toBe(200);
  expect(await ask('k')).toEqual(first);
  expectProblem(await ask('other'), 'conflict');
  expectProblem(await ask('k', otherApplication), 'conflict');
  expectProblem(await redeem(world, assertion), 'conflict');
  expect(await countEvents(world, userId, 'assertion.redeemed')).toBe(1);
});

test('3.08 whoever was handed it may redeem it, and learns which application it was given to', async () => {
  const { assertion } = await attestedSignIn(world);
  expect(await redeem(world, assertion, otherApplication)).toMatchObject({
    status: 200,
    body: { application: 'app' },
  });
  expectProblem(await redeem(world, assertion), 'conflict');
});

test('rule 11: a redemption is one event, with who redeemed it, and the note of it may go later', async () => {
  const { assertion, userId, verificationId } = await attestedSignIn(world);
  await Promise.all([redeem(world, assertion, otherApplication), redeem(world, assertion, otherApplication)]);
  const events = (await eventsOf(world, userId)).filter(({ type }) => type === 'assertion.redeemed');
  expect(events).toMatchObject([
    {
      actor: 'application:other',
      details: { verification: verificationId.split('.')[0], purpose: 'sign-in' },
    },
  ]);
  const [note] = (await world.everything()).filter(({ pk }) => pk?.S === keys.redeemed(verificationId).pk);
  expect(Number(note?.['purgeAt']?.N)).toBeGreaterThan(world.now + 300);
  const succeeded = (await eventsOf(world, userId)).find(({ type }) => type === 'verification.succeeded');
  expect(succeeded?.details).toMatchObject({ assertion: true });
});

test('0.16 an assertion ends with the disabling of its account, and enabling does not bring it back', async () => {
  const { assertion, userId } = await attestedSignIn(world);
  await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
  expectProblem(await redeem(world, assertion), 'account-disabled');
  await world.api.expect(200, 'POST', `/v1/users/${userId}/enable`, { body: {} });
  expectProblem(await redeem(world, assertion), 'verification-expired');
});

test('1.12 an assertion ends with a reset of the enrollment, also when the user has enrolled again since', async () => {
  const { assertion, userId } = await attestedSignIn(world);
  await order(world, userId, 'reset');
  expectProblem(await redeem(world, assertion), 'verification-expired');
  await enroll(world, userId);
  expectProblem(await redeem(world, assertion), 'verification-expired');
});

test('3.09 an assertion ends with a new id of its user', async () => {
  const { assertion, userId } = await attestedSignIn(world);
  const newUserId = newId('renamed');
  await world.api.expect(200, 'POST', `/v1/users/${userId}/rename`, { body: { newUserId } });
  expectProblem(await redeem(world, assertion), 'user-not-found');
});

test('rule 9: an assertion says nothing of somebody who was given the id later', async () => {
  const { assertion, userId } = await attestedSignIn(world);
  await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
  expectProblem(await redeem(world, assertion), 'user-not-found');
  world.advance(1);
  await world.api.expect(201, 'POST', '/v1/users', {
    body: { userId, displayName: 'Somebody else', email: 'else@example.org' },
  });
  expectProblem(await redeem(world, assertion), 'user-not-found');
});

test('3.08 the assertion of another deployment is none of this one', async () => {
  const { assertion } = await attestedSignIn(world);
  const { api } = coldFunction(
    Object.create(world, {
      services: { value: { ...world.services, origin: 'https://elsewhere.test' } },
    }),
  );
  const answer = await api.call('POST', '/v1/assertions/redeem', { as: 'application', body: { assertion } });
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors).toEqual([{ path: 'assertion', message: 'is not an assertion of this service' }]);
});

test('rule 13: a redemption needs an assertion and nothing else', async () => {
  for (const body of [
    {},
    { assertion: '' },
    { assertion: 1 },
    { assertion: 'x'.repeat(6_001) },
    { assertion: 'x', userId: newId() },
  ]) {
    const answer = await world.api.call('POST', '/v1/assertions/redeem', { as: 'application', body });
    expectProblem(answer, 'invalid-request');
  }
});

test("3.11 an assertion of an id's previous holder is refused for its present one", async () => {
  const older = await createUser(world);
  world.advance(60);
  const { assertion, userId } = await attestedSignIn(world);
  const rename = (from: string, newUserId: string) =>
    world.api.expect(200, 'POST', `/v1/users/${from}/rename`, { body: { newUserId } });
  await rename(userId, newId('moved'));
  world.advance(1);
  await rename(older, userId);
  expectProblem(await redeem(world, assertion), 'user-not-found');
});

test('3.08 the first sign-in, in which the user enrolls, carries the assertion that was asked for', async () => {
  const userId = await createUser(world);
  const { verificationId } = await start(world, userId, { assertion: true });
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const as = 'application' as const;
  const { secret } = await world.api.expect(201, 'POST', path, { as });
  const body = { code: appCode(secret, world.now) };
  const { assertion } = await world.api.expect(200, 'POST', `${path}/confirmation`, { as, body });
  expect(await redeem(world, assertion)).toMatchObject({
    status: 200,
    body: { userId, verificationId, amr: ['totp'], purpose: 'sign-in' },
  });
});

test('3.08 a user without a required second factor gets an assertion that says so, if it was requested', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  expect(await start(world, userId)).not.toHaveProperty('assertion');
  const { assertion, status } = await start(world, userId, { assertion: true });
  expect(status).toBe('not-required');
  expect(await redeem(world, assertion)).toMatchObject({ status: 200, body: { userId, amr: ['none'] } });
});
