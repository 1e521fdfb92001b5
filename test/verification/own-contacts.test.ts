import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { useClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { tryStart } from '../support/guesses.ts';
import { attempt, createUser, enrolledUser, newId, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const reset = { purpose: 'password-reset' };
let numbers = 0;
const newPhone = (): string => `+4474001${45_000 + numbers++}`;

async function classWith(fields: object): Promise<string> {
  const name = newId('Class');
  await useClass(world, name, fields);
  return name;
}

const verifiedBy = (verifyBy: 'C' | 'E') =>
  classWith({ passwordReset: { verifyBy, deliverBy: 'N', resetBy: 1, changeWithinMinutes: 10 } });

const send = (verificationId: string, tokenId: string) =>
  world.api.call('POST', `/v1/verifications/${verificationId}/challenges`, {
    as: 'application',
    body: { tokenId },
  });

const codeIn = (text = ''): string => /\b\d{6}\b/.exec(text)?.[0] ?? '';

test('3.08 who has not enrolled resets a password by a code to the cell phone, where the class says so', async () => {
  const phone = newPhone();
  const userId = await createUser(world, { class: await verifiedBy('C'), phone });
  const { verificationId, status, factors } = await start(world, userId, reset);
  expect(status).toBe('challenge');
  expect(factors).toMatchObject([{ tokenId: 'profile-phone', type: 'sms', mode: 'out-of-band' }]);
  expect(factors[0].device).toMatch(/^\+•+\d\d$/);
  expect((await send(verificationId, 'profile-phone')).status).toBe(202);
  await world.drain();
  const text = world.texts.at(-1);
  expect(text?.to).toBe(phone);
  expectProblem(await attempt(world, verificationId, '000000'), 'invalid-code');
  const answer = await attempt(world, verificationId, codeIn(text?.text));
  expect(answer).toMatchObject({ status: 200, body: { tokenId: 'profile-phone', type: 'sms' } });
  // Nobody is enrolled by a number that somebody wrote down.
  expect((await start(world, userId)).status).toBe('enrollment-required');
});

test('3.08 the same by mail; and the answer for a user without a cell phone says that it is missing', async () => {
  const mailed = await createUser(world, { class: await verifiedBy('E') });
  const { verificationId, factors } = await start(world, mailed, reset);
  expect(factors).toMatchObject([{ tokenId: 'profile-email', type: 'email' }]);
  expect((await send(verificationId, 'profile-email')).status).toBe(202);
  await world.drain();
  const mail = world.mails.findLast(
    ({ to, subject }) => to === `${mailed}@example.org` && subject.includes('code'),
  );
  expect(await attempt(world, verificationId, codeIn(mail?.text))).toMatchObject({ status: 200 });

  const name = await verifiedBy('C');
  const without = await tryStart(world, await createUser(world, { class: name }), reset);
  expectProblem(without, 'no-usable-factor');
  expect(without.body.detail).toContain(`The class ${name} verifies password resets by cell phone`);
});

test('3.02 a class that prefers the cell phone sends its codes there for whoever is enrolled and has no token for it', async () => {
  const factors = { 'sign-in': { otp: 1, totp: 2 }, approval: { totp: 1 }, 'password-reset': { totp: 1 } };
  const name = await classWith({ preferredDevice: 'C', factors });
  // Enrolled by an app before the class came to prefer codes: whoever enrolls under it is sent one.
  const person = await enrolledUser(world, { phone: newPhone() });
  await world.api.expect(200, 'PATCH', `/v1/users/${person.userId}`, { body: { class: name } });
  const ids = async (more: object = {}) =>
    (await start(world, person.userId, more)).factors.map(({ tokenId }: { tokenId: string }) => tokenId);
  expect(await ids()).toEqual(['profile-phone', person.tokenId, 'backup-codes']);
  const { verificationId } = await start(world, person.userId);
  expect((await send(verificationId, 'profile-phone')).status).toBe(202);
  await world.drain();
  expect(await attempt(world, verificationId, codeIn(world.texts.at(-1)?.text))).toMatchObject({
    status: 200,
  });
  // A token that sends there is what answers from then on, and what an operator disables stays disabled.
  const tokens = `/v1/users/${person.userId}/tokens`;
  const body = { type: 'sms', phone: newPhone() };
  const { tokenId } = await world.api.expect(201, 'POST', tokens, { body });
  expect(await ids()).toEqual([tokenId, person.tokenId, 'backup-codes']);
  await world.api.expect(200, 'POST', `${tokens}/${tokenId}/disable`, { body: {} });
  expect(await ids()).toEqual([person.tokenId, 'backup-codes']);
});

test('3.04 a person’s own number never satisfies a demand for TOTP, nor serves a class that does not say so', async () => {
  const factors = { 'sign-in': { totp: 1, otp: 2 }, approval: { totp: 1 }, 'password-reset': { totp: 1 } };
  const strict = await classWith({ preferredDevice: 'C', allowOtpInsteadOfTotp: false, factors });
  const screen = await classWith({ preferredDevice: 'S', factors });
  for (const name of [strict, screen, undefined]) {
    const person = await enrolledUser(world, { phone: newPhone(), ...(name ? { class: name } : {}) });
    const { factors: offered } = await start(world, person.userId);
    expect(offered.map(({ tokenId }: { tokenId: string }) => tokenId)).toEqual([
      person.tokenId,
      'backup-codes',
    ]);
  }
});
