import { afterEach, beforeAll, describe, expect } from 'vitest';
import { parseCode } from '../../../lib/domain/codes.ts';
import { day, eventsOf, order, signIn, useFewBackupCodes, useSettings } from '../../support/accounts.ts';
import { expectProblem } from '../../support/expectations.ts';
import { appCode, attempt, createUser, type Enrolled, enrolledUser, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const pathOf = ({ userId }: { userId: string }): string => `/v1/users/${userId}/lost-token`;

const lose = (user: Enrolled, days = 3) =>
  world.api.expect(201, 'POST', pathOf(user), {
    body: { tokenId: user.tokenId, days, identityVerified: true, reason: 'left in a train' },
  });

async function verify({ userId }: { userId: string }, code: string, more: object = {}) {
  const { verificationId } = await start(world, userId);
  return attempt(world, verificationId, code, more);
}

/** Another code of the right form. */
const wrong = (code: string): string => `${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`;

const statusOfToken = async ({ userId, tokenId }: Enrolled): Promise<string> =>
  (await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens/${tokenId}`)).status;

describe('P.12 the code for a lost token', () => {
  test('P.12 signs in several times, while the token is disabled by the same write', async () => {
    const user = await enrolledUser(world);
    const { code, validUntil } = await lose(user);
    expect(parseCode(code)?.kind).toBe('look-up');
    expect(Date.parse(validUntil)).toBe((world.now + 3 * day) * 1000);
    expect(await statusOfToken(user)).toBe('DISABLED');
    for (let uses = 0; uses < 3; uses++) {
      expect(await verify(user, code)).toMatchObject({
        status: 200,
        body: { status: 'verified', tokenId: 'lost-token', type: 'lost-token' },
      });
      world.advance(3_600);
    }
    expectProblem(await verify(user, appCode(user.secret, world.now)), 'invalid-code');
  });

  test('P.12 is offered as a factor beside the backup codes, and no token is', async () => {
    const user = await enrolledUser(world);
    const before = await start(world, user.userId);
    expect(before.factors.map(({ type }: { type: string }) => type)).toEqual(['totp', 'backup-codes']);
    await lose(user);
    const { factors, status } = await start(world, user.userId);
    expect(status).toBe('challenge');
    expect(factors).toEqual([
      expect.objectContaining({ tokenId: 'backup-codes', mode: 'look-up' }),
      {
        tokenId: 'lost-token',
        type: 'lost-token',
        typeName: 'Code for a lost token',
        label: 'Code for a lost token',
        device: null,
        mode: 'look-up',
      },
    ]);
  });

  test('P.12 is taken when it is named, and backup codes go on beside it', async () => {
    const user = await enrolledUser(world);
    const { code } = await lose(user);
    expect(await verify(user, code, { tokenId: 'lost-token' })).toMatchObject({ status: 200 });
    expectProblem(await verify(user, code, { tokenId: 'backup-codes' }), 'invalid-code');
    const [backupCode = ''] = user.backupCodes;
    expectProblem(await verify(user, backupCode, { tokenId: 'lost-token' }), 'invalid-code');
    expect(await verify(user, backupCode)).toMatchObject({ status: 200, body: { type: 'backup-codes' } });
  });

  test('P.12 a retry of an accepted attempt gets the same answer', async () => {
    const user = await enrolledUser(world);
    const { code } = await lose(user);
    const { verificationId } = await start(world, user.userId);
    const again = () =>
      world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
        as: 'application',
        body: { code },
        headers: { 'idempotency-key': 'the-same-attempt' },
      });
    const first = await again();
    expect(first.status).toBe(200);
    expect((await again()).body).toEqual(first.body);
  });

  test('P.12 each use is an event, with who granted it and why', async () => {
    const user = await enrolledUser(world);
    const { code } = await lose(user);
    for (let uses = 0; uses < 2; uses++) await verify(user, code);
    const events = await eventsOf(world, user.userId);
    const issued = events.find(({ type }) => type === 'lost-token.issued');
    expect(issued).toMatchObject({
      actor: 'operator:the-administrator',
      reason: 'left in a train',
      details: { identityVerified: true, token: user.tokenId, type: 'totp' },
    });
    const uses = events.filter(({ details }) => details?.['type'] === 'lost-token');
    expect(uses.map(({ type }) => type)).toEqual(['verification.succeeded', 'verification.succeeded']);
    expect(JSON.stringify(await world.everything())).not.toContain(code.replaceAll('-', ''));
  });

  test('P.12 a new code takes the place of the earlier one', async () => {
    const user = await enrolledUser(world);
    const first = await lose(user);
    const second = await lose(user, 14);
    expectProblem(await verify(user, first.code), 'invalid-code');
    expect((await verify(user, second.code)).status).toBe(200);
  });

  test('P.12 of one user is worth nothing at another', async () => {
    const [one, other] = [await enrolledUser(world), await enrolledUser(world)];
    const { code } = await lose(one);
    await lose(other);
    expectProblem(await verify(other, code), 'invalid-code');
  });
});

describe('P.12 the code for a lost token ends', () => {
  test('at validUntil exactly', async () => {
    const user = await enrolledUser(world);
    const { code } = await lose(user, 1);
    world.advance(day - 1);
    expect((await verify(user, code)).status).toBe(200);
    const { verificationId } = await start(world, user.userId);
    world.advance(1);
    expectProblem(await attempt(world, verificationId, code), 'invalid-code');
    const { factors } = await start(world, user.userId);
    expect(factors.map(({ tokenId }: { tokenId: string }) => tokenId)).toEqual(['backup-codes']);
  });

  test('when an operator revokes it; the token stays disabled', async () => {
    const user = await enrolledUser(world);
    const { code } = await lose(user);
    for (let times = 0; times < 2; times++) await world.api.expect(204, 'DELETE', pathOf(user));
    expectProblem(await verify(user, code), 'invalid-code');
    expect(await statusOfToken(user)).toBe('DISABLED');
    const events = await eventsOf(world, user.userId);
    expect(events.filter(({ type }) => type === 'lost-token.revoked')).toHaveLength(1);
  });

  test('when the token is found and enabled', async () => {
    const user = await enrolledUser(world);
    const { code } = await lose(user);
    await world.api.expect(200, 'POST', `/v1/users/${user.userId}/tokens/${user.tokenId}/enable`);
    expectProblem(await verify(user, code), 'invalid-code');
    expect((await verify(user, appCode(user.secret, world.now))).status).toBe(200);
  });

  test.each<[string, (user: Enrolled) => Promise<unknown>]>([
    ['reset', ({ userId }) => order(world, userId, 'reset')],
    [
      'the account disabled and enabled',
      async ({ userId }) => {
        await order(world, userId, 'disable');
        await order(world, userId, 'enable');
      },
    ],
    [
      'its token deleted',
      ({ userId, tokenId }) =>
        world.api.expect(
          204,
          'DELETE',
          `/v1/users/${userId}/tokens/${tokenId}?confirmNoActiveToken=true&identityVerified=true`,
        ),
    ],
    [
      'its key replaced',
      ({ userId }) =>
        world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: { identityVerified: true } }),
    ],
    [
      'two factors no longer required, and required again',
      async ({ userId }) => {
        for (const twoFactorRequired of [false, true]) {
          await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { twoFactorRequired } });
        }
      },
    ],
  ])('rule 8: with %s', async (_what, happens) => {
    const user = await enrolledUser(world);
    const { code } = await lose(user);
    const open = await start(world, user.userId);
    await happens(user);
    expect((await attempt(world, open.verificationId, code)).status).not.toBe(200);
    const { body } = await signIn(world, user.userId);
    expect((await attempt(world, body.verificationId, code)).status).not.toBe(200);
    const offered = body.factors.map(({ tokenId }: { tokenId: string }) => tokenId);
    expect(offered).not.toContain('lost-token');
  });
});

describe('rule 2: wrong codes for a lost token', () => {
  test('count in the budget of backup codes: five a day, and then only the right one is answered as a code', async () => {
    const user = await enrolledUser(world);
    const { code } = await lose(user);
    for (let tries = 0; tries < 5; tries++) expectProblem(await verify(user, wrong(code)), 'invalid-code');
    expectProblem(await verify(user, wrong(code)), 'account-throttled');
    expect((await verify(user, code)).status).toBe(200);
    expectProblem(await verify(user, wrong(code)), 'account-throttled');
    world.advance(day);
    expectProblem(await verify(user, wrong(code)), 'invalid-code');
  });

  test('and while guesses of other codes make the account wait, it goes on working', async () => {
    const user = await enrolledUser(world, {});
    const path = `/v1/users/${user.userId}/tokens`;
    await world.api.expect(201, 'POST', path, { body: { type: 'email', email: 'ada@example.org' } });
    const { code } = await lose(user);
    for (const times of [5, 5]) {
      const { verificationId } = await start(world, user.userId);
      for (let i = 0; i < times; i++) await attempt(world, verificationId, '000000');
    }
    expectProblem(await signIn(world, user.userId), 'account-throttled');
    const { verificationId } = await start(world, user.userId, { mode: 'look-up' });
    expect((await attempt(world, verificationId, code)).status).toBe(200);
  });
});

describe('P.12 a code for a lost token is refused', () => {
  const ask = (userId: string, body: object) =>
    world.api.call('POST', `/v1/users/${userId}/lost-token`, { body });
  let user: Enrolled;
  beforeAll(async () => {
    user = await enrolledUser(world);
  });
  afterEach(async () => expect(await statusOfToken(user)).toBe('ACTIVE'));

  test.each([
    ['without the identity verified', { days: 3 }],
    ['for no day', { days: 0, identityVerified: true }],
    ['for 15 days', { days: 15, identityVerified: true }],
    ['for half a day', { days: 0.5, identityVerified: true }],
  ])('%s', async (_what, body) => {
    expectProblem(await ask(user.userId, { tokenId: user.tokenId, ...body }), 'invalid-request');
  });

  test('for a token of somebody else, and one that is pending', async () => {
    const other = await enrolledUser(world);
    const body = { days: 3, identityVerified: true };
    expectProblem(await ask(user.userId, { ...body, tokenId: other.tokenId }), 'token-not-found');
    const userId = await createUser(world);
    const pending = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, {
      body: { type: 'totp' },
    });
    expectProblem(await ask(userId, { ...body, tokenId: pending.tokenId }), 'token-not-found');
  });

  test('for an account that is disabled', async () => {
    const other = await enrolledUser(world);
    await order(world, other.userId, 'disable');
    const body = { tokenId: other.tokenId, days: 3, identityVerified: true };
    expectProblem(await ask(other.userId, body), 'not-allowed-in-state');
  });
});

describe('N.02 the diagnosis', () => {
  test('names the code, and says what ends it', async () => {
    const user = await enrolledUser(world);
    await lose(user);
    const { canSignIn, findings, remedy } = await world.api.expect(
      200,
      'GET',
      `/v1/users/${user.userId}/diagnosis`,
    );
    expect(canSignIn).toBe(true);
    expect(findings.map(({ code }: { code: string }) => code)).toEqual([
      'lost-token-active',
      'no-active-token',
    ]);
    expect(remedy.map(({ action }: { action: string }) => action)).toEqual(['enable-token']);
  });
});

test('P.17 the code for a lost token makes no device remembered, and its end forgets those that are', async () => {
  await useSettings(world, { recentVerificationSeconds: 3_600 });
  const user = await enrolledUser(world);
  const { body } = await verify(user, appCode(user.secret, world.now), { rememberDevice: true });
  const starts = async (deviceToken: string) => (await start(world, user.userId, { deviceToken })).status;
  expect(await starts(body.deviceToken)).toBe('not-required');
  const { code } = await lose(user);
  expect(await starts(body.deviceToken)).toBe('challenge');
  const answer = await verify(user, code, { rememberDevice: true });
  expect(answer).toMatchObject({ status: 200, body: { type: 'lost-token' } });
  expect(answer.body).not.toHaveProperty('deviceToken');
  await useSettings(world, {});
});
