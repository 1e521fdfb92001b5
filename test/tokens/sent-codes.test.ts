import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { attempt, createUser, enrolledUser, start } from '../support/people.ts';
import { tableText, tracesOf } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const tokensOf = (userId: string) => `/v1/users/${userId}/tokens`;
const sendCode = (verificationId: string, tokenId: string) =>
  world.api.call('POST', `/v1/verifications/${verificationId}/challenges`, {
    as: 'application',
    body: { tokenId },
  });

async function textedCode(): Promise<string> {
  await world.drain();
  return world.texts.at(-1)?.text.match(/\d{6,}/)?.[0] ?? '';
}

let numbers = 0;

/** A user with an SMS token; everybody has a number of their own, for the caps count by number too. */
async function withSms() {
  const userId = await createUser(world);
  const phone = `+4474001${String(23_000 + numbers++)}`;
  const token = await world.api.expect(201, 'POST', tokensOf(userId), {
    body: { type: 'sms', phone, comment: 'work phone' },
  });
  return { userId, phone, tokenId: token.tokenId as string, token };
}

test('2.01, 2.03 an operator enrolls an SMS token: active at once, its number masked and sealed', async () => {
  const { userId, phone, token } = await withSms();
  expect(token).toMatchObject({ type: 'sms', typeName: 'SMS', status: 'ACTIVE', comment: 'work phone' });
  expect(token.device).toBe(`+44••••••••${phone.slice(-2)}`);
  expect(token.actions).toEqual(['view', 'edit', 'test', 'challenge', 'disable', 'delete']);
  const { stage } = await world.api.expect(200, 'GET', `/v1/users/${userId}/status`);
  expect(stage).toBe('enrolled');
  expect(JSON.stringify(await world.everything())).not.toContain(phone.slice(3));
});

test('2.03 a sent code verifies the verification it was sent for, once', async () => {
  const { userId, phone, tokenId, token } = await withSms();
  const { verificationId, factors } = await start(world, userId);
  expect(factors).toMatchObject([{ tokenId, type: 'sms', mode: 'out-of-band', device: token.device }]);
  expect(await sendCode(verificationId, tokenId)).toMatchObject({
    status: 202,
    body: { channel: 'sms', destination: token.device, resendAfterSeconds: 30 },
  });
  const code = await textedCode();
  expect(world.texts.at(-1)?.to).toBe(phone);
  const other = await start(world, userId);
  expect((await attempt(world, other.verificationId, code)).status).toBe(401);
  expect(await attempt(world, verificationId, code)).toMatchObject({
    status: 200,
    body: { tokenId, type: 'sms' },
  });
  expect((await attempt(world, verificationId, code)).status).toBe(401);
});

test('rule 7 a new code kills the old one, resending is spaced, and three are the most', async () => {
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId);
  await sendCode(verificationId, tokenId);
  const first = await textedCode();
  const early = await sendCode(verificationId, tokenId);
  expect(early).toMatchObject({ status: 429, body: { code: 'send-limit' } });
  expect(early.headers['retry-after']).toBe('30');
  world.advance(31);
  expect((await sendCode(verificationId, tokenId)).body.resendAfterSeconds).toBe(60);
  const second = await textedCode();
  world.advance(61);
  expect((await sendCode(verificationId, tokenId)).status).toBe(202);
  const third = await textedCode();
  world.advance(121);
  expect((await sendCode(verificationId, tokenId)).status).toBe(429);
  if (first !== third) expect((await attempt(world, verificationId, first)).status).toBe(401);
  if (second !== third) expect((await attempt(world, verificationId, second)).status).toBe(401);
  expect((await attempt(world, verificationId, third)).status).toBe(200);
});

test('rule 7 a code is refused after five minutes', async () => {
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId);
  await sendCode(verificationId, tokenId);
  const code = await textedCode();
  world.advance(300);
  expect((await attempt(world, verificationId, code)).status).toBe(401);
});

test('rule 2 neither another code nor another factor clears the failures', async () => {
  const { userId, tokenId: app } = await enrolledUser(world);
  const phone = `+4474001${String(23_000 + numbers++)}`;
  const { tokenId } = await world.api.expect(201, 'POST', tokensOf(userId), { body: { type: 'sms', phone } });
  for (const attempts of [4, 5]) {
    const { verificationId } = await start(world, userId);
    for (let i = 0; i < attempts; i++) {
      // Of five digits: never the right one.
      const answer = await attempt(world, verificationId, '12345', { tokenId: i % 2 ? app : tokenId });
      expect(answer.status).toBe(401);
    }
  }
  const { verificationId } = await start(world, userId);
  expect((await sendCode(verificationId, tokenId)).status).toBe(202);
  expect((await attempt(world, verificationId, '12345', { tokenId })).status).toBe(401);
  const waiting = await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  expect(waiting).toMatchObject({ status: 429, body: { code: 'account-throttled' } });
});

test('rule 7 P.07 a number gets twenty codes a day, whatever the verification', async () => {
  const { userId, tokenId } = await withSms();
  let sent = 0;
  for (let i = 0; i < 25; i++) {
    const { verificationId } = await start(world, userId);
    if ((await sendCode(verificationId, tokenId)).status === 202) sent++;
  }
  expect(sent).toBe(20);
});

