import { accountContact, type Contact, emailContact } from '../lib/actions/contacts.ts';
import { phoneContact } from '../lib/actions/parse-phone.ts';
import { Problem } from '../lib/domain/problems.ts';
import type { TokenType } from '../lib/token-types/contract.ts';
import { tokenType } from '../lib/token-types/index.ts';

interface ContactFields {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly account?: string | undefined;
}

/**
 * One number, one address or one account, or none.
 *
 * @throws Problem `invalid-request` for both, and for a number that no text can be sent to
 */
export function contactOf({ phone, email, account }: ContactFields): Contact | undefined {
  if ([phone, email, account].filter((given) => given !== undefined).length > 1) {
    throw new Problem('invalid-request', 'Some fields are not valid; see "errors".', {
      extensions: {
        errors: [
          {
            path: email === undefined ? 'account' : 'email',
            message: 'give one of phone, email and account',
          },
        ],
      },
    });
  }
  if (phone !== undefined) return phoneContact(phone);
  if (account !== undefined) return accountContact(account);
  return email === undefined ? undefined : emailContact(email);
}

/** The type that a validated name stands for. */
export function knownType(name: string): TokenType {
  const type = tokenType(name);
  if (!type) throw new Problem('invalid-request', 'There is no such type of token.');
  return type;
}
