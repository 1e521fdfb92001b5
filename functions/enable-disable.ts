import * as z from 'zod/mini';
import { disable, enable } from '../lib/actions/people/accounts.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: enrollment';
const params = field.userParams;
export const AccountEnabledAnswer = z.object({
  enabled: z.literal(true),
  warnings: z.array(z.object({ code: z.literal('enrollment-expired'), detail: z.string() })),
});

const routes = [
  route({
    method: 'POST',
    path: '/v1/users/{userId}/enable',
    operationId: 'enableAccount',
    summary: 'Enable the account; warns if it would not last',
    tag,
    privilege: 'accounts:write',
    params,
    body: z.strictObject({ reason: field.reason }),
    success: { status: 200, body: AccountEnabledAnswer },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, body, actor }, services) {
      const warnings = await enable(services, actor, { ...params, reason: body.reason });
      return { status: 200, body: { enabled: true, warnings } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/disable',
    operationId: 'disableAccount',
    summary: 'Disable the account; all its codes are rejected from now on',
    tag,
    privilege: 'accounts:write',
    params,
    body: z.strictObject({ reason: field.reason }),
    success: { status: 200, body: z.object({ enabled: z.literal(false) }) },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, body, actor }, services) {
      await disable(services, actor, { ...params, reason: body.reason });
      return { status: 200, body: { enabled: false } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'enable-disable',
  description: 'Accounts: enable and disable',
  routes,
  needs: { table: ['Query', 'UpdateItem'] },
};

export const handler = functionHandler(routes, site, services);
