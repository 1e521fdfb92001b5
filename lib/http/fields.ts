import * as z from 'zod/mini';
import { parseCode } from '../domain/codes.ts';

/** Fields that more than one route takes. Strict: unknown fields and malformed values are refused here. */

/** Text without control characters, lone surrogates or blanks at its ends. */
export const text = (most: number) =>
  z.string().check(
    z.minLength(1, `must not be empty`),
    z.maxLength(most, `must have at most ${most} characters`),
    z.refine(
      (value) => value.isWellFormed() && !/[\p{Cc}\p{Bidi_Control}]/u.test(value),
      'must be text without control characters',
    ),
    z.refine((value) => value.trim() === value, 'must not start or end with a blank'),
  );

/** Ids are part of paths and keys: letters, digits and a few signs, in one spelling. */
export const userId = z.string().check(
  z.maxLength(64, 'must have at most 64 characters'),
  z.regex(/^[\p{L}\p{N}._@+:$#|=~!-]+$/u, 'must be letters, digits and any of . _ @ + : $ # | = ~ ! -'),
  z.refine((value) => value.normalize('NFC') === value, 'must be in Unicode normal form C'),
  z.refine((value) => value !== '.' && value !== '..', 'must not be . or ..'),
);

export const name = z.string().check(
  z.maxLength(40, 'must have at most 40 characters'),
  z.regex(/^[\p{L}\p{N}][\p{L}\p{N} ._&()/-]*$/u, 'must start with a letter or digit'),
  z.refine(
    (value) => value.trim() === value && value.normalize('NFC') === value,
    'must not end with a blank',
  ),
);

export const email = z.string().check(
  z.maxLength(254, 'must have at most 254 characters'),
  z.regex(
    /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+\.[^\s@<>()[\]\\,;:".\p{Cc}]{2,}$/u,
    'must be an email address',
  ),
  z.refine((value) => value.isWellFormed(), 'must be an email address'),
);

export const phone = z
  .string()
  .check(z.regex(/^\+[1-9][0-9]{5,14}$/, 'must be an E.164 number such as +447700900123'));

/** A sealed value; the longest contains what is to be approved, in the widest letters. */
export const verificationId = z.string().check(z.minLength(24), z.maxLength(4_096));

/** A one-time password or backup code as typed; blanks and hyphens do not matter. */
export const code = z.pipe(
  z.string().check(z.maxLength(64)),
  z.transform((typed: string, context) => {
    const parsed = parseCode(typed);
    if (parsed) return parsed;
    context.issues.push({ code: 'custom', message: 'must be 4 to 10 digits or a backup code', input: '' });
    return z.NEVER;
  }),
);

/** An answer to a private question as typed; its spelling matters little (3.07). */
export const answer = z.string().check(
  z.maxLength(100, 'must have at most 100 characters'),
  z.refine((value) => value.isWellFormed(), 'must be text'),
);

/** Whatever a link was turned into on its way: a foreign one gets the same answer as an expired one. */
export const linkToken = z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(200));

export const pin = z.string().check(z.regex(/^[0-9]{6}$/, 'must be six digits'));

export const reason = z.optional(text(200));

/** 1.20: an operator attests this before anything is taken from a user. */
export const identityVerified = z.literal(
  true,
  "must be true: verify the user's identity through another channel first",
);

export const userParams = z.strictObject({ userId });

export const paging = {
  limit: z.optional(
    z.pipe(
      z.string().check(z.regex(/^[0-9]{1,3}$/, 'must be a number')),
      z.pipe(
        z.transform(Number),
        z.number().check(z.gte(1, 'must be at least 1'), z.lte(100, 'must be at most 100')),
      ),
    ),
  ),
  cursor: z.optional(z.string().check(z.maxLength(800))),
};

/**
 * The format of all times in answers: ISO 8601 in UTC. Written out, because zod's own check would cost the verify
 * function 3 KB.
 */
export const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));

/** Stored for the audit only. */
export const ip = z.string().check(z.regex(/^[0-9a-fA-F.:]{2,45}$/, 'must be an IPv4 or IPv6 address'));

/** Answers have a loose schema where members depend on the state. */
export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.optional(z.string()) });
