import * as z from 'zod/mini';
import { issueLostTokenCode, revokeLostTokenCode } from '../lib/actions/tokens/lost-token.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: exceptions';
const params = field.userParams;

export const LostTokenAnswer = z.object({ code: z.string(), validUntil: field.time });

const routes = [
  route({
    method: 'POST',
    path: '/v1/users/{userId}/lost-token',
    operationId: 'issueLostTokenCode',
    summary:
      'Issue a code that replaces a lost token for some days, shown once; the token is disabled at once',
    tag,
    privilege: 'backup-codes:recreate',
    params,
    body: z.strictObject({
      tokenId: field.text(64),
      days: z.int().check(z.gte(1), z.lte(14)),
      identityVerified: field.identityVerified,
      reason: field.reason,
    }),
    success: { status: 201, body: LostTokenAnswer },
    problems: ['user-not-found', 'token-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      const { tokenId, days, reason } = body;
      const order = { ...params, tokenId, days, reason };
      const { code, validUntil } = await issueLostTokenCode(services, actor, order);
      return { status: 201, body: { code, validUntil: iso(validUntil) } };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/users/{userId}/lost-token',
    operationId: 'revokeLostTokenCode',
    summary: 'Revoke the code for a lost token; the token stays disabled until it is enabled',
    tag,
    privilege: 'tokens:write',
    params,
    success: { status: 204 },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, actor }, services) {
      await revokeLostTokenCode(services, actor, params.userId);
      return { status: 204 };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'lost-token',
  description: 'Codes that replace lost tokens',
  routes,
  needs: { table: ['Query', 'PutItem', 'UpdateItem'], keys: ['Decrypt'] },
};

export const handler = functionHandler(routes, site, services);
