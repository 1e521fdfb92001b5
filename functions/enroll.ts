import * as z from 'zod/mini';
import { confirmEnrollment, startEnrollment } from '../lib/actions/enrollment/sign-in-enrollment.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { tokenTypes } from '../lib/token-types/index.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

/**
 * With its key; with no key if an operator already handed it over; or with the destination of the code on its way.
 */
const EnrollmentAnswer = z.object({
  verificationId: z.string(),
  userId: z.string(),
  tokenId: z.string(),
  type: z.string(),
  secret: z.optional(z.string()),
  otpauthUri: z.optional(z.string()),
  qrCodeSvg: z.optional(z.string()),
  destination: z.optional(z.string()),
});
const BackupCodes = z.array(z.string());
const params = z.strictObject({ verificationId: field.verificationId });

const routes = [
  route({
    method: 'POST',
    path: '/v1/verifications/{verificationId}/enrollment',
    operationId: 'startEnrollment',
    summary:
      'Enroll an authenticator during a verification that asks for it: the one that an operator handed over, or else a new key, number or address',
    tag: 'Applications',
    privilege: 'verify',
    params,
    body: z.strictObject({ type: z.optional(z.enum(tokenTypes.map(({ type }) => type))) }),
    success: { status: 201, body: EnrollmentAnswer },
    problems: [
      'not-found',
      'no-usable-factor',
      'send-limit',
      'user-not-found',
      'verification-expired',
      'verification-locked',
      'account-disabled',
      'enrollment-expired',
      'not-allowed-in-state',
      'conflict',
    ],
    async handle({ params, body, actor }, services) {
      const { verificationId } = params;
      const started = await startEnrollment(services, actor, verificationId, body.type);
      return { status: 201, body: { verificationId, ...started } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/verifications/{verificationId}/enrollment/confirmation',
    operationId: 'confirmEnrollment',
    summary: 'Confirm that enrollment with its first code, which also verifies the sign-in',
    tag: 'Applications',
    privilege: 'verify',
    params,
    body: z.strictObject({ code: field.code }),
    success: {
      status: 200,
      body: z.object({
        status: z.literal('verified'),
        verificationId: z.string(),
        userId: z.string(),
        backupCodes: BackupCodes,
        assertion: z.optional(z.string()),
      }),
    },
    problems: [
      'invalid-code',
      'not-found',
      'user-not-found',
      'verification-expired',
      'verification-locked',
      'account-disabled',
      'enrollment-expired',
      'account-throttled',
      'not-allowed-in-state',
      'conflict',
    ],
    async handle({ params, body, actor }, services) {
      const confirmed = await confirmEnrollment(services, actor, params.verificationId, body.code);
      return { status: 200, body: { status: 'verified', ...confirmed } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'enroll',
  description: 'Enrollment during a verification',
  routes,
  needs: { table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'], keys: ['Decrypt', 'GenerateDataKey'] },
};

export const handler = functionHandler(routes, site, services);
