import { expect } from 'vitest';
import { eventsOf, order, useFewBackupCodes, useSettings } from '../support/accounts.ts';
import { useClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { guessWrong, tryStart } from '../support/guesses.ts';
import { appCode, attempt, type Enrolled, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
  await useSettings(world, { recentVerificationSeconds: 3_600 });
});

async function signIn({ userId, secret }: Enrolled, more: object = {}, from: object = {}) {
  world.advance(30);
  const { verificationId } = await start(world, userId, from);
  const { body } = await attempt(world, verificationId, appCode(secret, world.now), more);
  expect(body.status).toBe('verified');
  return body;
}

test('P.17 a remembered device is not asked again until the time is over, to the second', async () => {
  const user = await enrolledUser(world);
  const { deviceToken } = await signIn(user, { rememberDevice: true });
  expect(deviceToken).toMatch(/^[\w-]{43}$/);
  expect(await start(world, user.userId, { deviceToken })).toMatchObject({
    status: 'not-required',
    factors: [],
  });
  world.advance(3_599);
  expect((await start(world, user.userId, { deviceToken })).status).toBe('not-required');
  world.advance(1);
  expect((await start(world, user.userId, { deviceToken })).status).toBe('challenge');
  const because = (await eventsOf(world, user.userId)).map(({ details }) => details?.['because']);
  expect(because.filter(Boolean)).toEqual(['device', 'device']);
});

test('P.17 nothing is remembered unless it is asked for, and no other token, user or device is', async () => {
  const user = await enrolledUser(world);
  expect(await signIn(user)).not.toHaveProperty('deviceToken');
  const { deviceToken } = await signIn(user, { rememberDevice: true });
  expect(deviceToken).toBeDefined();
  const other = await enrolledUser(world);
  expect((await start(world, other.userId, { deviceToken })).status).toBe('challenge');
  expect((await start(world, user.userId)).status).toBe('challenge');
  expect((await start(world, user.userId, { deviceToken: `${deviceToken}x` })).status).toBe('challenge');
});

test('3.19 the same person from the same address is not asked again; another address is', async () => {
  const user = await enrolledUser(world);
  await signIn(user, {}, { clientIp: '198.51.100.7' });
  expect((await start(world, user.userId, { clientIp: '198.51.100.7' })).status).toBe('not-required');
  expect((await start(world, user.userId, { clientIp: '198.51.100.8' })).status).toBe('challenge');
  world.advance(3_600);
  expect((await start(world, user.userId, { clientIp: '198.51.100.7' })).status).toBe('challenge');
});

test('3.19 an address from which a verification failed is not remembered', async () => {
  const user = await enrolledUser(world);
  const { verificationId } = await start(world, user.userId, { clientIp: '198.51.100.9' });
  await attempt(world, verificationId, '000000');
  expect((await start(world, user.userId, { clientIp: '198.51.100.9' })).status).toBe('challenge');
});

test.each(['reset', 'disable', 'remove a token'] as const)(
  'P.17 %s makes every device forgotten',
  async (change) => {
    const user = await enrolledUser(world);
    const second = await world.api.expect(201, 'POST', `/v1/users/${user.userId}/tokens`, {
      body: { type: 'email', email: 'second@example.org' },
    });
    const { deviceToken } = await signIn(user, { rememberDevice: true });
    if (change === 'remove a token') {
      await world.api.expect(204, 'DELETE', `/v1/users/${user.userId}/tokens/${second.tokenId}`);
    } else expect((await order(world, user.userId, change)).status).toBeLessThan(300);
    if (change === 'disable') await order(world, user.userId, 'enable');
    expect((await start(world, user.userId, { deviceToken })).status).not.toBe('not-required');
  },
);

test('P.17 a remembered device gets past the wait that others caused; an address does not', async () => {
  const user = await enrolledUser(world);
  const { deviceToken } = await signIn(user, { rememberDevice: true }, { clientIp: '198.51.100.10' });
  await guessWrong(world, user, 10);
  expect((await tryStart(world, user.userId, { deviceToken })).body.status).toBe('not-required');
  expectProblem(await tryStart(world, user.userId, { clientIp: '198.51.100.10' }), 'account-throttled');
});

test('P.17 a disabled account is refused from a remembered device too', async () => {
  const user = await enrolledUser(world);
  const { deviceToken } = await signIn(user, { rememberDevice: true });
  await order(world, user.userId, 'disable');
  expectProblem(await tryStart(world, user.userId, { deviceToken }), 'account-disabled');
});

test('P.17 a retry after a lost reply is given the same device token', async () => {
  const user = await enrolledUser(world);
  world.advance(30);
  const { verificationId } = await start(world, user.userId);
  const ask = () =>
    world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
      as: 'application',
      body: { code: appCode(user.secret, world.now), rememberDevice: true },
      headers: { 'idempotency-key': 'once' },
    });
  const first = await ask();
  expect(first.status).toBe(200);
  expect(await ask()).toMatchObject({ status: 200, body: first.body });
});

test('P.17 a class without the factor remembers nothing, nor does any for an approval', async () => {
  const user = await enrolledUser(world);
  await useClass(world, 'Always', {
    factors: { 'sign-in': { totp: 1 }, approval: { totp: 1 }, 'password-reset': {} },
  });
  const { deviceToken } = await signIn(user, { rememberDevice: true }, { clientIp: '198.51.100.11' });
  const from = { deviceToken, clientIp: '198.51.100.11' };
  expect((await start(world, user.userId, { ...from, purpose: 'approval' })).status).toBe('challenge');
  expect((await start(world, user.userId, from)).status).toBe('not-required');
  await world.api.expect(200, 'PATCH', `/v1/users/${user.userId}`, { body: { class: 'Always' } });
  expect((await start(world, user.userId, from)).status).toBe('challenge');
  expect(await signIn(user, { rememberDevice: true })).not.toHaveProperty('deviceToken');
});

test('P.17 with the setting at 0 nobody is remembered, nor whoever was before', async () => {
  const user = await enrolledUser(world);
  const { deviceToken } = await signIn(user, { rememberDevice: true });
  await useSettings(world, {});
  expect((await start(world, user.userId, { deviceToken })).status).toBe('challenge');
  await useSettings(world, { recentVerificationSeconds: 3_600 });
});
