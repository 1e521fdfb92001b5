import * as z from 'zod/mini';
import { confirmEnrollment, startEnrollment } from '../lib/actions/enrollment/sign-in-enrollment.ts';
import { confirmSetupLink, openSetupLink, sendSetupLink } from '../lib/actions/enrollment/setup-links.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { tokenTypes } from '../lib/token-types/index.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { deployment, services } from './wiring/services.ts';
import { LinkSentAnswer } from './schemas/token-fields.ts';

const key = { secret: z.string(), otpauthUri: z.string(), qrCodeSvg: z.string() };

/** With its key; without one that an operator has handed over; or with where the code is on its way to. */
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
const presented = { token: field.linkToken, pin: z.optional(field.pin) };

const routes = [
  route({
    method: 'POST',
    path: '/v1/verifications/{verificationId}/enrollment',
    operationId: 'startEnrollment',
    summary:
      'Enroll an authenticator inside a verification that asks for it: what an operator has handed over, or else a key or number of its own',
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
  route({
    method: 'POST',
    path: '/v1/setup/open',
    operationId: 'openSetupLink',
    summary: 'Show what a setup link is for; may be repeated and consumes nothing',
    tag: 'Setup link',
    privilege: 'setup',
    body: z.strictObject(presented),
    success: {
      status: 200,
      body: z.object({ displayName: z.string(), issuer: z.string(), ...key, expiresAt: field.time }),
    },
    problems: ['link-not-found', 'pin-required', 'account-throttled', 'conflict'],
    async handle({ body }, services) {
      const opened = await openSetupLink(services, body);
      return { status: 200, body: { ...opened, expiresAt: iso(opened.expiresAt) } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/setup/confirm',
    operationId: 'confirmSetupLink',
    idempotencyKey: true,
    summary: 'Confirm with the first code: consumes the link and activates the authenticator',
    tag: 'Setup link',
    privilege: 'setup',
    body: z.strictObject({ ...presented, code: field.code }),
    success: { status: 200, body: z.object({ backupCodes: BackupCodes }) },
    problems: ['invalid-code', 'link-not-found', 'pin-required', 'account-throttled', 'conflict'],
    async handle({ body, idempotencyKey }, services) {
      return { status: 200, body: await confirmSetupLink(services, { ...body, idempotencyKey }) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/setup-links',
    operationId: 'sendSetupLink',
    summary: 'Mail the user a setup link; an earlier one dies',
    tag: 'Operators: enrollment',
    privilege: 'links:send',
    params: field.userParams,
    body: z.strictObject({ pin: z.optional(z.boolean()) }),
    success: { status: 202, body: LinkSentAnswer },
    problems: ['user-not-found', 'not-allowed-in-state', 'send-limit', 'conflict'],
    async handle({ params, body, actor }, services) {
      const sent = await sendSetupLink(services, actor, { ...params, ...body });
      return { status: 202, body: { ...sent, expiresAt: iso(sent.expiresAt) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'enroll',
  description: 'Enrollment: inside a verification and by setup link',
  routes,
  needs: { table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'], keys: ['Decrypt', 'GenerateDataKey'] },
};

export const handler = functionHandler(routes, deployment, services);
