import * as z from 'zod/mini';
import { reset, restoreAccess } from '../lib/actions/people/accounts.ts';
import { isoOrNull } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: enrollment';
const params = field.userParams;
const removed = {
  tokensRemoved: z.number(),
  backupCodesRemoved: z.number(),
  /** `null`: the period is not limited. */
  enrollmentExpiresAt: z.nullable(field.time),
};
const Proof = z.strictObject({ identityVerified: field.identityVerified, reason: field.reason });

export const ResetAnswer = z.object(removed);

export const RestoredAnswer = z.object({ did: z.array(z.enum(['reset', 'enable'])), ...removed });

const routes = [
  route({
    method: 'POST',
    path: '/v1/users/{userId}/reset',
    operationId: 'resetEnrollment',
    summary: 'Remove the authenticator enrollment and all backup codes, and start a new enrollment period',
    tag,
    privilege: 'enrollment:reset',
    params,
    body: Proof,
    success: { status: 200, body: ResetAnswer },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, body, actor }, services) {
      const done = await reset(services, actor, { ...params, reason: body.reason });
      return { status: 200, body: { ...done, enrollmentExpiresAt: isoOrNull(done.enrollmentExpiresAt) } };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/restore-access',
    operationId: 'restoreAccess',
    summary: 'Reset an expired enrollment and enable the account, in that order and in one step',
    tag,
    privilege: 'access:restore',
    params,
    body: Proof,
    success: { status: 200, body: RestoredAnswer },
    problems: ['user-not-found', 'not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      const done = await restoreAccess(services, actor, { ...params, reason: body.reason });
      return { status: 200, body: { ...done, enrollmentExpiresAt: isoOrNull(done.enrollmentExpiresAt) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'reset',
  description: 'Resets enrollments, and restores access after they expired',
  routes,
  needs: { table: ['Query', 'UpdateItem', 'DeleteItem'] },
};

export const handler = functionHandler(routes, site, services);
