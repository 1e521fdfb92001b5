import * as z from 'zod/mini';
import { organisationEvents, userEvents } from '../lib/actions/events.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './function.ts';
import { deployment, services } from './services.ts';

const tag = 'Organisation';

export const EventAnswer = z.object({
  id: z.string(),
  type: z.string(),
  at: field.time,
  actor: z.string(),
  userId: z.optional(z.string()),
  reason: z.optional(z.string()),
  details: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/events',
    operationId: 'listEvents',
    summary: 'What operators and schedules did, newest first; sign-ins stand with their user',
    tag,
    privilege: 'events:read',
    query: z.strictObject(field.paging),
    success: { status: 200, body: field.pageOf(EventAnswer) },
    problems: [],
    async handle({ query }, services) {
      return { status: 200, body: await organisationEvents(services, query) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/users/{userId}/events',
    operationId: 'listUserEvents',
    summary: 'Everything that happened to a user, newest first',
    tag: 'Operators: users',
    privilege: 'events:read',
    params: field.userParams,
    query: z.strictObject(field.paging),
    success: { status: 200, body: field.pageOf(EventAnswer) },
    problems: ['user-not-found'],
    async handle({ params, query }, services) {
      return { status: 200, body: await userEvents(services, params.userId, query) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'events',
  description: 'The audit',
  routes,
  needs: { table: ['GetItem', 'BatchGetItem', 'Query'], indexes: ['list'] },
};

export const handler = functionHandler(routes, deployment, services);
