import { assertRoom } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { assertEnabled, assertNotExpired } from '../gate/in-use.ts';
import { notAllowed } from '../gate/refusals.ts';
import type { Contact } from '../keys/contacts.ts';
import { assertAccepted } from '../verification/factors.ts';

/** @throws Problem `not-allowed-in-state` unless an operator may enroll a token of this type for this user now */
export function assertMayEnroll(
  user: User,
  type: TokenType,
  policy: Policy,
  now: EpochSeconds,
  contact?: Pick<Contact, 'kind'>,
): void {
  const { state } = user;
  const { operatorCanEnroll, obsolete } = tokenTypePolicy(policy, type.type);
  if (obsolete) throw notAllowed('Tokens of this type are obsolete. Enroll one of another type.');
  if (!operatorCanEnroll)
    throw notAllowed('Operators may not enroll tokens of this type. The user can do it.');
  assertEnabled(state);
  assertNotExpired(state, policy.settings, now);
  assertRoom(state);
  assertAccepted(user, type, contact?.kind === 'account' ? undefined : contact?.kind, policy);
}
