import * as z from 'zod/mini';
import { listExpiring, readExpiry } from '../lib/actions/expiry/expiry.ts';
import { dryRun } from '../lib/actions/expiry/sweep-plan.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';

const Forecast = z.object({ in24Hours: z.number(), in3Days: z.number(), in7Days: z.number() });

const Run = z.object({
  at: field.time,
  due: z.number(),
  expired: z.number(),
  refused: z.boolean(),
  stopped: z.boolean(),
  limit: z.number(),
});

export const ExpiryAnswer = z.object({
  enrollmentPeriodSeconds: z.number(),
  expiredAccounts: z.enum(['disable', 'mark']),
  overdue: z.number(),
  oldestOverdueSeconds: z.number(),
  limit: z.number(),
  accounts: z.number(),
  forecast: Forecast,
  lastRun: z.nullable(Run),
  runs: z.array(Run),
});

export const ExpiringUserAnswer = z.object({
  userId: z.string(),
  displayName: z.string(),
  email: z.string(),
  enrollmentExpiresAt: field.time,
});

export const DryRunAnswer = z.object({
  dryRun: z.boolean(),
  refused: z.boolean(),
  due: z.number(),
  limit: z.number(),
  expired: z.number(),
  stopped: z.boolean(),
  oldestOverdueSeconds: z.number(),
  forecast: Forecast,
  users: z.array(z.object({ userId: z.string(), enrollmentExpiredAt: field.time })),
});

const hours = z.pipe(
  z.string().check(z.regex(/^[0-9]{1,3}$/, 'must be a number')),
  z.pipe(z.transform(Number), z.number().check(z.lte(720, 'must be at most 720'))),
);

const routes = [
  route({
    method: 'GET',
    path: '/v1/expiry',
    operationId: 'getExpiry',
    summary:
      'Counts of overdue and upcoming expirations, the limit above which the sweep refuses to run, its last run, and runs of the last 30 days that found due users',
    tag,
    privilege: 'overview:read',
    success: { status: 200, body: ExpiryAnswer },
    problems: [],
    async handle(_call, services) {
      return { status: 200, body: await readExpiry(services) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/expiry/users',
    operationId: 'listExpiringUsers',
    summary:
      'Users whose enrollment expires within this many hours (24 by default), soonest first; 0 lists those already overdue',
    tag,
    privilege: 'overview:read',
    query: z.strictObject({ withinHours: z.optional(hours), ...field.paging }),
    success: { status: 200, body: field.pageOf(ExpiringUserAnswer) },
    problems: [],
    async handle({ query }, services) {
      const { withinHours = 24, ...paging } = query;
      return { status: 200, body: await listExpiring(services, { withinHours, ...paging }) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/expiry/dry-run',
    operationId: 'dryRunExpiry',
    summary: 'What a run of the sweep would do now; changes nothing',
    tag,
    privilege: 'overview:read',
    success: { status: 200, body: DryRunAnswer },
    problems: [],
    async handle(_call, services) {
      return { status: 200, body: await dryRun(services) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'expiry',
  description: 'Upcoming expirations, and what the sweep did and would do; only reads',
  routes,
  needs: { table: ['GetItem', 'BatchGetItem', 'Query'], indexes: ['due'] },
};

export const handler = functionHandler(routes, site, services);
