import { createHmac, generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Issuer } from '../../lib/domain/issuers.ts';
import { memoryFolder } from '../../local/data-folder.ts';
import { jwtAuthorizer } from '../../local/gateway/authorizer.ts';
import { edge as edgeOf } from '../../local/gateway/edge.ts';
import { gateway } from '../../local/gateway/gateway.ts';
import { closeServer, listen } from '../../local/http.ts';
import { startIdentity } from '../../local/identity/identity.ts';
import { originServer } from '../../local/origin.ts';
import { openSecrets } from '../../local/secrets.ts';
import { fixtureParts } from './fixture.ts';

const secrets = await openSecrets(memoryFolder());
const { server, open } = originServer();
let origin = '';
let issuer = '';
let local: Issuer;
let last: { functionName: string; event: Record<string, unknown> & { headers: Record<string, string> } };
let answer: unknown = { statusCode: 204 };

beforeAll(async () => {
  const { url } = await listen(server);
  origin = url;
  const identity = startIdentity(origin, secrets);
  local = identity.issuer;
  issuer = local.issuer;
  const edge = edgeOf(origin);
  const api = gateway({
    functions: await fixtureParts.functions(),
    authorizer: jwtAuthorizer([{ ...identity.issuer, keys: identity.keys }]),
    edge,
    host: new URL(origin).host,
    async invoke(functionName, event) {
      last = { functionName, event: JSON.parse(JSON.stringify(event)) };
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  open(api, edge, () => {});
});
afterAll(() => closeServer(server, 0));

const second = Math.floor(Date.now() / 1000);
const right = (): JWTPayload => ({
  iss: issuer,
  aud: 'countersign',
  iat: second - 10,
  exp: second + 600,
  scope: 'countersign/operate',
  groups: ['one', 'two'],
});
async function signed(
  claims: JWTPayload,
  alg = 'RS256',
  key: never = secrets.signingKey as never,
  kid = secrets.signingKey.kid,
) {
  const { importJWK } = await import('jose');
  return new SignJWT(claims).setProtectedHeader({ alg, typ: 'at+jwt', kid }).sign(await importJWK(key, alg));
}
const things = (token?: string) =>
  fetch(
    `${origin}/v1/things/1`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );

test('a token of the issuer is let in, its claims arrive as the gateway writes them', async () => {
  expect((await things(await signed(right()))).status).toBe(204);
  const { jwt } = (
    last.event['requestContext'] as { authorizer: { jwt: { claims: unknown; scopes: unknown } } }
  ).authorizer;
  expect(jwt.claims).toMatchObject({ groups: '[one two]', exp: String(second + 600), aud: 'countersign' });
  expect(jwt.scopes).toBeNull();
});

test('a token whose audience is only its client id is let in, as from Amazon Cognito', async () => {
  expect(
    (await things(await signed({ ...right(), aud: undefined as never, client_id: 'countersign' }))).status,
  ).toBe(204);
});

test('a token that was let in is refused once it has expired, and one letter more is another token', async () => {
  const token = await signed(right());
  expect((await things(token)).status).toBe(204);
  expect((await things(token)).status).toBe(204);
  expect((await things(`${token}A`)).status).toBe(401);
  vi.useFakeTimers({ toFake: ['Date'], now: (second + 601) * 1000 });
  try {
    expect((await things(token)).status).toBe(401);
  } finally {
    vi.useRealTimers();
  }
});

const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'jwk',
}) as never;
const header = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const forgeries: Record<string, () => Promise<string> | string> = {
  nothing: () => '',
  'no token': () => 'not.a.token',
  'another key under the same kid': () => signed(right(), 'RS256', other),
  'another algorithm': () => signed(right(), 'PS256'),
  'no signature': () => `${header({ alg: 'none', kid: secrets.signingKey.kid })}.${header(right())}.`,
  'the public key used as an HMAC secret': async () => {
    const text = `${header({ alg: 'HS256', kid: secrets.signingKey.kid })}.${header(right())}`;
    const { n, e, kty } = secrets.signingKey;
    return `${text}.${createHmac('sha256', JSON.stringify({ n, e, kty })).update(text).digest('base64url')}`;
  },
  'a key brought along': async () => {
    const jwk = (await exportJWK(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)) as never;
    return signed(right(), 'RS256', jwk, 'unknown');
  },
  'a changed payload': async () => {
    const [head, , signature] = (await signed(right())).split('.');
    return `${head}.${header({ ...right(), sub: 'admin' })}.${signature}`;
  },
  'another issuer': () => signed({ ...right(), iss: 'https://elsewhere.example' }),
  'another audience': () => signed({ ...right(), aud: 'other' }),
  'no audience at all': () => signed({ ...right(), aud: undefined as never }),
  expired: () => signed({ ...right(), exp: second - 1 }),
  'no expiry': () => signed({ ...right(), exp: undefined as never }),
  'not yet valid': () => signed({ ...right(), nbf: second + 60 }),
  'issued in the future': () => signed({ ...right(), iat: second + 60 }),
};
test.each(Object.keys(forgeries))('refused with 401: %s', async (name) => {
  const response = await things(await forgeries[name]?.());
  expect(response.status).toBe(401);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await response.json()).toMatchObject({ code: 'unauthenticated', status: 401 });
});

