import * as z from 'zod/mini';
import { organisationEvents, userEvents } from '../lib/actions/audit/list-events.ts';
import { allEventTypes, organisationEventTypes } from '../lib/domain/event-filter.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';

export const EventAnswer = z.object({
  id: z.string(),
  type: z.string(),
  at: field.time,
  actor: z.string(),
  userId: z.optional(z.string()),
  reason: z.optional(z.string()),
  details: z.optional(
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  ),
});

/** Times outside this range have years with more digits and would not sort among the others. */
const [firstMoment, lastMoment] = [
  Date.parse('0000-01-01T00:00:00.000Z'),
  Date.parse('9999-12-31T23:59:59.999Z'),
];

/** A requested time, in milliseconds since 1970; JavaScript alone would accept the 30th of February. */
const moment = z.pipe(
  z.string().check(
    z.regex(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/,
      'must be a time such as 2026-03-02T09:00:00Z',
    ),
    z.refine((value) => {
      const midnight = Date.parse(`${value.slice(0, 10)}T00:00:00Z`);
      const isDay =
        !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(value.slice(0, 10));
      return isDay && !Number.isNaN(Date.parse(value));
    }, 'must be a valid time'),
  ),
  z.transform((value: string) => Math.min(Math.max(Date.parse(value), firstMoment), lastMoment)),
);

const times = { from: z.optional(moment), to: z.optional(moment) };

const routes = [
  route({
    method: 'GET',
    path: '/v1/events',
    operationId: 'listEvents',
    summary:
      'What operators and schedules did, newest first; sign-ins are listed with their user. Filter by time (to is exclusive), type, actor and user; a short page may still have a next one',
    tag,
    privilege: 'events:read',
    query: z.strictObject({
      ...field.paging,
      ...times,
      type: z.optional(z.enum(organisationEventTypes)),
      actor: z.optional(field.text(300)),
      userId: z.optional(field.userId),
    }),
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
    summary:
      'Everything that happened to a user, newest first. Filter by time (to is exclusive) and type; a short page may still have a next one',
    tag: 'Operators: users',
    privilege: 'events:read',
    params: field.userParams,
    query: z.strictObject({
      ...field.paging,
      ...times,
      type: z.optional(z.enum(allEventTypes)),
    }),
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
  needs: { table: ['BatchGetItem', 'Query'], indexes: ['list'] },
};

export const handler = functionHandler(routes, site, services);
