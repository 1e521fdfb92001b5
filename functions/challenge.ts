import * as z from 'zod/mini';
import { sendVerificationCode } from '../lib/actions/verification/send-code.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const routes = [
  route({
    method: 'POST',
    path: '/v1/verifications/{verificationId}/challenges',
    operationId: 'sendVerificationCode',
    summary:
      'Send a code to an SMS, Email or Virtual token, or let the provider of an App token contact the user; an earlier code stops working',
    tag: 'Applications',
    privilege: 'verify',
    params: z.strictObject({ verificationId: field.verificationId }),
    body: z.strictObject({ tokenId: field.text(64) }),
    success: {
      status: 202,
      body: z.object({
        verificationId: z.string(),
        userId: z.string(),
        channel: z.enum(['sms', 'email', 'provider']),
        destination: z.string(),
        expiresAt: field.time,
        resendAfterSeconds: z.number(),
      }),
    },
    problems: [
      'send-limit',
      'delivery-unavailable',
      'token-not-found',
      'verification-locked',
      'verification-expired',
      'account-throttled',
      'account-disabled',
      'not-found',
      'user-not-found',
      'not-allowed-in-state',
      'conflict',
    ],
    async handle({ params, body, actor }, services) {
      const sent = await sendVerificationCode(services, actor, { ...params, ...body });
      return { status: 202, body: { ...sent, expiresAt: iso(sent.expiresAt) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'challenge',
  description: 'Sends the codes of verifications',
  routes,
  needs: { table: ['Query', 'PutItem', 'UpdateItem'], keys: ['Decrypt'] },
};

export const handler = functionHandler(routes, site, services);
