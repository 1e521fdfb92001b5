import { createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, exportJWK, SignJWT } from 'jose';
import { describe, expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { attestedSignIn, checkOffline, keySet, redeem } from '../support/assertions.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('3.08 a sign-in that asks for it is answered with an assertion that the published keys check', async () => {
  const person = await enrolledUser(world);
  const { assertion, verificationId, verifiedAt, tokenId } = await attestedSignIn(world, person);
  const { payload, protectedHeader } = await checkOffline(world, assertion, await keySet(world));
  expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'assertion+jwt', kid: expect.any(String) });
  expect(payload).toEqual({
    iss: 'https://countersign.test',
    sub: person.userId,
    aud: 'app',
    iat: Date.parse(verifiedAt) / 1000,
    exp: Date.parse(verifiedAt) / 1000 + 300,
    jti: verificationId,
    epoch: expect.any(Number),
    purpose: 'sign-in',
    amr: ['totp'],
    tokenId,
  });
});

test('3.08 the key set is what RFC 7517 says, with the public half only, and may be cached', async () => {
  const answer = await world.api.call('GET', '/.well-known/jwks.json', { as: 'nobody' });
  expect(answer.headers['cache-control']).toBe('public, max-age=300');
  const text = expect.stringMatching(/^[\w-]{43}$/);
  expect(answer.body).toEqual({
    keys: [{ kty: 'EC', crv: 'P-256', x: text, y: text, kid: text, use: 'sig', alg: 'ES256' }],
  });
});

test('3.08 the signature is right by other code than the one that made it: two numbers side by side (RFC 7518)', async () => {
  const { assertion } = await attestedSignIn(world);
  const [head, payload, signature = ''] = assertion.split('.');
  const { kid } = decodeProtectedHeader(assertion);
  const { keys } = await keySet(world);
  const jwk = keys.find((key: { kid: string }) => key.kid === kid);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const bytes = Buffer.from(signature, 'base64url');
  expect(verify('sha256', Buffer.from(`${head}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(
    true,
  );
});

test('3.08 nobody gets an assertion who did not ask, answered wrong, or only looks', async () => {
  const { userId, secret } = await enrolledUser(world);
  const plain = await start(world, userId);
  expect((await attempt(world, plain.verificationId, appCode(secret, world.now))).body).not.toHaveProperty(
    'assertion',
  );
  world.advance(30);
  const asked = await start(world, userId, { assertion: true });
  expect(asked).not.toHaveProperty('assertion');
  const wrong = await attempt(world, asked.verificationId, wrongCode(secret, world.now));
  expectProblem(wrong, 'invalid-code');
  expect(JSON.stringify(wrong)).not.toContain('eyJ');
  const right = await attempt(world, asked.verificationId, appCode(secret, world.now));
  expect(right.body.assertion).toMatch(/^eyJ/);
  expect((await readVerification(world, asked.verificationId)).body).not.toHaveProperty('assertion');
  expectProblem(await attempt(world, asked.verificationId, appCode(secret, world.now)), 'invalid-code');
});

test('3.08 a backup code is attested as one', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const { verificationId } = await start(world, userId, { assertion: true });
  const { body } = await attempt(world, verificationId, backupCodes[0] ?? '');
  expect(decodeJwt(body.assertion)).toMatchObject({ amr: ['backup-codes'], tokenId: 'backup-codes' });
});

test('rule 3: a retry with the same Idempotency-Key gets the same answer, and it is still one assertion', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId, { assertion: true });
  const ask = () =>
    world.api.expect(200, 'POST', `/v1/verifications/${verificationId}/attempts`, {
      as: 'application',
      body: { code },
      headers: { 'idempotency-key': 'k' },
    });
  const code = appCode(secret, world.now);
  const first = await ask();
  world.advance(7);
  const again = await ask();
  expect({ ...again, assertion: decodeJwt(again.assertion) }).toEqual({
    ...first,
    assertion: decodeJwt(first.assertion),
  });
  expect((await redeem(world, again.assertion)).status).toBe(200);
  expectProblem(await redeem(world, first.assertion), 'conflict');
});

describe('rule 10: refused offline and by the service alike is', () => {
  const refuse = async (assertion: string) => {
    const jwks = await keySet(world);
    await expect(checkOffline(world, assertion, jwks)).rejects.toThrow();
    expectProblem(await redeem(world, assertion), 'invalid-request');
  };
  const parts = (jwt: string) => jwt.split('.') as [string, string, string];

  test('one of which a claim, the header or the signature was changed', async () => {
    const { assertion, userId } = await attestedSignIn(world);
    const [head, payload, signature] = parts(assertion);
    const claims = decodeJwt(assertion);
    await refuse([head, encode({ ...claims, sub: `${userId}x` }), signature].join('.'));
    await refuse([head, encode({ ...claims, exp: (claims.exp ?? 0) + 1 }), signature].join('.'));
    await refuse([encode({ ...decodeProtectedHeader(assertion), x: 1 }), payload, signature].join('.'));
    await refuse([head, payload, `${signature.slice(0, -4)}AAAA`].join('.'));
    await refuse([head, payload, ''].join('.'));
    expect((await redeem(world, assertion)).status).toBe(200);
  });

  test('one without an algorithm, and one under the public key as a shared secret', async () => {
    const { assertion } = await attestedSignIn(world);
    const [, payload] = parts(assertion);
    const { kid } = decodeProtectedHeader(assertion);
    for (const alg of ['none', 'None', 'NONE']) {
      await refuse(`${encode({ alg, typ: 'assertion+jwt', kid })}.${payload}.`);
    }
    const { keys } = await keySet(world);
    const head = encode({ alg: 'HS256', typ: 'assertion+jwt', kid });
    for (const secret of [JSON.stringify(keys[0]), String(keys[0].x)]) {
      const forged = createHmac('sha256', secret).update(`${head}.${payload}`).digest('base64url');
      await refuse(`${head}.${payload}.${forged}`);
    }
  });

  test('one of another key, under our name for it, with its own key in the header, or under none', async () => {
    const { assertion } = await attestedSignIn(world);
    const { kid } = decodeProtectedHeader(assertion);
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = await exportJWK(publicKey);
    for (const more of [{ kid: kid ?? '' }, { kid: kid ?? '', jwk }, { kid: 'theirs' }, {}]) {
      const header = { alg: 'ES256', typ: 'assertion+jwt', ...more };
      await refuse(await new SignJWT(decodeJwt(assertion)).setProtectedHeader(header).sign(privateKey));
    }
  });

  test('what is no assertion at all', async () => {
    for (const text of ['x', 'a.b', 'a.b.c', 'a.b.c.d', '..', `${encode([])}.${encode([])}.`, 'ü.ü.ü']) {
      await refuse(text);
    }
  });
});

test('3.08 an assertion is for the application that asked and for five minutes, to the second', async () => {
  const { assertion } = await attestedSignIn(world);
  const jwks = await keySet(world);
  await expect(checkOffline(world, assertion, jwks, { audience: 'other' })).rejects.toThrow(/aud/);
  await checkOffline(world, assertion, jwks, { at: world.now + 299 });
  await expect(checkOffline(world, assertion, jwks, { at: world.now + 300 })).rejects.toThrow(/exp/);
  world.advance(300);
  expectProblem(await redeem(world, assertion), 'verification-expired');
});
