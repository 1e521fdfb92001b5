import * as z from 'zod/mini';
import { readVerification, startVerification, type Verification } from '../lib/actions/start-verification.ts';
import { verifyCode } from '../lib/actions/verify-code.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './function.ts';
import { deployment, services } from './services.ts';

const Factor = z.object({
  tokenId: z.string(),
  type: z.string(),
  typeName: z.string(),
  label: z.string(),
  device: z.nullable(z.string()),
  mode: z.enum(['otp', 'out-of-band', 'look-up']),
});

const VerificationAnswer = z.object({
  verificationId: z.string(),
  status: z.enum(['challenge', 'enrollment-required', 'not-required', 'verified', 'locked', 'expired']),
  expiresAt: field.time,
  attemptsRemaining: z.number(),
  factors: z.array(Factor),
});

const present = (verification: Verification) => ({ ...verification, expiresAt: iso(verification.expiresAt) });

const params = z.strictObject({ verificationId: field.verificationId });

const routes = [
  route({
    method: 'POST',
    path: '/v1/verifications',
    operationId: 'startVerification',
    summary: 'Start the second factor of a sign-in, an approval or a password reset',
    tag: 'Applications',
    privilege: 'verify',
    body: z.strictObject({
      userId: field.userId,
      purpose: z.optional(z.enum(['sign-in', 'approval', 'password-reset'])),
      details: z.optional(field.text(500)),
      clientIp: z.optional(field.ip),
      mode: z.optional(z.literal('look-up')),
    }),
    success: { status: 201, body: VerificationAnswer },
    problems: ['user-not-found', 'account-disabled', 'enrollment-expired', 'account-throttled', 'conflict'],
    async handle({ body, actor }, services) {
      const start = { ...body, purpose: body.purpose ?? 'sign-in' };
      return { status: 201, body: present(await startVerification(services, actor, start)) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/verifications/{verificationId}',
    operationId: 'getVerification',
    summary: 'How a verification stands',
    tag: 'Applications',
    privilege: 'verify',
    params,
    success: { status: 200, body: VerificationAnswer },
    problems: ['not-found', 'user-not-found'],
    async handle({ params }, services) {
      return { status: 200, body: present(await readVerification(services, params.verificationId)) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/verifications/{verificationId}/attempts',
    operationId: 'attemptVerification',
    summary: 'Answer a verification with a code',
    tag: 'Applications',
    privilege: 'verify',
    params,
    body: z.strictObject({ code: field.code, tokenId: z.optional(field.text(64)) }),
    idempotencyKey: true,
    success: {
      status: 200,
      body: z.object({
        status: z.literal('verified'),
        tokenId: z.string(),
        type: z.string(),
        verifiedAt: field.time,
        backupCodesRemaining: z.optional(z.number()),
      }),
    },
    problems: [
      'invalid-code',
      'verification-locked',
      'account-throttled',
      'verification-expired',
      'account-disabled',
      'not-found',
      'user-not-found',
      'not-allowed-in-state',
      'conflict',
      'delivery-unavailable',
    ],
    async handle({ params, body, actor, idempotencyKey }, services) {
      const attempt = { verificationId: params.verificationId, ...body, idempotencyKey };
      const { verifiedAt, ...verified } = await verifyCode(services, actor, attempt);
      return { status: 200, body: { status: 'verified', ...verified, verifiedAt: iso(verifiedAt) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'verify',
  description: 'Verifications: start, answer, look up',
  routes,
  needs: { table: ['GetItem', 'Query', 'UpdateItem'], keys: ['Decrypt'] },
};

export const handler = functionHandler(routes, deployment, services);