test('3.19 a sent code may have four digits and be good for 90 minutes', async () => {
  const settings = (body: object) => world.api.expect(200, 'PUT', '/v1/settings', { body });
  await settings({ otpLength: 4, otpSeconds: 5_400, verificationSeconds: 5_400 });
  world.advance(6);
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId);
  expect((await sendCode(verificationId, tokenId)).status).toBe(202);
  await world.drain();
  const [code = ''] = /^\d{4}(?= is your code)/.exec(world.texts.at(-1)?.text ?? '') ?? [];
  world.advance(5_390);
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  await settings({ otpLength: 6, otpSeconds: 300, verificationSeconds: 600 });
  world.advance(6);
});

test('rule 7 a sent code is in clear nowhere in the table, on its way or after it', async () => {
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { otpLength: 10 } });
  world.advance(6);
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId);
  expect((await sendCode(verificationId, tokenId)).status).toBe(202);
  const onItsWay = await tableText(world);
  const code = await textedCode();
  expect(code).toMatch(/^\d{10}$/);
  for (const text of [onItsWay, await tableText(world)]) {
    for (const trace of tracesOf(code, Buffer.from(code))) expect(text).not.toContain(trace);
  }
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { otpLength: 6 } });
  world.advance(6);
});

test('2.14 the message contains the text of an approval', async () => {
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId, {
    purpose: 'approval',
    details: 'Pay 100 EUR to Bob',
  });
  await sendCode(verificationId, tokenId);
  await world.drain();
  expect(world.texts.at(-1)?.text).toContain('Pay 100 EUR to Bob');
});

test('2.13 the tokens of an obsolete type are refused, and can be viewed, replaced and deleted', async () => {
  const { userId, tokenId } = await withSms();
  const { verificationId } = await start(world, userId);
  await world.api.expect(200, 'PUT', '/v1/token-types/sms', { body: { obsolete: true } });
  world.advance(6);
  const shown = await world.api.expect(200, 'GET', `${tokensOf(userId)}/${tokenId}`);
  expect(shown).toMatchObject({ status: 'OBSOLETE', actions: ['view', 'replace', 'delete'] });
  const refused = await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  expectProblem(refused, 'no-usable-factor');
  expect((await sendCode(verificationId, tokenId)).status).toBe(404);
  expect(
    (await world.api.call('POST', tokensOf(userId), { body: { type: 'sms', phone: '+447400123456' } }))
      .status,
  ).toBe(409);
  await world.api.expect(200, 'PUT', '/v1/token-types/sms', { body: { obsolete: false } });
  world.advance(6);
});

test('rule 7 P.08 numbers that are invalid, or of other countries, are refused', async () => {
  const userId = await createUser(world);
  for (const phone of ['+4400', '+442079460000', '+79161234567', '0123']) {
    const { status } = await world.api.call('POST', tokensOf(userId), { body: { type: 'sms', phone } });
    expect(status).toBe(400);
  }
});

test('2.07 an edited address gets the next code; 2.03 Virtual and Email work the same', async () => {
  const userId = await createUser(world);
  const token = await world.api.expect(201, 'POST', tokensOf(userId), {
    body: { type: 'virtual', email: 'old@example.org' },
  });
  await world.api.expect(200, 'PATCH', `${tokensOf(userId)}/${token.tokenId}`, {
    body: { email: 'new@example.org' },
  });
  const { verificationId } = await start(world, userId);
  expect((await sendCode(verificationId, token.tokenId)).body.destination).toBe('n•••@e•••.org');
  await world.drain();
  const mail = world.mails.findLast(({ text }) => text.includes('Your code is'));
  expect(mail?.to).toBe('new@example.org');
  const code = mail?.text.match(/Your code is (\d+)/)?.[1] ?? '';
  expect((await attempt(world, verificationId, code)).status).toBe(200);
});

test('2.08 an operator tests an SMS token with a code sent to it', async () => {
  const { userId, tokenId } = await withSms();
  await world.api.expect(202, 'POST', `${tokensOf(userId)}/${tokenId}/challenge`);
  const code = await textedCode();
  const wrong = await world.api.expect(200, 'POST', `${tokensOf(userId)}/${tokenId}/test`, {
    body: { code: '0000000000' },
  });
  expect(wrong).toMatchObject({
    passed: false,
    advice: [{ action: 'send-code' }, { action: 'delete-and-enroll' }],
  });
  expect(
    await world.api.expect(200, 'POST', `${tokensOf(userId)}/${tokenId}/test`, { body: { code } }),
  ).toEqual({ passed: true });
  const again = await world.api.expect(200, 'POST', `${tokensOf(userId)}/${tokenId}/test`, {
    body: { code },
  });
  expect(again.passed).toBe(false);
});

test('N.04 a TOTP test tells how far the clock is off', async () => {
  const { appCode } = await import('../support/people.ts');
  const { userId, secret, tokenId } = await enrolledUser(world);
  const result = await world.api.expect(200, 'POST', `${tokensOf(userId)}/${tokenId}/test`, {
    body: { code: appCode(secret, world.now - 300) },
  });
  expect(result.advice[0].detail).toContain('300 seconds behind');
});
