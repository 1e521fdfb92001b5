import { expect } from 'vitest';
import { requireMembers } from '../../../lib/actions/people/require-members.ts';
import { day, period, stageOf, useFewBackupCodes } from '../../support/accounts.ts';
import { defineClass, putClass } from '../../support/classes.ts';
import { diagnosisOf } from '../../support/diagnosis.ts';
import { tryStart } from '../../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, start } from '../../support/people.ts';
import { createUsers, sweep } from '../../support/sweep.ts';
import { test, world } from '../../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const get = (userId: string) => world.api.expect(200, 'GET', `/v1/users/${userId}`);
const spread = () => requireMembers(world.services, () => 60_000);
const exempt = (name: string) =>
  world.api.expect(200, 'PUT', `/v1/classes/${name}`, { body: { preferredDevice: 'N' } });
const ask = (name: string) =>
  world.api.expect(200, 'PUT', `/v1/classes/${name}`, { body: { preferredDevice: 'E' } });

/** What every place says of a user. */
async function everywhere(userId: string) {
  const { twoFactorRequired, stage } = await get(userId);
  const { findings } = await diagnosisOf(world, userId);
  return [
    twoFactorRequired,
    stage,
    await stageOf(world, userId),
    (await start(world, userId)).status,
    findings,
  ];
}

const free = [false, 'not-required', 'not-required', 'not-required', ['informs: not-required']];

test('D8 of the members of a class with no preferred device no two factors are required, in any place, nor do they expire', async () => {
  const name = await defineClass(world, { preferredDevice: 'N' });
  world.advance(6);
  const userId = await createUser(world, { class: name });
  expect(await everywhere(userId)).toEqual(free);
  world.advance(period + day);
  await sweep(world, { force: true });
  expect(await everywhere(userId)).toEqual(free);
  expect(await get(userId)).toMatchObject({ enabled: true });
  const { body } = await tryStart(world, userId, { purpose: 'approval' });
  expect(body).toMatchObject({ status: 'not-required' });
});

test('D8 a class that ceases to ask frees the members it had: what has not reached them yet is read from the class', async () => {
  const name = await defineClass(world);
  const members = await createUsers(world, 60, { class: name });
  world.advance(period + day);
  const [last = ''] = members.toSorted().slice(-1);
  expect(await get(last)).toMatchObject({ stage: 'expired' });
  await exempt(name);
  world.advance(6);
  // The last of sixty has not been reached, and nobody can tell.
  expect(await everywhere(last)).toEqual(free);
  await sweep(world, { force: true });
  expect(await get(last)).toMatchObject({ enabled: true, stage: 'not-required' });
  world.advance(60);
  await spread();
  const { items } = await world.api.expect(
    200,
    'GET',
    `/v1/users?class=${name}&stage=not-required&limit=100`,
  );
  expect(items).toHaveLength(60);
  expect((await world.everything()).filter(({ pk }) => pk?.S === 'SPREADING')).toEqual([]);
});

test('0.08 a class that begins to ask requires those again who were required before, in a new period, and nobody else', async () => {
  const name = await defineClass(world, { preferredDevice: 'N' });
  world.advance(6);
  const asked = await createUser(world, { class: name });
  const never = await createUser(world, { class: name, twoFactorRequired: false });
  world.advance(period + day);
  await ask(name);
  const expiresAt = new Date((world.now + period) * 1_000).toISOString();
  world.advance(6);
  expect(await get(asked)).toMatchObject({ stage: 'not-enrolled', enrollmentExpiresAt: expiresAt });
  expect(await get(never)).toMatchObject({ stage: 'not-required', twoFactorRequired: false });
});

test('3.10 *DFT is the class of whoever names none: when it exempts, they are free, and asked again after it', async () => {
  const [own, named] = [
    await createUser(world),
    await createUser(world, { class: await defineClass(world) }),
  ];
  await exempt('*DFT');
  world.advance(60);
  await spread();
  expect(await get(own)).toMatchObject({ stage: 'not-required' });
  expect(await get(named)).toMatchObject({ stage: 'not-enrolled' });
  await world.api.expect(204, 'DELETE', '/v1/classes/*DFT');
  world.advance(60);
  await spread();
  expect(await get(own)).toMatchObject({ stage: 'not-enrolled', twoFactorRequired: true });
});

