import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, describe, expect } from 'vitest';
import { jwtAuthorizer } from '../../local/gateway/authorizer.ts';
import { type Heard, Surface } from '../prove/surface/surface.ts';
import { issuer } from '../support/gateway-event.ts';
import { test } from '../support/world-test.ts';
import { type Forger, forgeries, otherKinds } from './forgeries.ts';

/**
 * In production API Gateway's JWT authorizer verifies the signature, the issuer, the audience and the times; that
 * every route stands behind it is asked of the template in test/infra/service.test.ts. Here the verifier of the local
 * gateway stands for it. What a function checks of the claims by itself, whatever stands before it, is ours and runs
 * here as it is deployed: the last group, and test/api/claims.test.ts.
 */
let surface: Surface;
let forger: Forger;
test.beforeAll(async ({ world }) => {
  surface = await Surface.start(world.services);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer.issuer,
    aud: 'countersign',
    iat: now - 10,
    exp: now + 600,
    sub: 'ada',
    scope: 'countersign/operate',
    groups: ['countersign-auditors'],
  };
  const issued = (given: object, header: object = {}): Promise<string> =>
    new SignJWT({ ...given })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: surface.kid, ...header })
      // The names of extensions, which a signer has to understand as well.
      .sign(surface.key, { crit: { 'http://example.org/odd': true } });
  const token = await issued(claims);
  forger = { publicKey: surface.publicKey, kid: surface.kid, claims, token, issued };
});
afterAll(async () => {
  await surface.stop();
});

const ask = (token: string, scheme = 'Bearer'): Promise<Heard> =>
  surface.ask({ method: 'GET', target: '/v1/users', headers: { authorization: `${scheme} ${token}` } });

function expectRefused({ status, headers, text }: Heard): void {
  expect(status).toBe(401);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(headers['www-authenticate']).toMatch(/^Bearer/);
  const problem = JSON.parse(text);
  expect(problem).toMatchObject({ status: 401, code: 'unauthenticated' });
  expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'instance', 'status', 'title', 'type']);
}

test('G10 the token that all of them imitate is accepted', async () => {
  expect((await ask(forger.token)).status).toBe(200);
});

test('G10 there are at least forty ways to forge one', () => {
  expect(Object.keys(forgeries).length).toBeGreaterThanOrEqual(40);
});

describe('G10 before a function runs, it is refused', () => {
  test.each(Object.keys(forgeries))('%s', async (name) => {
    const { invocations } = surface;
    expectRefused(await ask((await forgeries[name]?.(forger)) ?? ''));
    expect(surface.invocations).toBe(invocations);
  });

  test('one of 100 kB, before it is read over HTTP and after', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const long = await new SignJWT({ ...forger.claims, x: 'x'.repeat(100_000) })
      .setProtectedHeader({ alg: 'RS256', kid: forger.kid })
      .sign(privateKey);
    expect((await ask(long)).status).toBe(431);
    const jwk = { ...forger.publicKey.export({ format: 'jwk' }), kid: forger.kid };
    const { authorize } = jwtAuthorizer([{ ...issuer, keys: { keys: [jwk as never] } }]);
    expect(await authorize(`Bearer ${long}`, 'operate')).toMatchObject({
      refused: 'unauthenticated',
    });
  });

  test.each(['Basic', 'Token', 'DPoP', 'Bearer Bearer'])('the right token as %s', async (scheme) => {
    expectRefused(await ask(forger.token, scheme));
  });

  test('the right token anywhere but in the header', async () => {
    const target = `/v1/users?access_token=${forger.token}`;
    expectRefused(await surface.ask({ method: 'GET', target }));
    expectRefused(
      await surface.ask({ method: 'GET', target: '/v1/users', headers: { cookie: `token=${forger.token}` } }),
    );
  });

  test('and without the scope it is not enough: 403', async () => {
    const { scope: _, ...claims } = forger.claims;
    for (const scope of [
      undefined,
      '',
      'countersign/verify',
      'countersign/operate2',
      'Countersign/operate',
    ]) {
      expect((await ask(await forger.issued({ ...claims, scope }))).status, scope).toBe(403);
    }
  });
});

describe('G10 rule 10 what API Gateway lets through, the function refuses', () => {
  test.each(Object.keys(otherKinds))('%s', async (name) => {
    const { invocations } = surface;
    expectRefused(await ask((await otherKinds[name]?.(forger)) ?? ''));
    expect(surface.invocations).toBe(invocations + 1);
  });
});