test('the gateway asks for no scope: what a token permits is decided by the function', async () => {
  expect((await things(await signed({ ...right(), scope: 'countersign/verify' }))).status).toBe(204);
});

test('a token signed on a curve is refused: HTTP APIs verify RSA alone', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'curve', alg: 'ES256' } as never] };
  const { authorize } = jwtAuthorizer([{ ...local, keys }]);
  const token = await signed(right(), 'ES256', privateKey.export({ format: 'jwk' }) as never, 'curve');
  expect(await authorize(`Bearer ${token}`, 'operate')).toMatchObject({ refused: 'unauthenticated' });
});

test('a literal path goes before a parameter, and parameters are decoded', async () => {
  const headers = { authorization: await signed(right()) };
  await fetch(`${origin}/v1/things/special`, { headers });
  expect(last.event['routeKey']).toBe('GET /v1/things/special');
  await fetch(`${origin}/v1/things/a%2Fb%20%C3%BC?x=1&x=2&y=%26`, { headers });
  expect(last.event).toMatchObject({
    routeKey: 'GET /v1/things/{thing}',
    pathParameters: { thing: 'a/b ü' },
    queryStringParameters: { x: '1,2', y: '&' },
  });
});

test.each(['GET /elsewhere', 'DELETE /v1/open', 'OPTIONS /v1/open', 'GET /v1/things/', 'GET /v1/open/'])(
  'what no route matches goes to the default route without a token: %s',
  async (line) => {
    const [method = '', path] = line.split(' ');
    await fetch(`${origin}${path}`, { method });
    expect(last).toMatchObject({ functionName: 'unmatched', event: { routeKey: '$default' } });
  },
);

test('text bodies arrive as text, every other type, and none at all, as base64', async () => {
  const post = async (type: string | undefined, body: Buffer) => {
    await fetch(`${origin}/v1/open`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: type ? { 'content-type': type } : {},
    });
    return [last.event['body'], last.event['isBase64Encoded']];
  };
  expect(await post('application/json; charset=utf-8', Buffer.from('{"ü":1}'))).toEqual(['{"ü":1}', false]);
  expect(await post('text/csv', Buffer.from('a,b'))).toEqual(['a,b', false]);
  expect(await post('application/x-ndjson', Buffer.from('{}'))).toEqual(['e30=', true]);
  expect(await post(undefined, Buffer.from('{}'))).toEqual(['e30=', true]);
  expect(await post('text/plain', Buffer.from([0xff]))).toEqual(['/w==', true]);
});

test('repeated headers are joined, cookies are listed', async () => {
  await new Promise((resolve) => {
    request(`${origin}/v1/open`, { headers: { 'X-Twice': ['a', 'b'], Cookie: 'c=1; d=2' } }, resolve).end();
  });
  expect(last.event.headers['x-twice']).toBe('a,b');
  expect(last.event['cookies']).toEqual(['c=1', 'd=2']);
  expect(last.event.headers).not.toHaveProperty('cookie');
});

test('a failure inside is a bare 500', async () => {
  answer = new Error('a secret of the code');
  const response = await fetch(`${origin}/v1/open`);
  answer = { statusCode: 204 };
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
});

test('a body over 10 MB is refused with 413', async () => {
  const response = await fetch(`${origin}/v1/open`, {
    method: 'POST',
    body: new Uint8Array(10 * 1024 * 1024 + 1),
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ code: 'payload-too-large' });
});

test.each([
  ['GET /v1/%zz HTTP/1.1', 400],
  ['GET /v1/open?x=%c3 HTTP/1.1', 400],
  ['GET http://elsewhere/v1/open HTTP/1.1', 400],
  ['OPTIONS * HTTP/1.1', 400],
  ['nonsense', 400],
  [`GET /v1/open HTTP/1.1\r\nX-Long: ${'a'.repeat(70_000)}`, 431],
])('broken input is refused as a problem: %#', async (line, status) => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  const text = await new Promise<string>((resolve) => {
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
      if (received.includes('}')) resolve(received);
    });
    socket.on('error', () => resolve(received));
    socket.on('close', () => resolve(received));
    socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
  });
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(text).toContain('application/problem+json');
});
