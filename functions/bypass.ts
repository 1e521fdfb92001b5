import * as z from 'zod/mini';
import { endBypass, grantBypass } from '../lib/actions/people/bypass.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: exceptions';
const params = field.userParams;

export const BypassAnswer = z.object({ validUntil: field.time });

const routes = [
  route({
    method: 'POST',
    path: '/v1/users/{userId}/bypass',
    operationId: 'grantBypass',
    summary: 'Let a user sign in without a second factor for some minutes; the user is notified',
    tag,
    privilege: 'access:bypass',
    params,
    body: z.strictObject({
      minutes: z.int().check(z.gte(5), z.lte(1_440)),
      identityVerified: field.identityVerified,
      reason: field.text(200),
    }),
    success: { status: 201, body: BypassAnswer },
    problems: ['user-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      const { minutes, reason } = body;
      const { validUntil } = await grantBypass(services, actor, { ...params, minutes, reason });
      return { status: 201, body: { validUntil: iso(validUntil) } };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/users/{userId}/bypass',
    operationId: 'endBypass',
    summary: 'End a bypass early',
    tag,
    privilege: 'access:bypass',
    params,
    success: { status: 204 },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, actor }, services) {
      await endBypass(services, actor, params.userId);
      return { status: 204 };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'bypass',
  description: 'Temporary sign-ins without a second factor',
  routes,
  needs: { table: ['Query', 'PutItem', 'UpdateItem'], keys: ['Decrypt'] },
};

export const handler = functionHandler(routes, site, services);
