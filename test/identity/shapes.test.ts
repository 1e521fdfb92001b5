import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Issuer } from '../../lib/domain/issuers.ts';
import { authorise } from '../../lib/http/authorise.ts';
import { functionHandler } from '../../lib/http/function-handler.ts';
import { type Route, route } from '../../lib/http/route.ts';
import { gatewayClaims, jwtAuthorizer } from '../../local/gateway/authorizer.ts';
import { edge as edgeOf } from '../../local/gateway/edge.ts';
import { gateway } from '../../local/gateway/gateway.ts';
import { closeServer, listen } from '../../local/http.ts';
import { originServer } from '../../local/origin.ts';
import { groupForms, type Shape, shapes } from './shapes.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key', alg: 'RS256' } as never] };

/** A route for each kind of caller that answers who the caller is. */
const routes: readonly Route[] = (['operator', 'verify', 'self'] as const).map((privilege) =>
  route({
    method: 'GET',
    path: `/v1/who/${privilege}`,
    operationId: privilege,
    summary: 'Who the caller is taken for',
    tag: 'Test',
    privilege,
    success: { status: 200 },
    problems: [],
    handle: async ({ actor: { kind, name, roles } }) => ({
      status: 200,
      body: { caller: [kind, name, ...roles].join(' ') },
    }),
  }),
);

const usual: Omit<Issuer, 'issuer' | 'audiences'> = {
  scopes: { verify: 'countersign/verify', self: 'countersign/self', operate: 'countersign/operate' },
  userIdClaim: 'sub',
  groupsClaims: ['groups', 'cognito:groups'],
};

/** The issuer that is asked just now. */
let issuer: Issuer = { ...usual, issuer: '', audiences: [] };
let origin = '';
let authorized = false;
const { server, open } = originServer();
beforeAll(async () => {
  origin = (await listen(server)).url;
  const site = () => ({ origin, issuers: [issuer] });
  const handler = functionHandler(routes, site, () => ({}) as never);
  const edge = edgeOf(origin);
  const call = gateway({
    functions: [{ name: 'who', routes }],
    authorizer: {
      authorize: (header, permission) => jwtAuthorizer([{ ...issuer, keys }]).authorize(header, permission),
    },
    edge,
    host: new URL(origin).host,
    async invoke(_name, event) {
      authorized = true;
      return handler(event as never, { getRemainingTimeInMillis: () => 60_000 } as never);
    },
  });
  open(call, edge, () => {});
});
afterAll(() => closeServer(server, 0));

const second = (): number => Math.floor(Date.now() / 1000);

async function ask({ issuer: said, claims, asks }: Shape) {
  issuer = { ...usual, ...said };
  authorized = false;
  const token = await new SignJWT({ iat: second() - 10, exp: second() + 600, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'key' })
    .sign(privateKey);
  const response = await fetch(`${origin}/v1/who/${asks}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, body: await response.json() };
}

/** What the function makes of a token that the gateway has let through. */
function byTheFunction({ issuer: said, claims, asks }: Shape): string {
  const written = JSON.parse(JSON.stringify({ iat: second() - 10, exp: second() + 600, ...claims }));
  const payload = Buffer.from(JSON.stringify(written)).toString('base64url');
  const credentials = { verified: gatewayClaims(written), header: `Bearer e30.${payload}.c2ln` };
  const expected = { issuers: [{ ...usual, ...said }], receivedAt: Date.now() };
  const { kind, name, roles } = authorise({ privilege: asks } as Route, credentials, expected);
  return [kind, name, ...roles].join(' ');
}

describe('access tokens of the usual identity providers, through the gateway and the function', () => {
  test.each(Object.entries(shapes))('%s', async (_, shape) => {
    const answer = await ask(shape);
    if (typeof shape.becomes === 'string') {
      expect(answer).toEqual({ status: 200, body: { caller: shape.becomes } });
      return;
    }
    const [status, words] = shape.becomes;
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(words);
  });

  test('the function decides the same by itself, whatever the gateway has let through', () => {
    for (const [name, shape] of Object.entries(shapes)) {
      if (typeof shape.becomes === 'string') expect(byTheFunction(shape), name).toBe(shape.becomes);
      else expect(() => byTheFunction(shape), name).toThrow(shape.becomes[1]);
    }
  });

  test('what a token permits is for the function to decide: the gateway lets every token through that is meant for us', async () => {
    for (const [name, shape] of Object.entries(shapes)) {
      const { status } = await ask(shape);
      if (status === 403) expect(authorized, name).toBe(true);
    }
  });
});

describe('groups as a claim may write them', () => {
  const [person] = [shapes['Keycloak: groups without their paths'] as Shape];
  test.each(groupForms)('%s', async (_, groups, isAdministrator) => {
    const { status } = await ask({ ...person, claims: { ...person.claims, groups } });
    expect(status).toBe(isAdministrator ? 200 : 403);
  });
});
