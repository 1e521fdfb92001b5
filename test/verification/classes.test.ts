import { expect } from 'vitest';
import { useClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { tryStart } from '../support/guesses.ts';
import { appCode, attempt, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const typesOf = ({ factors }: { factors: { type: string }[] }): string[] => factors.map(({ type }) => type);

/** Enrolled with an authenticator, a number and an address, in a class. */
async function equipped(className: string) {
  const user = await enrolledUser(world);
  const tokens = `/v1/users/${user.userId}/tokens`;
  const body = { type: 'sms', phone: `+4474001${String(23_100 + Math.floor(Math.random() * 800))}` };
  const sms = await world.api.expect(201, 'POST', tokens, { body });
  const email = await world.api.expect(201, 'POST', tokens, {
    body: { type: 'email', email: `${user.userId}@mail.example.org` },
  });
  await world.api.expect(200, 'PATCH', `/v1/users/${user.userId}`, { body: { class: className } });
  return { ...user, sms: sms.tokenId as string, email: email.tokenId as string };
}

const sendCode = (verificationId: string, tokenId: string) =>
  world.api.call('POST', `/v1/verifications/${verificationId}/challenges`, {
    as: 'application',
    body: { tokenId },
  });

test('3.05 the class decides which factors are offered and in which order, for each purpose by itself', async () => {
  await useClass(world, 'Clerks', {
    preferredDevice: 'E',
    allowOtpInsteadOfTotp: false,
    factors: { 'sign-in': { otp: 1, totp: 2 }, approval: { totp: 1 }, 'password-reset': { otp: 1 } },
  });
  const { userId } = await equipped('Clerks');
  expect(typesOf(await start(world, userId))).toEqual(['email', 'sms', 'totp', 'backup-codes']);
  expect(typesOf(await start(world, userId, { purpose: 'approval' }))).toEqual(['totp', 'backup-codes']);
  expect(typesOf(await start(world, userId, { purpose: 'password-reset' }))).toEqual([
    'email',
    'sms',
    'backup-codes',
  ]);
});

test('3.05 a factor that is not offered does not answer either, named or not', async () => {
  await useClass(world, 'Cards only', {
    allowOtpInsteadOfTotp: false,
    factors: { 'sign-in': { card: 1 }, approval: { totp: 1 }, 'password-reset': { totp: 1 } },
  });
  const { userId, secret, tokenId, sms } = await equipped('Cards only');
  const { verificationId, factors } = await start(world, userId);
  expect(typesOf({ factors })).toEqual(['backup-codes']);
  const code = appCode(secret, world.now);
  expectProblem(await attempt(world, verificationId, code), 'invalid-code');
  expectProblem(await attempt(world, verificationId, code, { tokenId }), 'invalid-code');
  expectProblem(await sendCode(verificationId, sms), 'token-not-found');
  const approval = await start(world, userId, { purpose: 'approval' });
  expect((await attempt(world, approval.verificationId, code)).status).toBe(200);
});

test('3.04 a code that was sent before the class changed is refused after it', async () => {
  const factors = { 'sign-in': { totp: 1 }, approval: {}, 'password-reset': {} };
  await useClass(world, 'Changing', { allowOtpInsteadOfTotp: true, factors });
  const { userId, sms } = await equipped('Changing');
  const { verificationId } = await start(world, userId);
  expect((await sendCode(verificationId, sms)).status).toBe(202);
  await world.drain();
  const code = world.texts.at(-1)?.text.match(/\d{6}/)?.[0] ?? '';
  await useClass(world, 'Changing', { allowOtpInsteadOfTotp: false, factors });
  expectProblem(await attempt(world, verificationId, code), 'invalid-code');
  await useClass(world, 'Changing', { allowOtpInsteadOfTotp: true, factors });
  expect((await attempt(world, verificationId, code)).status).toBe(200);
});

test('3.02 a class that asks for no second factor asks for none at a sign-in, and the audit says why', async () => {
  const factors = { 'sign-in': {}, approval: { totp: 1 }, 'password-reset': {} };
  await useClass(world, 'None', { preferredDevice: 'N', factors });
  const { userId } = await equipped('None');
  expect(await start(world, userId)).toMatchObject({ status: 'not-required', factors: [] });
  expect(await start(world, userId, { purpose: 'approval' })).toMatchObject({ status: 'challenge' });
});

test('3.05 a purpose that a class has no factor for is refused with the name of the class', async () => {
  await useClass(world, 'No approvals', {
    factors: { 'sign-in': { totp: 1 }, approval: {}, 'password-reset': {} },
  });
  const { userId } = await equipped('No approvals');
  const refused = await tryStart(world, userId, { purpose: 'approval' });
  expectProblem(refused, 'no-usable-factor');
  expect(refused.body.detail).toContain('No approvals');
});

test('3.10 whoever is in no class is under *DFT, as built in or as defined', async () => {
  const { userId } = await enrolledUser(world);
  expect(typesOf(await start(world, userId))).toEqual(['totp', 'backup-codes']);
  await useClass(world, '*DFT', {
    allowOtpInsteadOfTotp: false,
    factors: { 'sign-in': { otp: 1 }, approval: {}, 'password-reset': {} },
  });
  expect(typesOf(await start(world, userId))).toEqual(['backup-codes']);
});
