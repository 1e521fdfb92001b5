import * as z from 'zod/mini';
import { defaultClassName, factorKeys, neverClassName } from '../../lib/domain/classes.ts';
import * as field from '../../lib/http/fields.ts';

/** The fields of a class in requests and in answers. */

const whole = (least: number, most: number) =>
  z
    .number()
    .check(
      z.refine(
        (value) => Number.isInteger(value) && value >= least && value <= most,
        `must be a whole number from ${least} to ${most}`,
      ),
    );

const factors = z.partial(
  z.strictObject(
    Object.fromEntries(factorKeys.map((key) => [key, whole(1, 9)])) as Record<
      (typeof factorKeys)[number],
      ReturnType<typeof whole>
    >,
  ),
);

const purposes = { 'sign-in': factors, approval: factors, 'password-reset': factors };

/** 3.07. */
const questions = {
  count: whole(0, 10),
  maximumRetries: whole(0, 99),
  waitSeconds: whole(1, 999),
};

/** 3.08. */
const passwordReset = {
  verifyBy: z.enum(['N', 'C', 'E', 'M']),
  deliverBy: z.enum(['S', 'C', 'E', 'N']),
  resetBy: z.literal([1, 2, 9]),
  changeWithinMinutes: whole(1, 999),
};

const plain = {
  text: z.string().check(
    z.maxLength(100, 'must have at most 100 characters'),
    z.refine(
      (value) => value.isWellFormed() && !/\p{Cc}/u.test(value),
      'must be text without control characters',
    ),
  ),
  preferredDevice: z.enum(['N', 'C', 'E', 'S']),
  otherwisePrefer: z.enum(['C', 'E']),
  allowOtpInsteadOfTotp: z.boolean(),
};

const domain = z.string().check(z.maxLength(253, 'must have at most 253 characters'));

export const ClassBody = z.strictObject({
  name: z.optional(z.string()),
  ...z.partial(z.object(plain)).shape,
  restrictEmailsToDomain: z.optional(z.nullable(domain)),
  provider: z.optional(z.nullable(field.text(40))),
  factors: z.optional(z.partial(z.strictObject(purposes))),
  questions: z.optional(z.partial(z.strictObject(questions))),
  passwordReset: z.optional(z.partial(z.strictObject(passwordReset))),
  confirmUnusable: z.optional(z.boolean()),
});

export const ClassAnswer = z.object({
  name: z.string(),
  ...plain,
  restrictEmailsToDomain: z.optional(domain),
  provider: z.optional(z.string()),
  factors: z.object(purposes),
  questions: z.object(questions),
  passwordReset: z.object(passwordReset),
  builtIn: z.boolean(),
});

/** 3.10: a name, `*DFT` or `*NEVER`. */
export const className = z.union([z.literal([defaultClassName, neverClassName]), field.name], {
  error: 'must be *DFT, *NEVER, or start with a letter or digit',
});
