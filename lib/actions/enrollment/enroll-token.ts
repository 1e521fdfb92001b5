import type { NewQuestion } from '../../domain/answers.ts';
import { type Actor, holds } from '../../domain/authorization.ts';
import type { TypedCode } from '../../domain/codes.ts';
import { findPending, withPending } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import { invalidFields, type Problem } from '../../domain/problems.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { PendingKey, TokenParameters, TokenRecord, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { moveDevice } from '../../store/device-moves.ts';
import { readDevice } from '../../store/hardware-tokens.ts';
import { writes } from '../../store/users.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { changeUser, type Written } from '../gate/change-user.ts';
import { assertNotExpired } from '../gate/in-use.ts';
import { notAllowed, tokenNotFound } from '../gate/refusals.ts';
import { bindDevice, deviceNotFound, deviceTaken } from '../hardware/bind-device.ts';
import { accountContact, assertAddressAllowed, type Contact, sealContact } from '../keys/contacts.ts';
import { openSecret } from '../keys/secrets.ts';
import { assertMayEnroll } from '../tokens/may-enroll.ts';
import { questionsFor } from '../tokens/private-questions.ts';
import { type ShownToken, showPending, showToken, type TokenOrder } from '../tokens/show-tokens.ts';
import { activeAtOnce } from './active-at-once.ts';
import { enrollQuestions } from './enroll-questions.ts';
import { confirmFirst, pendingCandidate } from './first-code.ts';
import { newCodes } from './new-backup-codes.ts';
import {
  accountOf,
  assertAnotherKey,
  assertMayType,
  newPending,
  type Provisioning,
  provision,
  showsNewKeys,
} from './new-key.ts';

export interface NewToken {
  readonly userId: string;
  readonly type: TokenType;
  readonly label?: string | undefined;
  readonly comment?: string | undefined;
  readonly contact?: Contact | undefined;
  /** The serial number of a device from the pool. */
  readonly serial?: string | undefined;
  readonly typed?: Uint8Array | undefined;
  /** The provider that verifies the codes, if not the one that the type or the class names. */
  readonly provider?: string | undefined;
  readonly parameters: Partial<TokenParameters>;
  readonly questions?: readonly NewQuestion[] | undefined;
}

/** The token and, if the operator may see it, its key, this once; otherwise how to hand the key over. */
export type EnrolledToken = ShownToken & Partial<Provisioning> & { readonly advice?: string };

/**
 * 2.01: enrolls a token on behalf of a user. A number or address is active at once, because the operator vouches for
 * it, and so are private questions. A key is pending until its first code.
 *
 * @throws Problem `not-allowed-in-state` for a type that operators may not enroll or that is obsolete
 */
export async function enrollToken(services: Services, actor: Actor, order: NewToken): Promise<EnrolledToken> {
  assertMayType(actor, order.typed);
  const policy = await services.policy();
  const questions = questionsFor(services, order.userId, order.type, order.questions);
  const shown = showsNewKeys(actor, policy.settings);
  const { type, label = tokenTypePolicy(policy, type.type).name } = order;
  const made = newPending(services, { ...order, label, by: 'operator', shown });
  return changeUser<EnrolledToken>(services, { userId: order.userId, actor }, (user, now) => {
    assertMayEnroll(user, order.type, policy, now, order.contact);
    if (order.type.fromPool) return enrollDevice(services, user, order, policy, now);
    if (questions) return enrollQuestions(services, user, { ...order, questions }, policy, now);
    return order.type.key
      ? startKey(services, user, { ...order, made, shown }, policy)
      : enrollContact(services, user, order, policy, now);
  });
}

/** What the API tells an operator who must not see keys (rule 15). */
const handOverByLink =
  'You are not allowed to see this key. Send the user a setup link: it leads to this token, and its first code makes it ACTIVE.';

