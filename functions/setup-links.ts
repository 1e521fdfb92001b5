import * as z from 'zod/mini';
import { confirmSetupLink, openSetupLink, sendSetupLink } from '../lib/actions/enrollment/setup-links.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { LinkSentAnswer } from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const key = { secret: z.string(), otpauthUri: z.string(), qrCodeSvg: z.string() };

const BackupCodes = z.array(z.string());
const presented = { token: field.linkToken, pin: z.optional(field.pin) };

const routes = [
  route({
    method: 'POST',
    path: '/v1/setup/open',
    operationId: 'openSetupLink',
    summary: 'Show what a setup link is for; can be repeated and consumes nothing',
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
    summary: 'Mail the user a setup link; earlier links stop working',
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
  name: 'setup-links',
  description: 'Setup links: sent by operators, opened and confirmed by users',
  routes,
  needs: { table: ['GetItem', 'Query', 'PutItem', 'UpdateItem'], keys: ['Decrypt', 'GenerateDataKey'] },
};

export const handler = functionHandler(routes, site, services);
