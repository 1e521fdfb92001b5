import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { expireEnrollments } from '../lib/actions/expiry/expire-enrollments.ts';
import type { Swept } from '../lib/actions/expiry/sweep-plan.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services } from './wiring/services.ts';

export const definition: FunctionDefinition = {
  name: 'expire',
  description: 'Marks expired enrollments and disables their accounts; scheduled',
  routes: [],
  timeoutSeconds: 240,
  needs: {
    table: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
    indexes: ['due'],
  },
};

/** `{ "dryRun": true }` reports what a run would do; `{ "force": true }` overrides the breaker. */
const Input = z.strictObject({ dryRun: z.optional(z.boolean()), force: z.optional(z.boolean()) });

export async function handler(input: unknown, context: Context): Promise<Swept> {
  const { dryRun = false, force = false } = Input.parse(input ?? {});
  return expireEnrollments(services(), { dryRun, force }, () => context.getRemainingTimeInMillis());
}
