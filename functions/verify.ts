import * as z from 'zod/mini';
import type { Answered } from '../lib/actions/verification/attempt.ts';
import { readVerification, type Verification } from '../lib/actions/verification/show-verification.ts';
import { startVerification } from '../lib/actions/verification/start-verification.ts';
import { verifyCode } from '../lib/actions/verification/verify-code.ts';
import { type EpochSeconds, iso } from '../lib/domain/time.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import * as verification from './schemas/verification-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const Factor = z.object({
  tokenId: z.string(),
  type: z.string(),
  typeName: z.string(),
  label: z.string(),
  device: z.nullable(z.string()),
  mode: z.enum(['otp', 'out-of-band', 'look-up']),
  questions: z.optional(z.array(z.object({ questionId: z.string(), text: z.string() }))),
});

const answer = {
  verificationId: z.string(),
  userId: z.string(),
  status: z.enum(['challenge', 'enrollment-required', 'not-required', 'verified', 'locked', 'expired']),
  expiresAt: field.time,
  attemptsRemaining: z.number(),
  factors: z.array(Factor),
  policy: z.optional(verification.ResetOrder),
};
const VerificationAnswer = z.object(answer);
const verified = {
  tokenId: z.string(),
  type: z.string(),
  verifiedAt: field.time,
  backupCodesRemaining: z.optional(z.number()),
  deviceToken: z.optional(z.string()),
  assertion: z.optional(z.string()),
};
const StartAnswer = z.object({ ...answer, ...z.partial(z.object(verified)).shape });

const present = <V extends Verification & { readonly verifiedAt?: EpochSeconds }>(found: V) => ({
  ...found,
  expiresAt: iso(found.expiresAt),
  ...(found.verifiedAt === undefined ? {} : { verifiedAt: iso(found.verifiedAt) }),
});

const answers = z
  .array(z.strictObject({ questionId: field.text(64), answer: field.answer }))
  .check(z.maxLength(10, 'must be at most 10'));

/** What a user answers with: one of the two. */
const answered = {
  code: z.optional(field.code),
  answers: z.optional(answers),
  tokenId: z.optional(field.text(64)),
  rememberDevice: z.optional(z.boolean()),
};

const Attempt = z.strictObject({ ...answered, userId: z.optional(field.userId) }).check(
  z.refine(({ code, answers }) => (code === undefined) !== (answers === undefined), {
    path: ['code'],
    message: 'is required, unless "answers" is given',
  }),
);

const Start = z
  .strictObject({
    userId: field.userId,
    purpose: z.optional(verification.purpose),
    details: z.optional(field.text(500)),
    clientIp: z.optional(field.ip),
    mode: z.optional(z.literal('look-up')),
    deviceToken: z.optional(field.text(64)),
    assertion: z.optional(z.boolean()),
    ...answered,
  })
  .check(
    z.refine(({ code, answers }) => code === undefined || answers === undefined, {
      path: ['answers'],
      message: 'must be omitted if "code" is given',
    }),
    z.refine(
      ({ code, answers, tokenId, rememberDevice }) =>
        code !== undefined ||
        answers !== undefined ||
        (tokenId === undefined && rememberDevice === undefined),
      {
        path: ['code'],
        message: 'is required with "tokenId" or "rememberDevice", unless "answers" is given',
      },
    ),
  );

const params = z.strictObject({ verificationId: field.verificationId });

type AnswerGiven = Pick<z.output<typeof Start>, keyof typeof answered>;

function answeredBy(
  { code, answers, tokenId, rememberDevice }: AnswerGiven,
  idempotencyKey: string | undefined,
): Answered {
  return {
    code: code ?? { kind: 'answers', answers: answers ?? [] },
    tokenId,
    rememberDevice,
    idempotencyKey,
  };
}

const routes = [
  route({
    method: 'POST',
    path: '/v1/verifications',
    operationId: 'startVerification',
    summary: 'Start the second factor of a sign-in, an approval or a password reset',
    tag: 'Applications',
    privilege: 'verify',
    body: Start,
    idempotencyKey: true,
    success: { status: 201, body: StartAnswer },
    problems: [
      'user-not-found',
      'account-disabled',
      'enrollment-expired',
      'no-usable-factor',
      'account-throttled',
      'conflict',
      // With a code or answers only.
      'invalid-code',
      'verification-locked',
      'token-not-found',
      'delivery-unavailable',
    ],
    async handle({ body, actor, idempotencyKey }, services) {
      const { purpose = 'sign-in' } = body;
      const answers = body.code !== undefined || body.answers !== undefined;
      const answered = answers ? answeredBy(body, idempotencyKey) : undefined;
      const start = { ...body, purpose, answered };
      return { status: 201, body: present(await startVerification(services, actor, start)) };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/verifications/{verificationId}',
    operationId: 'getVerification',
    summary: 'The status of a verification',
    tag: 'Applications',
    privilege: 'verify',
    params,
    success: { status: 200, body: VerificationAnswer },
    problems: ['not-found', 'user-not-found'],
    async handle({ params, actor }, services) {
      return { status: 200, body: present(await readVerification(services, actor, params.verificationId)) };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/verifications/{verificationId}/attempts',
    operationId: 'attemptVerification',
    summary: 'Answer a verification with a code, or with the answers to all its questions',
    tag: 'Applications',
    privilege: 'verify',
    params,
    body: Attempt,
    idempotencyKey: true,
    success: {
      status: 200,
      body: z.object({
        status: z.literal('verified'),
        verificationId: z.string(),
        userId: z.string(),
        ...verified,
        policy: z.optional(verification.ResetOrder),
      }),
    },
    problems: [
      'invalid-code',
      'verification-locked',
      'account-throttled',
      'verification-expired',
      'account-disabled',
      'not-found',
      'user-not-found',
      'not-allowed-in-state',
      'conflict',
      'delivery-unavailable',
    ],
    async handle({ params, body, actor, idempotencyKey }, services) {
      const attempt = { ...params, userId: body.userId, ...answeredBy(body, idempotencyKey) };
      const { verifiedAt, ...verdict } = await verifyCode(services, actor, attempt);
      return { status: 200, body: { status: 'verified', ...verdict, verifiedAt: iso(verifiedAt) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'verify',
  description: 'Verifications: start, answer, look up',
  routes,
  needs: {
    // The very first assertion creates the key that signs it.
    table: ['Query', 'PutItem', 'UpdateItem'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, site, services);
