import * as z from 'zod/mini';
import * as field from '../../lib/http/fields.ts';
import { route } from '../../lib/http/route.ts';
import type { Table } from '../../lib/store/client.ts';
import { naiveVerify } from './verify.ts';

/** The naive verification behind the same front as ours: the same parsing, authorisation and answers. */
export const naiveRoute = (table: Table) =>
  route({
    method: 'POST',
    path: '/v1/verifications/{verificationId}/attempts',
    operationId: 'attemptNaiveVerification',
    summary: 'Answer a verification',
    tag: 'Applications',
    privilege: 'verify',
    params: z.strictObject({ verificationId: z.string() }),
    body: z.strictObject({ code: field.text(10) }),
    success: { status: 200, body: z.object({ verifiedAt: z.number() }) },
    problems: ['invalid-code', 'verification-locked', 'account-disabled', 'not-found'],
    async handle({ params, body }, services) {
      return { status: 200, body: await naiveVerify(services, table, params.verificationId, body.code) };
    },
  });
