import * as z from 'zod/mini';
import { boundToTest, resetToken, sendCodeTo, testToken } from '../lib/actions/tokens/test-token.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { TokenAnswer, tokenParams } from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: tokens';

export const CodeSentAnswer = z.object({
  channel: z.enum(['sms', 'email', 'provider']),
  destination: z.string(),
  expiresAt: field.time,
  resendAfterSeconds: z.number(),
});

/** Exactly what a device shows; a backup code cannot resynchronise anything. */
const otp = z.string().check(z.regex(/^[0-9]{6,10}$/, 'must be the digits that the device shows'));

export const TokenTestAnswer = z.object({
  passed: z.boolean(),
  advice: z.optional(z.array(z.object({ action: z.string(), detail: z.string() }))),
});

const routes = [
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens/{tokenId}/challenge',
    operationId: 'sendTestCode',
    summary: 'Send a code to test the token with',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    success: { status: 202, body: CodeSentAnswer },
    problems: [
      'user-not-found',
      'account-disabled',
      'token-not-found',
      'send-limit',
      'not-allowed-in-state',
      'conflict',
    ],
    async handle({ params, actor }, services) {
      const sent = await sendCodeTo(services, actor, params, boundToTest(params.tokenId));
      return { status: 202, body: { ...sent, expiresAt: iso(sent.expiresAt) } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens/{tokenId}/test',
    operationId: 'testToken',
    summary: 'Test a token with a code: it passes, or the answer suggests what may help',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    body: z.strictObject({ code: field.code }),
    success: { status: 200, body: TokenTestAnswer },
    problems: [
      'user-not-found',
      'account-disabled',
      'token-not-found',
      'account-throttled',
      'not-allowed-in-state',
      'delivery-unavailable',
      'conflict',
    ],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await testToken(services, actor, params, body.code) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/tokens/{tokenId}/reset',
    operationId: 'resetToken',
    summary: 'Resynchronise a counter with two consecutive codes, in order',
    tag,
    privilege: 'tokens:write',
    params: tokenParams,
    body: z.strictObject({ codes: z.tuple([otp, otp]) }),
    success: { status: 200, body: TokenAnswer },
    problems: [
      'user-not-found',
      'account-disabled',
      'token-not-found',
      'invalid-code',
      'account-throttled',
      'not-allowed-in-state',
      'conflict',
    ],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await resetToken(services, actor, params, body.codes) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'token-tests',
  description: 'Tests of tokens, and the resynchronisation of counters',
  routes,
  needs: {
    table: ['Query', 'PutItem', 'UpdateItem'],
    keys: ['Decrypt'],
  },
};

export const handler = functionHandler(routes, site, services);
