import { describe, expect } from 'vitest';
import {
  day,
  eventsOf,
  order,
  period,
  signIn,
  useFewBackupCodes,
  useSettings,
} from '../../support/accounts.ts';
import { diagnosisOf } from '../../support/diagnosis.ts';
import { expectProblem } from '../../support/expectations.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const ask = (userId: string, body: object = {}, as: 'administrator' | 'helpdesk' = 'administrator') =>
  world.api.call('POST', `/v1/users/${userId}/bypass`, {
    as,
    body: { minutes: 30, identityVerified: true, reason: 'broke the phone', ...body },
  });
const end = (userId: string) => world.api.call('DELETE', `/v1/users/${userId}/bypass`);
const statusOf = async (userId: string, more: object = {}) => (await start(world, userId, more)).status;

describe('P.30 a bypass', () => {
  test('P.30 lets sign-ins do without a second factor until its end, exactly', async () => {
    const { userId } = await enrolledUser(world);
    const { status, body } = await ask(userId);
    expect(status).toBe(201);
    expect(Date.parse(body.validUntil)).toBe((world.now + 1_800) * 1000);
    for (let starts = 0; starts < 3; starts++) expect(await statusOf(userId)).toBe('not-required');
    world.advance(1_799);
    expect(await statusOf(userId)).toBe('not-required');
    world.advance(1);
    expect(await statusOf(userId)).toBe('challenge');
  });

  test('P.30 is for sign-ins only: approvals and password resets need the factor', async () => {
    const { userId } = await enrolledUser(world);
    await ask(userId);
    expect(await statusOf(userId, { purpose: 'approval', details: 'a transfer' })).toBe('challenge');
    expect(await statusOf(userId, { purpose: 'password-reset' })).toBe('challenge');
  });

  test('P.30 holds for a user who has not enrolled yet, and does not end the enrollment', async () => {
    const userId = await createUser(world);
    await ask(userId);
    expect(await statusOf(userId)).toBe('not-required');
    world.advance(1_800);
    expect(await statusOf(userId)).toBe('enrollment-required');
  });

  test('P.30 holds while the account waits after wrong codes', async () => {
    const { userId, secret } = await enrolledUser(world);
    for (const times of [5, 5]) {
      const { verificationId } = await start(world, userId);
      for (let i = 0; i < times; i++) await attempt(world, verificationId, wrongCode(secret, world.now));
    }
    expectProblem(await signIn(world, userId), 'account-throttled');
    await ask(userId);
    expect(await statusOf(userId)).toBe('not-required');
    expectProblem(
      await world.api.call('POST', '/v1/verifications', {
        as: 'application',
        body: { userId, purpose: 'approval' },
      }),
      'account-throttled',
    );
  });

  test('P.30 the grant, each use and the end are events', async () => {
    const { userId } = await enrolledUser(world);
    await ask(userId);
    for (let starts = 0; starts < 2; starts++) {
      world.advance(1);
      await start(world, userId);
    }
    world.advance(1);
    for (let times = 0; times < 2; times++) expect((await end(userId)).status).toBe(204);
    const events = (await eventsOf(world, userId)).filter(({ type }) => !/^(message|notices)\./.test(type));
    expect(events.slice(0, 4)).toMatchObject([
      { type: 'bypass.ended' },
      { type: 'verification.started', details: { because: 'bypass', status: 'not-required' } },
      { type: 'verification.started', details: { because: 'bypass' } },
      { type: 'bypass.granted', reason: 'broke the phone', details: { identityVerified: true } },
    ]);
    expect(events.filter(({ type }) => type === 'bypass.ended')).toHaveLength(1);
    world.advance(1);
    expect(await statusOf(userId)).toBe('challenge');
  });

  test('P.30 a new one takes the place of the earlier one', async () => {
    const { userId } = await enrolledUser(world);
    await ask(userId, { minutes: 60 });
    await ask(userId, { minutes: 5 });
    world.advance(300);
    expect(await statusOf(userId)).toBe('challenge');
  });

  test('N.02 is in the diagnosis, with its end', async () => {
    const { userId } = await enrolledUser(world);
    const { body } = await ask(userId);
    const found = await diagnosisOf(world, userId);
    expect(found).toMatchObject({
      canSignIn: true,
      findings: ['informs: bypass-active'],
      steps: ['end-bypass'],
    });
    expect(found.details['bypass-active']).toContain(body.validUntil);
    world.advance(1_800);
    expect(await diagnosisOf(world, userId)).toMatchObject({ findings: [], steps: [] });
  });

  test.each([
    ['a reset', ['reset'], 'enrollment-required'],
    ['the account disabled and enabled', ['disable', 'enable'], 'challenge'],
  ] as const)('rule 8: ends with %s', async (_what, orders, expected) => {
    const { userId } = await enrolledUser(world);
    await ask(userId);
    for (const one of orders) await order(world, userId, one);
    expect(await statusOf(userId)).toBe(expected);
  });

  test('1.19 a verification from before is not finished by it', async () => {
    const { userId, secret } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    await ask(userId);
    const read = () =>
      world.api.expect(200, 'GET', `/v1/verifications/${verificationId}`, { as: 'application' });
    expect(await read()).toMatchObject({ status: 'challenge' });
    await attempt(world, verificationId, appCode(secret, world.now));
    expect(await read()).toMatchObject({ status: 'verified' });
  });
});

describe('P.30 a bypass is refused', () => {
  test('rule 10: to the help desk, to which a second factor is not given away', async () => {
    const { userId } = await enrolledUser(world);
    expectProblem(await ask(userId, {}, 'helpdesk'), 'forbidden');
    expect(await statusOf(userId)).toBe('challenge');
  });

  test.each([
    ['for less than five minutes', { minutes: 4 }],
    ['for more than a day', { minutes: 1_441 }],
    ['for longer than the setting says', { minutes: 241 }],
    ['without a reason', { reason: undefined }],
    ['without the identity verified', { identityVerified: false }],
  ])('%s', async (_what, body) => {
    const { userId } = await enrolledUser(world);
    expectProblem(await ask(userId, body), 'invalid-request');
    expect(await statusOf(userId)).toBe('challenge');
  });

  test('0.16 for a disabled account, and for one whose enrollment expired', async () => {
    const { userId } = await enrolledUser(world);
    await order(world, userId, 'disable');
    expectProblem(await ask(userId), 'not-allowed-in-state');
    expectProblem(await signIn(world, userId), 'account-disabled');
    const late = await createUser(world);
    world.advance(period);
    expectProblem(await ask(late), 'not-allowed-in-state');
    expectProblem(await signIn(world, late), 'enrollment-expired');
  });

  test('0.10 and one that was granted in time does not outlive the enrollment period', async () => {
    const userId = await createUser(world);
    world.advance(period - 600);
    await ask(userId);
    world.advance(600);
    expectProblem(await signIn(world, userId), 'enrollment-expired');
  });

  test('where the setting switches bypasses off, which also ends those that are under way', async () => {
    const { userId } = await enrolledUser(world);
    await ask(userId);
    await useSettings(world, { longestBypassSeconds: 0 });
    expect(await statusOf(userId)).toBe('challenge');
    expect((await diagnosisOf(world, userId)).findings).toEqual([]);
    expectProblem(await ask(userId), 'not-allowed-in-state');
    await useSettings(world, { longestBypassSeconds: day });
    expect((await ask(userId, { minutes: 1_440 })).status).toBe(201);
    await useSettings(world);
  });
});
