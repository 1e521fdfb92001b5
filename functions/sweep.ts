import * as z from 'zod/mini';
import { restoreExpired } from '../lib/actions/expiry/restore-expired.ts';
import { runSweep } from '../lib/actions/expiry/run-sweep.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';

export const SweepAnswer = z.object({
  due: z.number(),
  limit: z.number(),
  expired: z.number(),
  /** Time ran out before all were processed: call again. */
  stopped: z.boolean(),
});

export const UsersRestoredAnswer = z.object({
  dryRun: z.boolean(),
  users: z.array(z.string()),
  skipped: z.array(z.object({ userId: z.string(), code: z.string() })),
  nextCursor: z.optional(z.string()),
});

const routes = [
  route({
    method: 'POST',
    path: '/v1/expiry/run',
    operationId: 'runExpiry',
    summary: 'Run the sweep now, even beyond the limit above which it refuses to run',
    tag,
    privilege: 'expiry:force',
    body: z.strictObject({ force: z.literal(true, 'must be true: this expires every due user') }),
    success: { status: 200, body: SweepAnswer },
    problems: [],
    async handle({ actor }, services) {
      const { due, limit, expired, stopped } = await runSweep(services, actor);
      return { status: 200, body: { due, limit, expired, stopped } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/expiry/restore',
    operationId: 'restoreExpired',
    summary:
      'Restore the users whom a run of the sweep expired, step by step: each gets a new enrollment period and an enabled account',
    tag,
    privilege: 'expiry:restore',
    body: z.strictObject({
      /** `at` of the run, as `GET /v1/expiry` shows it. */
      run: z.pipe(
        field.time.check(z.refine((value) => !Number.isNaN(Date.parse(value)), 'must be a valid time')),
        z.transform((value: string) => Date.parse(value)),
      ),
      dryRun: z.boolean(),
      reason: field.reason,
      cursor: field.paging.cursor,
    }),
    success: { status: 200, body: UsersRestoredAnswer },
    problems: ['conflict'],
    async handle({ body, actor }, services) {
      return { status: 200, body: await restoreExpired(services, actor, body) };
    },
  }),
];

/** Separate from the function that only reads about expiry. */
export const definition: FunctionDefinition = {
  name: 'sweep',
  description: 'Runs the sweep for an operator, and undoes a run',
  routes,
  timeoutSeconds: 28,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
    indexes: ['due', 'list'],
  },
};

export const handler = functionHandler(routes, site, services);
