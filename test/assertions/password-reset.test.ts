import { decodeJwt } from 'jose';
import { describe, expect } from 'vitest';
import { eventsOf, useFewBackupCodes } from '../support/accounts.ts';
import { attestedSignIn, checkOffline, classFor, keySet, redeem } from '../support/assertions.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification, tryStart } from '../support/guesses.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const reset = { purpose: 'password-reset' };
const order = { deliverBy: 'E', resetBy: 1, changeWithinMinutes: 30 } as const;

test('3.08 a password reset is verified, and the answer and its assertion carry what the class orders', async () => {
  const person = await enrolledUser(world, { class: await classFor(world, { verifyBy: 'M', ...order }) });
  const answer = await attestedSignIn(world, person, reset);
  expect(answer.policy).toEqual(order);
  const { payload } = await checkOffline(world, answer.assertion, await keySet(world));
  expect(payload).toMatchObject({
    sub: person.userId,
    purpose: 'password-reset',
    policy: order,
    amr: ['totp'],
    exp: Date.parse(answer.verifiedAt) / 1000 + 30 * 60,
  });
  expect(await redeem(world, answer.assertion)).toMatchObject({
    status: 200,
    body: { purpose: 'password-reset', policy: order },
  });
  expectProblem(await redeem(world, answer.assertion), 'conflict');
});

test('3.08 starting and reading one tells the policy, and neither the assertion', async () => {
  const { userId } = await enrolledUser(world, { class: await classFor(world, { verifyBy: 'M', ...order }) });
  const started = await start(world, userId, reset);
  expect(started).toMatchObject({ status: 'challenge', policy: order });
  expect(started).not.toHaveProperty('assertion');
  expect((await readVerification(world, started.verificationId)).body).toEqual(started);
  expect(await start(world, userId)).not.toHaveProperty('policy');
});

test.each([
  [1, 60],
  [998, 998 * 60],
  [999, 86_400],
])('3.08 to be changed within %i minutes: the assertion is good for %i seconds', async (minutes, seconds) => {
  const name = await classFor(world, { verifyBy: 'M', changeWithinMinutes: minutes });
  const { assertion } = await attestedSignIn(world, await enrolledUser(world, { class: name }), reset);
  const { iat = 0, exp } = decodeJwt(assertion);
  expect(exp).toBe(iat + seconds);
});

test('3.08 whoever is in no class is under the policy that is built in', async () => {
  const { policy } = await start(world, (await enrolledUser(world)).userId, reset);
  expect(policy).toEqual({ deliverBy: 'N', resetBy: 9, changeWithinMinutes: 10 });
});

describe('3.08 a class that verifies nobody', () => {
  test('gets the policy and an assertion that says so with the start, enrolled or not', async () => {
    const name = await classFor(world, { verifyBy: 'N', ...order });
    for (const userId of [
      (await enrolledUser(world, { class: name })).userId,
      await createUser(world, { class: name }),
    ]) {
      const started = await start(world, userId, reset);
      expect(started).toMatchObject({ status: 'not-required', factors: [], policy: order });
      const { payload } = await checkOffline(world, started.assertion, await keySet(world));
      expect(payload).toMatchObject({ sub: userId, amr: ['none'], purpose: 'password-reset', policy: order });
      expect(payload).not.toHaveProperty('tokenId');
      expect((await readVerification(world, started.verificationId)).body).not.toHaveProperty('assertion');
      const events = await eventsOf(world, userId);
      expect(events.find(({ type }) => type === 'verification.started')?.details).toMatchObject({
        purpose: 'password-reset',
        status: 'not-required',
        assertion: true,
      });
      expect((await redeem(world, started.assertion)).status).toBe(200);
      expectProblem(await redeem(world, started.assertion), 'conflict');
    }
  });

  test('verifies its sign-ins and approvals all the same', async () => {
    const { userId } = await enrolledUser(world, { class: await classFor(world, { verifyBy: 'N' }) });
    for (const purpose of ['sign-in', 'approval']) {
      const started = await start(world, userId, { purpose, assertion: true });
      expect(started.status).toBe('challenge');
      expect(started).not.toHaveProperty('assertion');
    }
  });

  test('gets nothing for an account that is disabled', async () => {
    const { userId } = await enrolledUser(world, { class: await classFor(world, { verifyBy: 'N' }) });
    await world.api.expect(200, 'POST', `/v1/users/${userId}/disable`, { body: {} });
    expectProblem(await tryStart(world, userId, reset), 'account-disabled');
  });
});

