import * as z from 'zod/mini';
import { readOverview } from '../lib/actions/organisation/overview.ts';
import { iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const person = { userId: z.string(), displayName: z.string(), email: z.string() };

export const OverviewAnswer = z.object({
  enrollmentRate: z.object({ enrolled: z.number(), active: z.number() }),
  statusBreakdown: z.object({ enrolled: z.number(), pending: z.number(), notStarted: z.number() }),
  backupCodesHealth: z.object({
    healthy: z.boolean(),
    none: z.array(z.object(person)),
    low: z.array(z.object({ ...person, remaining: z.number() })),
    neverIssued: z.array(z.object(person)),
  }),
  recentEnrollments: z.array(z.object({ ...person, enrolledAt: field.time })),
  rolesWithoutTwoFactor: z.array(
    z.object({ name: z.string(), type: z.string(), twoFactorRequired: z.literal(false) }),
  ),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/overview',
    operationId: 'getOverview',
    summary:
      'Adoption and health: enrollment rate, stages, backup codes, recent enrollments, roles without two factors',
    tag: 'Organisation',
    privilege: 'overview:read',
    success: { status: 200, body: OverviewAnswer },
    problems: [],
    async handle(_call, services) {
      const { recentEnrollments, ...overview } = await readOverview(services);
      const recent = recentEnrollments.map((row) => ({ ...row, enrolledAt: iso(row.enrolledAt) }));
      return { status: 200, body: { ...overview, recentEnrollments: recent } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'overview',
  description: 'The overview of adoption and health',
  routes,
  needs: { table: ['BatchGetItem', 'Query'], indexes: ['list', 'due'] },
};

export const handler = functionHandler(routes, site, services);
