import { generateSync } from 'otplib';
import { beforeEach, expect } from 'vitest';
import { useSettings } from '../support/accounts.ts';
import { defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { attempt, createUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 1 }));

/** A user of a class that takes these factors for sign-ins. */
async function personOf(signIn: object, fields: object = {}, ofClass: object = {}) {
  const factors = { 'sign-in': signIn, approval: {}, 'password-reset': {} };
  const name = await defineClass(world, { factors, ...ofClass });
  world.advance(6);
  return createUser(world, { class: name, phone: '+447400900601', ...fields });
}

async function begin(userId: string, body: object = {}) {
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const begun = await world.api.call('POST', path, { as: 'application', body });
  const confirm = (code: string) =>
    world.api.call('POST', `${path}/confirmation`, { as: 'application', body: { code } });
  return { ...begun, path, confirm };
}

async function sentCode(): Promise<string> {
  await world.drain();
  const last = [...world.mails.map(({ text }) => text), ...world.texts.map(({ text }) => text)];
  const codes = last.flatMap((text) => text.match(/\b\d{6}\b/)?.[0] ?? []);
  world.mails.length = 0;
  world.texts.length = 0;
  return codes.at(-1) ?? '';
}

beforeEach(() => {
  world.mails.length = 0;
  world.texts.length = 0;
});

test.each([
  ['the cell phone', { preferredDevice: 'C' }, 'sms', /^\+44/],
  ['the mailbox', { preferredDevice: 'E' }, 'email', /@/],
] as const)(
  '3.02, D10 a class of codes that are sent enrolls %s, and the code comes there',
  async (_, ofClass, type, to) => {
    const userId = await personOf({ otp: 1 }, {}, ofClass);
    const { status, body, confirm } = await begin(userId);
    expect([status, body.type]).toEqual([201, type]);
    expect(body.destination).toMatch(to);
    expect(body.secret).toBeUndefined();
    expect(await confirm(await sentCode())).toMatchObject({
      status: 200,
      body: { backupCodes: { length: 1 } },
    });
    const { status: next, factors } = await start(world, userId);
    expect([next, factors[0].type]).toEqual(['challenge', type]);
  },
);

test('3.05 a class that prefers apps enrolls one, and whatever else it accepts when that is asked for', async () => {
  const signIn = { totp: 1, otp: 2 };
  expect((await begin(await personOf(signIn))).body.type).toBe('totp');
  for (const type of ['sms', 'email', 'virtual', 'hotp']) {
    const { status, body } = await begin(await personOf(signIn), { type });
    expect([status, body.type]).toEqual([201, type]);
  }
});

test('P.04 a counter token is enrolled in a sign-in by its first code, and signs in by its next', async () => {
  const userId = await personOf({ totp: 1 });
  const { body, confirm } = await begin(userId, { type: 'hotp' });
  const code = (counter: number) => generateSync({ secret: body.secret, strategy: 'hotp', counter });
  expect(body.otpauthUri).toMatch(/^otpauth:\/\/hotp\//);
  expect(await confirm(code(0))).toMatchObject({ status: 200 });
  const { verificationId } = await start(world, userId);
  expect(await attempt(world, verificationId, code(1))).toMatchObject({ status: 200 });
});

test('D10 a type that the class does not accept, or that is none, is refused with those it accepts', async () => {
  const apps = await begin(await personOf({ totp: 1 }), { type: 'sms' });
  expectProblem(apps as never, 'not-allowed-in-state');
  expect(apps.body.detail).toMatch(/can enroll now: totp, hotp\./);
  const codes = await begin(await personOf({ otp: 1 }), { type: 'totp' });
  expectProblem(codes as never, 'not-allowed-in-state');
  expect(codes.status === 409 && codes.body.detail).toMatch(/can enroll now: email, virtual, sms\./);
  expect(await begin(await personOf({ totp: 1 }), { type: 'carrier-pigeon' })).toMatchObject({ status: 400 });
  expect(await begin(await personOf({ totp: 1 }), { typ: 'totp' })).toMatchObject({ status: 400 });
});

test('D10 a user who can enroll nothing that the class accepts learns that', async () => {
  const userId = await personOf({ radius: 1 });
  expectProblem((await begin(userId)) as never, 'no-usable-factor');
  const factors = { 'sign-in': { otp: 1 } };
  const name = await defineClass(world, { factors });
  world.advance(6);
  const email = 'me@elsewhere.example';
  const outside = await createUser(world, { class: name, email });
  // The domain came later than the address.
  await defineClass(world, { factors, restrictEmailsToDomain: 'example.org' }, name);
  world.advance(6);
  expectProblem((await begin(outside)) as never, 'no-usable-factor');
});

test('rule 7 the code enrolls the number that it was sent to and no other, and only in its own sign-in', async () => {
  const userId = await personOf({ otp: 1 }, {}, { preferredDevice: 'C' });
  const first = await begin(userId);
  const code = await sentCode();
  const second = await begin(userId);
  expect(await second.confirm(code)).toMatchObject({ status: 401 });
  const phone = '+447400900602';
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { phone } });
  expect(await first.confirm(code)).toMatchObject({ status: 401 });
});

test('rule 7 codes of an enrollment are sent under the limits of all codes', async () => {
  const userId = await personOf({ otp: 1 });
  const { path, status } = await begin(userId);
  expect(status).toBe(201);
  const again = () => world.api.call('POST', path, { as: 'application', body: {} });
  expectProblem(await again(), 'send-limit');
  world.advance(31);
  expect(await again()).toMatchObject({ status: 201 });
});

test("D10 an operator's token that the class does not accept blocks no sign-in", async () => {
  const userId = await personOf({ otp: 1, totp: 2 });
  const body = { type: 'totp' };
  await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  const { class: otpOnly } = await world.api.expect(200, 'GET', `/v1/users/${await personOf({ otp: 1 })}`);
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { class: otpOnly } });
  world.advance(6);
  expect((await begin(userId)).body.destination).toBeDefined();
});