test('3.08 a user without a required second factor gets no assertion if the class wants one verified', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  const started = await start(world, userId, { ...reset, assertion: true });
  expect(started.status).toBe('not-required');
  expect(started).not.toHaveProperty('assertion');
});

test('3.08 nobody enrolls in a password reset: whoever asks for one has not shown the old password', async () => {
  const userId = await createUser(world);
  const { verificationId, status } = await start(world, userId, reset);
  expect(status).toBe('enrollment-required');
  const path = `/v1/verifications/${verificationId}/enrollment`;
  expectProblem(await world.api.call('POST', path, { as: 'application' }), 'not-allowed-in-state');
  // Nor does a key that was started elsewhere become active through one.
  const other = await start(world, userId);
  const { secret } = await world.api.expect(
    201,
    'POST',
    `/v1/verifications/${other.verificationId}/enrollment`,
    { as: 'application' },
  );
  const body = { code: appCode(secret, world.now) };
  expectProblem(
    await world.api.call('POST', `${path}/confirmation`, { as: 'application', body }),
    'not-allowed-in-state',
  );
});

describe('3.08 a class that verifies by a code that is sent', () => {
  let numbers = 0;
  const withEverything = async (verifyBy: 'C' | 'E') => {
    const userId = await createUser(world, { class: await classFor(world, { verifyBy }) });
    const { secret, backupCodes } = await enroll(world, userId);
    const add = (body: object) => world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
    const sms = await add({ type: 'sms', phone: `+4474001${34_000 + numbers++}` });
    const email = await add({ type: 'email', email: `${userId}@mail.example.org` });
    return { userId, secret, backupCodes, C: sms.tokenId, E: email.tokenId };
  };
  const send = (verificationId: string, tokenId: string) =>
    world.api.call('POST', `/v1/verifications/${verificationId}/challenges`, {
      as: 'application',
      body: { tokenId },
    });

  test.each(['C', 'E'] as const)('%s offers and accepts that and nothing else', async (verifyBy) => {
    const person = await withEverything(verifyBy);
    const { verificationId, factors } = await start(world, person.userId, reset);
    expect(factors.map(({ tokenId }: { tokenId: string }) => tokenId)).toEqual([person[verifyBy]]);
    const [backupCode = ''] = person.backupCodes;
    for (const code of [appCode(person.secret, world.now), backupCode]) {
      expectProblem(await attempt(world, verificationId, code), 'invalid-code');
    }
    const other = verifyBy === 'C' ? person.E : person.C;
    expectProblem(await send(verificationId, other), 'token-not-found');
    expect((await send(verificationId, person[verifyBy])).status).toBe(202);
    await world.drain();
    const sent = verifyBy === 'C' ? world.texts : world.mails;
    const [, code = ''] = /(\d{6}) is your code|Your code is (\d{6})/
      .exec(
        sent
          .map(({ text }) => text)
          .findLast((text) => text.includes('code is') || text.includes('is your code')) ?? '',
      )
      ?.filter(Boolean) ?? [''];
    const { status, body } = await attempt(world, verificationId, code);
    expect(status).toBe(200);
    expect(decodeJwt(body.assertion)).toMatchObject({ amr: [verifyBy === 'C' ? 'sms' : 'email'] });
    // The refused ones were not used up.
    const signIn = await start(world, person.userId);
    expect((await attempt(world, signIn.verificationId, backupCode)).status).toBe(200);
  });
});