async function startKey(
  services: Services,
  user: User,
  order: NewToken & { readonly made: () => Promise<PendingKey>; readonly shown: boolean },
  policy: Policy,
): Promise<Written<EnrolledToken>> {
  const { typed, made, shown } = order;
  const { userId } = user.state;
  if (typed) await assertAnotherKey(services, user, typed);
  const pending = await made();
  const { issuer } = policy.settings;
  const key = shown
    ? provision(pending, await openSecret(services, userId, pending), { issuer, account: accountOf(user) })
    : { advice: handOverByLink };
  return {
    state: withPending(user.state, pending),
    event: { type: 'enrollment.started', details: { token: pending.tokenId, type: pending.type } },
    answer: { ...showPending(pending, policy), ...key },
  };
}

async function enrollContact(
  services: Services,
  user: User,
  { type, contact: given, label, comment, provider }: NewToken,
  policy: Policy,
  now: EpochSeconds,
): Promise<Written<EnrolledToken>> {
  const { state } = user;
  const contact = given ?? (type.provider && accountContact(user.profile.defaultUserId ?? state.userId));
  if (!contact || !type.contacts.includes(contact.kind)) throw contactMissing(type);
  assertAddressAllowed(user, contact, policy);
  if (provider !== undefined && !(type.provider && Object.hasOwn(policy.providers, provider))) {
    throw notAllowed('This provider does not exist, or tokens of this type use none.');
  }
  const tokenId = services.random(9).toString('base64url');
  const record: TokenRecord = {
    kind: 'contact',
    tokenId,
    type: type.type,
    label: label ?? tokenTypePolicy(policy, type.type).name,
    ...(comment === undefined ? {} : { comment }),
    device: await sealContact(services, state.userId, tokenId, contact),
    ...(provider === undefined ? {} : { provider }),
    createdAt: now,
    updatedAt: now,
  };
  return activeAtOnce(services, user, record, policy, now);
}

function contactMissing({ contacts }: TokenType): Problem {
  const fields = contacts.join(' or ');
  return invalidFields(contacts.map((path) => ({ path, message: `give ${fields}` })));
}

/** A device is ACTIVE at once: the operator hands it over, and nobody else can have its key. */
async function enrollDevice(
  services: Services,
  user: User,
  { serial = '', label, comment }: NewToken,
  policy: Policy,
  now: EpochSeconds,
): Promise<Written<EnrolledToken>> {
  const device = await readDevice(services.table, serial);
  if (!device) throw deviceNotFound();
  if (device.status !== 'available') throw deviceTaken(device.status);
  const { record, tokenState, state, event } = await bindDevice(
    services,
    user,
    device,
    { label, comment },
    policy,
    now,
  );
  const { userId } = state;
  return {
    state,
    event,
    along: [
      writes.putToken(services.table, userId, record),
      // If several users are given this device at the same time, its own condition lets one through.
      moveDevice(services.table, serial, {
        from: { status: 'available' },
        to: { status: 'assigned', userId, tokenId: record.tokenId },
      }),
    ],
    alongRefusal: deviceTaken('assigned'),
    answer: showToken({ record, tokenState }, policy, now),
  };
}

/**
 * The first code of a pending key, entered by the operator: makes the token ACTIVE. The answer includes backup codes
 * if the operator may see them; otherwise the user generates them (1.15).
 */
export async function confirmToken(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  code: TypedCode,
): Promise<{ readonly backupCodes: string[] }> {
  const policy = await services.policy();
  // Showing the codes requires the same privilege as recreating them.
  const mayIssue = holds(actor.roles, 'backup-codes:recreate');
  const backupCodes = mayIssue ? newCodes(services, userId, policy.settings.backupCodeCount) : undefined;
  const confirmed = await changeUser(services, { userId, actor }, (user, now) => {
    const pending = findPending(user.state, tokenId);
    if (!pending) throw tokenNotFound();
    assertNotExpired(user.state, policy.settings, now);
    const candidates = [pendingCandidate(services, userId, pending)];
    return confirmFirst(services, user, { code, candidates, policy, backupCodes }, now);
  });
  return { backupCodes: confirmed.backupCodes };
}
