import * as z from 'zod/mini';
import { type Contact, emailContact } from '../lib/actions/contacts.ts';
import { phoneContact } from '../lib/actions/parse-phone.ts';
import { Problem } from '../lib/domain/problems.ts';
import * as field from '../lib/http/fields.ts';
import type { TokenType } from '../lib/token-types/contract.ts';
import { tokenType } from '../lib/token-types/index.ts';

/** Private questions with their answers (3.07). */
export const newQuestions = z
  .array(z.strictObject({ question: field.text(120), answer: field.answer }))
  .check(z.minLength(1, 'must be at least one'), z.maxLength(20, 'must be at most 20'));

interface ContactFields {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * One number or one address, or none.
 *
 * @throws Problem `invalid-request` for both, and for a number that no text can be sent to
 */
export function contactOf({ phone, email }: ContactFields): Contact | undefined {
  if (phone !== undefined && email !== undefined) {
    throw new Problem('invalid-request', 'Some fields are not valid; see "errors".', {
      extensions: { errors: [{ path: 'email', message: 'give a phone or an email, not both' }] },
    });
  }
  if (phone !== undefined) return phoneContact(phone);
  return email === undefined ? undefined : emailContact(email);
}

/** The type that a validated name stands for. */
export function knownType(name: string): TokenType {
  const type = tokenType(name);
  if (!type) throw new Problem('invalid-request', 'There is no such type of token.');
  return type;
}
