import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { eventsOf } from '../support/accounts.ts';
import { attestedSignIn, checkOffline, keySet, redeem } from '../support/assertions.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, createUser, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

let numbers = 0;

/** A user whose codes come by text, or by mail. */
async function withSentCodes(type: 'sms' | 'email', profile: object = {}) {
  const userId = await createUser(world, profile);
  const contact =
    type === 'sms' ? { phone: `+4474001${45_000 + numbers++}` } : { email: `${userId}@mail.example.org` };
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, {
    body: { type, ...contact },
  });
  return { userId, tokenId };
}

const approve = (userId: string, details: string) =>
  start(world, userId, { purpose: 'approval', details, assertion: true });

const send = (verificationId: string, tokenId: string) =>
  world.api.call('POST', `/v1/verifications/${verificationId}/challenges`, {
    as: 'application',
    body: { tokenId },
  });

/** The last text, and the code in it. */
async function lastText(): Promise<{ text: string; code: string }> {
  await world.drain();
  const text = world.texts.at(-1)?.text ?? '';
  return { text, code: /^\d+/.exec(text)?.[0] ?? '' };
}

test('2.14 the text message, the audit and the assertion contain what is approved, with its hash', async () => {
  const { userId, tokenId } = await withSentCodes('sms');
  const details = 'Pay 1,250.00 EUR to Bäcker & Söhne <DE89 3704 0044>, reference "Mai 2026" 🥐';
  const { verificationId } = await approve(userId, details);
  expect((await send(verificationId, tokenId)).status).toBe(202);
  const { text, code } = await lastText();
  expect(text).toContain(details);
  const { body } = await attempt(world, verificationId, code);
  const { payload } = await checkOffline(world, body.assertion, await keySet(world));
  const sha256 = createHash('sha256').update(details).digest('base64url');
  expect(payload).toMatchObject({ purpose: 'approval', amr: ['sms'], transaction: { details, sha256 } });
  expect((await redeem(world, body.assertion)).body.transaction).toEqual({ details, sha256 });
  const approved = (await eventsOf(world, userId)).find(({ type }) => type === 'verification.succeeded');
  expect(approved?.details).toMatchObject({ purpose: 'approval', transaction: details });
});

test.each([
  ['en', 'It approves: '],
  ['de', 'Er genehmigt: '],
])('2.14 a mail in %s says what its code approves, as text and as safe HTML', async (language, words) => {
  const { userId, tokenId } = await withSentCodes('email', { language });
  const { verificationId } = await approve(userId, 'Pay 5 EUR to <b>Eve</b> & Co');
  expect((await send(verificationId, tokenId)).status).toBe(202);
  await world.drain();
  const mail = world.mails.findLast(({ to }) => to === `${userId}@mail.example.org`);
  expect(mail?.text).toContain(`${words}Pay 5 EUR to <b>Eve</b> & Co`);
  expect(mail?.html).toContain('Pay 5 EUR to &lt;b&gt;Eve&lt;/b&gt; &amp; Co');
});

test('2.14 a code that was sent for one approval does not verify another one, nor a sign-in', async () => {
  const { userId, tokenId } = await withSentCodes('sms');
  const small = await approve(userId, 'Pay 1 EUR to Bob');
  const large = await approve(userId, 'Pay 9,999 EUR to Eve');
  const signIn = await start(world, userId);
  expect((await send(small.verificationId, tokenId)).status).toBe(202);
  const { code } = await lastText();
  for (const { verificationId } of [large, signIn]) {
    expectProblem(await attempt(world, verificationId, code), 'invalid-code');
    expectProblem(await attempt(world, verificationId, code, { tokenId }), 'invalid-code');
  }
  expect((await attempt(world, small.verificationId, code)).status).toBe(200);
});

test('2.14 what is approved cannot be changed once it was started', async () => {
  const { userId, tokenId } = await withSentCodes('sms');
  const { verificationId } = await approve(userId, 'Pay 1 EUR to Bob');
  const path = `/v1/verifications/${verificationId}`;
  const details = 'Pay 9,999 EUR to Eve';
  const asked = { as: 'application', body: { tokenId, code: '123456', details } } as const;
  expectProblem(await world.api.call('POST', `${path}/attempts`, asked), 'invalid-request');
  const challenge = { as: 'application', body: { tokenId, details } } as const;
  expectProblem(await world.api.call('POST', `${path}/challenges`, challenge), 'invalid-request');
  await send(verificationId, tokenId);
  world.advance(31);
  await send(verificationId, tokenId);
  const { text, code } = await lastText();
  expect(text).toContain('Pay 1 EUR to Bob');
  const { body } = await attempt(world, verificationId, code);
  const { payload } = await checkOffline(world, body.assertion, await keySet(world));
  expect(payload['transaction']).toMatchObject({ details: 'Pay 1 EUR to Bob' });
});

test('2.14 500 characters fit, of any script, and stand everywhere whole; more are refused', async () => {
  const { userId, tokenId } = await withSentCodes('sms');
  const details = '支払い 100 ユーロ '.repeat(50).slice(0, 499).trim().padEnd(500, '字');
  const { verificationId } = await approve(userId, details);
  await send(verificationId, tokenId);
  const { text, code } = await lastText();
  expect(text).toContain(details);
  const { body } = await attempt(world, verificationId, code);
  const { payload } = await checkOffline(world, body.assertion, await keySet(world));
  expect(payload['transaction']).toMatchObject({ details });
  expect((await redeem(world, body.assertion)).status).toBe(200);
  for (const wrong of [`${details}字`, '', ' x', 'a\nb', 'a\u0000b', '\uD800']) {
    const asked = { as: 'application', body: { userId, purpose: 'approval', details: wrong } } as const;
    expectProblem(await world.api.call('POST', '/v1/verifications', asked), 'invalid-request');
  }
});

test('2.14 only an approval approves: of a sign-in and a password reset nothing of the text is kept', async () => {
  const person = await enrolledUser(world);
  for (const purpose of ['sign-in', 'password-reset']) {
    const details = `Pay 7 EUR for a ${purpose}`;
    const { assertion } = await attestedSignIn(world, person, { purpose, details, assertion: true });
    expect((await checkOffline(world, assertion, await keySet(world))).payload).not.toHaveProperty(
      'transaction',
    );
    expect(JSON.stringify(await world.everything())).not.toContain(details);
  }
});

test('2.14 an authenticator approves too, and an approval without a text is attested as one of nothing', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId, { purpose: 'approval', assertion: true });
  expect((await readVerification(world, verificationId)).body.status).toBe('challenge');
  const { body } = await attempt(world, verificationId, appCode(secret, world.now));
  const { payload } = await checkOffline(world, body.assertion, await keySet(world));
  expect(payload).toMatchObject({ purpose: 'approval', amr: ['totp'] });
  expect(payload).not.toHaveProperty('transaction');
});
