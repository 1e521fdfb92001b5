import { classOf } from '../../domain/classes.ts';
import { offeredByClass } from '../../domain/offered-factors.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import type { User } from '../../domain/user-state.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { tokenType, tokenTypes } from '../../token-types/index.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { notAllowed } from '../gate/refusals.ts';
import { addressAllowed, type Contact, emailContact } from '../keys/contacts.ts';
import { phoneContact } from '../keys/parse-phone.ts';

/** What a person can enroll without an operator, in a sign-in or by a link. */
export interface Enrollable {
  readonly type: TokenType;
  /** Where its codes are sent; absent for a token with a key. */
  readonly contact?: Contact;
}

/** Whether this factor alone is enough to sign in, as the user's class decides (3.05). */
function accepted({ profile }: Pick<User, 'profile'>, policy: Policy, what: Enrollable): boolean {
  if (tokenTypePolicy(policy, what.type.type).obsolete) return false;
  return offeredByClass([candidateOf(what)], classOf(profile.class, policy.classes), 'sign-in').length > 0;
}

function candidateOf(what: Enrollable) {
  const { type, contact } = what;
  const sentTo = contact?.kind;
  return { what, factor: type.factor, ...(sentTo === 'phone' || sentTo === 'email' ? { sentTo } : {}) };
}

/** Whether the user's class accepts keys of this type at sign-ins. */
export function acceptsKey(user: Pick<User, 'profile'>, policy: Policy, type: string): boolean {
  const known = tokenType(type);
  return known !== undefined && accepted(user, policy, { type: known });
}

/**
 * The factors that the user's class accepts at sign-ins and that the person can enroll now, in the order of the
 * class.
 */
export function enrollables(user: User, policy: Policy): Enrollable[] {
  const ofUser = classOf(user.profile.class, policy.classes);
  const own = contactsOf(user, policy);
  const fit = byContacts
    .flatMap((type) => formsOf(type, own))
    .filter((one) => accepted(user, policy, one))
    .map(candidateOf);
  const first = offeredByClass(fit, ofUser, 'sign-in');
  // A class that prefers apps still accepts sent codes from a user who has no app.
  return [...first, ...fit.filter((one) => !first.includes(one))].map(({ what }) => what);
}

/** Keys first; then types that send to one kind of place, before those that send to either. */
const byContacts = tokenTypes.toSorted((one, other) => one.contacts.length - other.contacts.length);

/** The ways in which a type can be enrolled now: by a key, or by a number or address of the person. */
function formsOf(type: TokenType, own: readonly Contact[]): Enrollable[] {
  if (type.key) return [{ type }];
  return own.filter(({ kind }) => type.contacts.includes(kind)).map((contact) => ({ type, contact }));
}

/** The person's own phone and address, as far as codes may be sent there. */
function contactsOf(user: User, policy: Policy): Contact[] {
  const { email: address, phone } = user.profile;
  const mail = address !== '' && addressAllowed(user, { kind: 'email', address }, policy);
  return [...phoneOf(phone), ...(mail ? [emailContact(address)] : [])];
}

function phoneOf(typed: string | undefined): Contact[] {
  if (!typed) return [];
  try {
    return [phoneContact(typed)];
  } catch (error) {
    // A landline, or a country that no texts are sent to.
    if (error instanceof Problem) return [];
    throw error;
  }
}

/**
 * What a sign-in enrolls: the requested type, or else the first in the order of the class.
 *
 * @throws Problem `no-usable-factor`; `not-allowed-in-state` for a type that the class does not accept, or one that
 * needs a missing number or address
 */
export function chooseEnrollable(user: User, policy: Policy, type: string | undefined): Enrollable {
  const fit = enrollables(user, policy);
  const [first] = fit;
  if (!first) throw nothingToEnroll();
  if (type === undefined) return first;
  const chosen = fit.find((one) => one.type.type === type);
  if (chosen) return chosen;
  const names = [...new Set(fit.map((one) => one.type.type))].join(', ');
  throw notAllowed(
    `The user's class does not accept this type at sign-ins, or its number or address is missing. The user can enroll now: ${names}.`,
  );
}

export const nothingToEnroll = (): Problem =>
  new Problem(
    'no-usable-factor',
    "Two factors are required, but the user's class accepts nothing that the user can enroll now. An operator can enroll a token, enter a phone number, or change the class.",
  );
