import type { Actor } from '../domain/authorization.ts';
import type { TypedCode } from '../domain/codes.ts';
import { stageOf } from '../domain/enrollment.ts';
import { Problem } from '../domain/problems.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { TokenParameters, TokenRecord, User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import type { TokenType } from '../token-types/contract.ts';
import { type Policy, tokenTypePolicy } from '../token-types/policy.ts';
import { changeUser, type Written } from './change-user.ts';
import { accountContact, type Contact, noKey, sealContact } from './contacts.ts';
import { confirmPending, newPending, type Provisioning, provision } from './enroll.ts';
import { notAllowed, tokenNotFound } from './refusals.ts';
import { type ShownToken, showPending, showToken, type TokenOrder } from './tokens.ts';

/** Authenticators a user may have: each is read and tried with every sign-in. */
const mostTokens = 8;

export interface NewToken {
  readonly userId: string;
  readonly type: TokenType;
  readonly label?: string | undefined;
  readonly comment?: string | undefined;
  readonly contact?: Contact | undefined;
  readonly typed?: Uint8Array | undefined;
  /** Who judges the codes, other than the type or the class says. */
  readonly provider?: string | undefined;
  readonly parameters: Partial<TokenParameters>;
}

/** The token, and its key this once where the service made or took one. */
export type EnrolledToken = ShownToken & Partial<Omit<Provisioning, 'tokenId'>>;

/**
 * 2.01: enrolls on behalf of a user. A number or address is active at once, as the operator vouches for it; a key is
 * pending until its first code.
 *
 * @throws Problem `not-allowed-in-state` for a type that operators may not enroll or that is obsolete
 */
export async function enrollToken(services: Services, actor: Actor, order: NewToken): Promise<EnrolledToken> {
  const policy = await services.policy();
  const { operatorCanEnroll, obsolete } = tokenTypePolicy(policy, order.type.type);
  if (obsolete) throw notAllowed('Tokens of this type are obsolete. Enroll one of another type.');
  if (!operatorCanEnroll) throw notAllowed('Operators may not enroll tokens of this type. The user can.');
  return changeUser<EnrolledToken>(services, { userId: order.userId, actor }, (user, now) => {
    const { state } = user;
    if (!state.enabled) throw notAllowed('The account is disabled. Enable it first.');
    if (stageOf(state, policy.settings, now) === 'expired') {
      throw notAllowed('The enrollment period has expired. Reset the enrollment first.');
    }
    if (Object.keys(state.tokens).length >= mostTokens) {
      throw notAllowed(`A user may have ${mostTokens} tokens. Delete one first.`);
    }
    return order.type.key
      ? startKey(services, user, order, policy, now)
      : enrollContact(services, user, order, policy, now);
  });
}

async function startKey(
  services: Services,
  user: User,
  { type, typed, parameters, label, comment }: NewToken,
  policy: Policy,
  now: EpochSeconds,
): Promise<Written<EnrolledToken>> {
  const { userId } = user.state;
  const made = await newPending(services, userId, now, { type, typed, parameters, label, comment });
  const pending = { ...made, shown: true };
  const { tokenId: _tokenId, ...key } = await provision(services, user, pending, policy.settings.issuer);
  // A link that was sent for an earlier key must not confirm this one.
  const { link: _link, ...state } = user.state;
  return {
    state: { ...state, pending },
    event: { type: 'enrollment.started', details: { token: pending.tokenId, type: type.type } },
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
  if (provider !== undefined && !(type.provider && policy.providers[provider])) {
    throw notAllowed('There is no such provider, or tokens of this type have none.');
  }
  const tokenId = services.random(9).toString('base64url');
  const record: TokenRecord = {
    tokenId,
    type: type.type,
    parameters: noKey,
    label: label ?? tokenTypePolicy(policy, type.type).name,
    ...(comment === undefined ? {} : { comment }),
    device: await sealContact(services, state.userId, tokenId, contact),
    ...(provider === undefined ? {} : { provider }),
    createdAt: now,
    updatedAt: now,
  };
  const standing = { status: 'active', failures: 0 } as const;
  return {
    state: {
      ...state,
      enrolledAt: state.enrolledAt ?? now,
      tokens: { ...state.tokens, [tokenId]: standing },
      generation: state.generation + 1,
    },
    event: { type: 'token.enrolled', details: { token: tokenId, type: type.type } },
    along: [writes.putToken(services.table, state.userId, record)],
    answer: showToken({ record, standing }, policy, now),
  };
}

function contactMissing({ contacts }: TokenType): Problem {
  const fields = contacts.join(' or ');
  return new Problem('invalid-request', 'Some fields are not valid; see "errors".', {
    extensions: { errors: contacts.map((path) => ({ path, message: `give ${fields}` })) },
  });
}

/** The first code of a pending key, told to the operator: makes the token ACTIVE. */
export async function confirmToken(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  code: TypedCode,
): Promise<{ readonly backupCodes: string[] }> {
  const settings = await services.settings();
  return changeUser(services, { userId, actor }, (user, now) => {
    if (user.state.pending?.tokenId !== tokenId) throw tokenNotFound();
    if (stageOf(user.state, settings, now) === 'expired') {
      throw notAllowed('The enrollment period has expired. Reset the enrollment first.');
    }
    return confirmPending(services, user, code, settings, now);
  });
}