test('2.14 who has a second factor approves with it, though sign-ins ask for none: by class, bypass or requirement', async () => {
  const approve = async (userId: string) => (await start(world, userId, { purpose: 'approval' })).status;
  const name = await defineClass(world);
  const [member, passed, unasked] = [
    await enrolledUser(world, { class: name }),
    await enrolledUser(world),
    await enrolledUser(world),
  ];
  await exempt(name);
  const bypass = { identityVerified: true, minutes: 30, reason: 'Phone left at home' };
  await world.api.expect(201, 'POST', `/v1/users/${passed.userId}/bypass`, { body: bypass });
  await world.api.expect(200, 'PATCH', `/v1/users/${unasked.userId}`, { body: { twoFactorRequired: false } });
  world.advance(6);
  for (const { userId, secret } of [member, passed, unasked]) {
    expect((await start(world, userId)).status).toBe('not-required');
    expect(await approve(userId)).toBe('challenge');
    const { verificationId } = await start(world, userId, { purpose: 'approval' });
    expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  }
});

test('0.16 whoever is not active any more is refused like a disabled account, with what was under way, and may come back', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  const patch = (active: boolean) =>
    world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { active } });
  await patch(false);
  expect(await attempt(world, verificationId, appCode(secret, world.now))).not.toMatchObject({ status: 200 });
  for (const purpose of ['sign-in', 'approval', 'password-reset']) {
    expect(await tryStart(world, userId, { purpose })).toMatchObject({ body: { code: 'account-disabled' } });
  }
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: false,
    findings: ['blocks: account-inactive'],
  });
  await patch(true);
  expect((await start(world, userId)).status).toBe('challenge');
});

test('D10 a class that would leave members without a usable factor says how many, and is changed when that is meant', async () => {
  const name = await defineClass(world);
  for (let i = 0; i < 2; i++) await enrolledUser(world, { class: name });
  await createUser(world, { class: name });
  const factors = { 'sign-in': { card: 1 }, approval: { totp: 1 }, 'password-reset': { totp: 1 } };
  const refused = await putClass(world, name, { factors });
  expect(refused).toMatchObject({ status: 409, body: { code: 'no-usable-factor', membersAffected: 2 } });
  expect(refused.body.detail).toMatch(/^2 members of the class .*confirmUnusable/);
  expect(refused.body).not.toHaveProperty('atLeast');
  expect((await world.api.expect(200, 'GET', `/v1/classes/${name}`)).factors['sign-in']).not.toEqual({
    otp: 1,
  });
  expect(await putClass(world, name, { factors, confirmUnusable: true })).toMatchObject({ status: 200 });
  expect(await putClass(world, name, { text: 'Nobody loses anything' })).toMatchObject({ status: 200 });
});

test('3.06 a class names an existing provider, or none', async () => {
  const answer = await putClass(world, 'Judged', { provider: 'nobody', factors: { 'sign-in': { api: 1 } } });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'provider' }] } });
});

test('D10 an operator enrolls what the class accepts, and learns what that is; what serves no sign-in enrolls nobody', async () => {
  const factors = { 'sign-in': { totp: 1 }, approval: { totp: 1 }, 'password-reset': { totp: 1 } };
  const name = await defineClass(world, { factors });
  world.advance(6);
  const userId = await createUser(world, { class: name });
  const sms = { type: 'sms', phone: '+447400123789' };
  const add = () => world.api.call('POST', `/v1/users/${userId}/tokens`, { body: sms });
  const refused = await add();
  expect(refused).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
  expect(refused.body.detail).toContain(`The user's class ${name} does not accept tokens of the type SMS.`);
  expect(refused.body.detail).toContain('Authenticator app');
  await putClass(world, name, { factors: { approval: { otp: 1 } } });
  world.advance(6);
  expect(await add()).toMatchObject({ status: 201 });
  expect(await get(userId)).toMatchObject({ stage: 'not-enrolled' });
  expect((await start(world, userId)).status).toBe('enrollment-required');
});
