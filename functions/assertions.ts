import * as z from 'zod/mini';
import { publishedKeys } from '../lib/actions/assertions/signing-keys.ts';
import { redeemAssertion } from '../lib/actions/verification/redeem-assertion.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import * as verification from './schemas/verification-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const Jwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  kid: z.string(),
  use: z.literal('sig'),
  alg: z.literal('ES256'),
});

const routes = [
  route({
    method: 'GET',
    path: '/.well-known/jwks.json',
    operationId: 'getSigningKeys',
    summary: 'The public keys that verify assertions (RFC 7517); may be cached',
    tag: 'Assertions',
    privilege: 'public',
    success: { status: 200, body: z.object({ keys: z.array(Jwk) }) },
    problems: [],
    async handle(_call, services) {
      const keys = (await publishedKeys(services)).map(({ kid, publicJwk }) => ({
        ...publicJwk,
        kid,
        use: 'sig',
        alg: 'ES256',
      }));
      // Far shorter than the day that a key is published before it signs.
      return { status: 200, body: { keys }, headers: { 'cache-control': 'public, max-age=300' } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/assertions/redeem',
    operationId: 'redeemAssertion',
    summary: 'Verify an assertion online; each one is accepted once',
    tag: 'Assertions',
    privilege: 'verify',
    idempotencyKey: true,
    body: z.strictObject({ assertion: z.string().check(z.minLength(1), z.maxLength(7_900)) }),
    success: {
      status: 200,
      body: z.object({
        userId: z.string(),
        purpose: verification.purpose,
        /** The application that started the verification. */
        application: z.string(),
        verificationId: z.string(),
        verifiedAt: field.time,
        expiresAt: field.time,
        amr: z.array(z.string()),
        tokenId: z.optional(z.string()),
        transaction: z.optional(z.object({ details: z.string(), sha256: z.string() })),
        policy: z.optional(verification.ResetOrder),
      }),
    },
    problems: ['verification-expired', 'conflict', 'account-disabled', 'user-not-found'],
    async handle({ body, actor, idempotencyKey }, services) {
      const claims = await redeemAssertion(services, actor, { ...body, idempotencyKey });
      const { iss: _iss, sub, aud, iat, exp, jti, epoch: _epoch, ...rest } = claims;
      const told = { userId: sub, application: aud, verificationId: jti, ...rest };
      return { status: 200, body: { ...told, verifiedAt: iso(iat), expiresAt: iso(exp) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'assertions',
  description: 'Publishes the keys that verify assertions; redeems assertions',
  routes,
  needs: { table: ['Query', 'PutItem', 'UpdateItem'], keys: ['Decrypt', 'GenerateDataKey'] },
};

export const handler = functionHandler(routes, site, services);
