import * as z from 'zod/mini';
import { accountContact, type Contact, emailContact } from '../../lib/actions/keys/contacts.ts';
import { phoneContact } from '../../lib/actions/keys/parse-phone.ts';
import { factorKeys } from '../../lib/domain/classes.ts';
import { reportStatuses } from '../../lib/domain/delivery-reports.ts';
import { serialPattern } from '../../lib/domain/hardware.ts';
import { invalidFields, Problem } from '../../lib/domain/problems.ts';
import * as field from '../../lib/http/fields.ts';
import type { TokenType } from '../../lib/token-types/contract.ts';
import { tokenType } from '../../lib/token-types/index.ts';
import { keyChoices } from '../../lib/token-types/key-choices.ts';
import { parseTypedKey, typedKeyRule } from '../../lib/token-types/typed-key.ts';

/** Printed on a hardware token. */
export const serialNumber = z
  .string()
  .check(z.regex(serialPattern, 'must be 1 to 64 letters, digits, dots, hyphens or underscores'));

/** Private questions with their answers (3.07). */
export const newQuestions = z
  .array(z.strictObject({ question: field.text(120), answer: field.answer }))
  .check(z.minLength(1, 'must be at least one'), z.maxLength(20, 'must be at most 20'));

interface ContactFields {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly account?: string | undefined;
}

/**
 * One number, one address or one account, or none.
 *
 * @throws Problem `invalid-request` for more than one, and for a number that cannot receive texts
 */
export function contactOf({ phone, email, account }: ContactFields): Contact | undefined {
  if ([phone, email, account].filter((given) => given !== undefined).length > 1) {
    throw invalidFields([
      {
        path: email === undefined ? 'account' : 'email',
        message: 'give one of phone, email and account',
      },
    ]);
  }
  if (phone !== undefined) return phoneContact(phone);
  if (account !== undefined) return accountContact(account);
  return email === undefined ? undefined : emailContact(email);
}

const contacts = z.array(z.enum(['phone', 'email', 'account']));
const replaceableBy = z.array(z.object({ type: z.string(), name: z.string() }));

const EnrollmentForm = z.object({
  /** One of these. */
  contacts,
  /** Whether a provider verifies the codes: the account may be left out, and a provider may be named. */
  provider: z.boolean(),
  /** Whether it takes the serial number of a device from the pool. */
  serial: z.boolean(),
  questions: z.boolean(),
  /** The choices for a key that is entered. Absent: it has no key of its own. */
  key: z.optional(
    z.object({
      algorithm: z.array(z.enum(keyChoices.algorithm)),
      digits: z.array(z.literal(keyChoices.digits)),
      periodSeconds: z.array(z.literal(keyChoices.periodSeconds)),
      counter: z.boolean(),
    }),
  ),
});

/** The type that a validated name stands for. */
export function knownType(name: string): TokenType {
  const type = tokenType(name);
  if (!type) throw new Problem('invalid-request', 'This token type does not exist.');
  return type;
}

/** What screens need to know about a type of token, from the type's own file. */
export const TypeDescription = z.object({
  /** Which of a class's factors it answers. */
  factor: z.enum(factorKeys),
  mode: z.enum(['otp', 'out-of-band', 'look-up']),
  /** What operators can do with an active token besides viewing, disabling and deleting it. */
  actions: z.array(z.string()),
  /** The input for enrolling a token. */
  enrollment: EnrollmentForm,
  userCanEnroll: z.boolean(),
  /** The types that its tokens can become. */
  replaceableBy,
  /** How the user's own page offers it. */
  offer: z.optional(z.object({ en: z.string(), de: z.string() })),
});

/** A token as operators and its user see it. */
export const TokenAnswer = z.object({
  tokenId: z.string(),
  type: z.string(),
  typeName: z.string(),
  status: z.enum(['PENDING', 'ACTIVE', 'DISABLED', 'OBSOLETE']),
  label: z.string(),
  comment: z.nullable(z.string()),
  device: z.nullable(z.string()),
  deviceFull: z.optional(z.string()),
  lastUsedAt: z.nullable(field.time),
  /** The last code to its number or address did not arrive; null once a code was used again. */
  lastDelivery: z.nullable(z.object({ status: z.enum(reportStatuses), at: field.time })),
  updatedAt: field.time,
  createdAt: field.time,
  expiresAt: z.nullable(field.time),
  actions: z.array(z.string()),
  /** Where its codes may be sent, or the user's account at a provider: what can be edited. */
  contacts,
  /** The types that it can become, with the number or address that it has. */
  replaceableBy,
  /** Whether a code from it lets its user change their own second factor. */
  freshFactor: z.boolean(),
  /** Whether `/v1/users/{userId}/totp` replaces and reveals its key. */
  totpKey: z.boolean(),
  questions: z.optional(z.array(z.object({ questionId: z.string(), text: z.string() }))),
});
/**
 * The serial number, required for a type from the pool and refused for any other.
 *
 * @throws Problem `invalid-request`
 */
export function serialFor({ fromPool }: TokenType, serial: string | undefined): string | undefined {
  if ((fromPool ?? false) === (serial !== undefined)) return serial;
  const message = fromPool
    ? 'is required: the serial number of a device in the pool'
    : 'is not a field of this type';
  throw invalidFields([{ path: 'serial', message }]);
}

export const tokenParams = z.strictObject({ userId: field.userId, tokenId: field.text(64) });

export const typedKey = z.pipe(
  z.string().check(z.maxLength(128)),
  z.transform((typed: string, context) => {
    const key = parseTypedKey(typed);
    if (key) return key;
    context.issues.push({ code: 'custom', message: typedKeyRule, input: '' });
    return z.NEVER;
  }),
);

/** A setup link on its way. */
export const LinkSentAnswer = z.object({
  destination: z.string(),
  expiresAt: field.time,
  /** It shows the key that an operator typed or displayed. */
  sharesKey: z.optional(z.boolean()),
  pin: z.optional(z.string()),
});
