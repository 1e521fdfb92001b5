import type { NewQuestion } from '../../domain/answers.ts';
import type { Actor } from '../../domain/authorization.ts';
import { endSessions, revokePending, startPeriod } from '../../domain/enrollment.ts';
import { endExceptions, withoutLostTokenCode } from '../../domain/exceptions.ts';
import { findPending, withoutPending } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import { forget } from '../../domain/remembered.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { serialOf } from '../../domain/token-records.ts';
import type { PendingEnrollment, TokenRecord, TokenState, User, UserState } from '../../domain/user-state.ts';
import { withoutSentCodes } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import type { Write } from '../../store/client.ts';
import { tokenRemoval } from '../../store/device-moves.ts';
import { writes } from '../../store/users.ts';
import { typeOfToken } from '../../token-types/index.ts';
import { statusOf } from '../../token-types/token-status.ts';
import { changeUser, type Decision, type Written } from '../gate/change-user.ts';
import { notAllowed } from '../gate/refusals.ts';
import { assertAddressAllowed, type Contact, sealContact } from '../keys/contacts.ts';
import { enrollsAlone } from '../verification/factors.ts';
import { assertEnough, typedQuestions } from './private-questions.ts';
import { type Found, findToken, type ShownToken, showToken, type TokenOrder } from './show-tokens.ts';

/**
 * 2.07: changes the number or address, the questions, or the comment, if the token has one. Tokens of other types
 * have nothing to edit.
 */
export async function editToken(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  change: {
    readonly contact?: Contact | undefined;
    readonly comment?: string | undefined;
    readonly label?: string | undefined;
    readonly questions?: readonly NewQuestion[] | undefined;
  },
): Promise<ShownToken> {
  const policy = await services.policy();
  const questions = change.questions && typedQuestions(services, userId, change.questions);
  return changeUser<ShownToken>(services, { userId, actor }, async (user, now) => {
    const { record, tokenState } = findToken(user, tokenId);
    if (statusOf(record, tokenState, policy, now) === 'OBSOLETE') throw obsolete();
    if (change.contact) {
      // A Virtual token may switch between a number and an address.
      if (!typeOfToken(record)?.contacts.includes(change.contact.kind)) {
        throw notAllowed('This token does not use such a number or address. Delete it and enroll another.');
      }
      assertAddressAllowed(user, change.contact, policy);
    }
    if (questions && record.kind !== 'questions') throw notAllowed('This token has no questions.');
    if (questions) assertEnough(user, questions, policy);
    if (change.comment !== undefined && record.comment === undefined) {
      throw notAllowed('No comment was entered when this token was enrolled.');
    }
    const described = {
      updatedAt: now,
      ...(change.label === undefined ? {} : { label: change.label }),
      ...(change.comment === undefined ? {} : { comment: change.comment }),
    };
    const edited: TokenRecord =
      record.kind === 'questions' && questions
        ? { ...record, ...described, questions: await questions.set() }
        : record.kind === 'contact' && change.contact
          ? { ...record, ...described, device: await sealContact(services, userId, tokenId, change.contact) }
          : { ...record, ...described };
    // Codes on their way to the old number or address no longer work.
    const state = change.contact ? endSessions(user.state) : user.state;
    return {
      state: { ...state, generation: state.generation + 1 },
      event: { type: 'token.changed', details: { token: tokenId, fields: fieldsOf(change) } },
      along: [writes.putToken(services.table, userId, edited)],
      answer: showToken({ record: edited, tokenState }, policy, now),
    };
  });
}

const fieldsOf = (change: object): string[] =>
  Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));

const obsolete = (): Problem =>
  notAllowed('This token is obsolete. Delete it, or replace it with a token of another type.');

/** 2.09: from now on refused in every operation, until it is enabled. */
export async function disableToken(
  services: Services,
  actor: Actor,
  order: TokenOrder & { readonly confirmNoActiveToken: boolean },
): Promise<ShownToken> {
  return changeStatus(services, actor, order, (user, found, policy, now) => {
    if (statusOf(found.record, found.tokenState, policy, now) === 'OBSOLETE') throw obsolete();
    if (found.tokenState.status === 'disabled') return undefined;
    if (leavesNoneActive(user, [order.tokenId], policy, now)) assertConfirmed(order);
    return { tokenState: { ...found.tokenState, status: 'disabled' }, event: 'token.disabled' };
  });
}

/**
 * 2.09: back to ACTIVE; also unlocks a token that failures had locked, and ends the wait of private questions (3.07).
 */
export async function enableToken(services: Services, actor: Actor, order: TokenOrder): Promise<ShownToken> {
  return changeStatus(services, actor, order, (_user, { record, tokenState }, policy, now) => {
    if (statusOf(record, tokenState, policy, now) === 'OBSOLETE') throw obsolete();
    const { wrongAnswers, ...rest } = tokenState;
    if (tokenState.status === 'active' && tokenState.failures === 0 && !wrongAnswers) return undefined;
    return { tokenState: { ...rest, status: 'active', failures: 0 }, event: 'token.enabled' };
  });
}

async function changeStatus(
  services: Services,
  actor: Actor,
  { userId, tokenId }: TokenOrder,
  decide: (
    user: User,
    found: Found,
    policy: Policy,
    now: EpochSeconds,
  ) => { readonly tokenState: TokenState; readonly event: 'token.disabled' | 'token.enabled' } | undefined,
): Promise<ShownToken> {
  const policy = await services.policy();
  return changeUser<ShownToken>(services, { userId, actor }, (user, now): Decision<ShownToken> => {
    const found = findToken(user, tokenId);
    const decided = decide(user, found, policy, now);
    if (!decided) return { answer: showToken(found, policy, now) };
    const { tokenState, event } = decided;
    const record = { ...found.record, updatedAt: now };
    // A user who has the token again needs no code in its place.
    const back = tokenState.status === 'active';
    const state = back ? withoutLostTokenCode(user.state, [tokenId]) : user.state;
    return {
      state: {
        ...withoutSentCodes(forget(state), tokenId),
        tokens: { ...state.tokens, [tokenId]: tokenState },
        generation: state.generation + 1,
      },
      event: { type: event, details: { token: tokenId, type: record.type } },
      along: [writes.putToken(services.table, userId, record)],
      answer: showToken({ record, tokenState }, policy, now),
    };
  });
}

export interface Removal {
  readonly confirmNoActiveToken: boolean;
  /** What the operator attests when this has the effect of a reset (1.20). */
  readonly identityVerified?: boolean;
}

/** 2.10: permanent. A user without any token enrolls again, in a new period. */
export async function deleteToken(
  services: Services,
  actor: Actor,
  order: TokenOrder & Removal,
): Promise<void> {
  const { userId, tokenId } = order;
  const policy = await services.policy();
  return changeUser<void>(services, { userId, actor }, (user, now) => {
    const { state } = user;
    const pending = findPending(state, tokenId);
    return pending ? pendingRemoval(state, pending) : removal(services, user, order, policy, now);
  });
}

/** A pending enrollment is dropped. It verified nothing, so nobody has to be notified. */
export const pendingRemoval = (state: UserState, { tokenId, type }: PendingEnrollment): Decision<void> => ({
  state: withoutPending(state, tokenId),
  event: { type: 'token.deleted', details: { token: tokenId, type, status: 'PENDING' } },
  answer: undefined,
});

/** What deleting an enrolled token leads to, for operators and for users on their own accounts. */
export function removal(
  services: Services,
  user: User,
  order: Removal & { readonly tokenId: string },
  policy: Policy,
  now: EpochSeconds,
): Written<void> {
  const { tokenId, identityVerified } = order;
  const { record, tokenState } = findToken(user, tokenId);
  const status = statusOf(record, tokenState, policy, now);
  const serial = serialOf(record);
  const last = leavesNoneActive(user, [tokenId], policy, now);
  if (last) assertConfirmed(order);
  const state = withoutTokens(user, [tokenId], policy, now);
  return {
    state,
    event: {
      type: 'token.deleted',
      details: {
        token: tokenId,
        type: record.type,
        status,
        ...(serial === undefined ? {} : { serial }),
        ...(identityVerified ? { identityVerified } : {}),
      },
    },
    // If disabled tokens remain, the enrollment stays although none of them can answer.
    effects: last ? ['ends-enrollment'] : [],
    along: [...tokenRemoval(services.table, user, tokenId), ...deadCodes(services, user, state)],
    answer: undefined,
  };
}

/**
 * The state without these tokens: a user without any token enrolls again, in a new period (0.08), and the backup
 * codes of the old enrollment become invalid; {@link deadCodes} removes them.
 */
export function withoutTokens(
  user: User,
  tokenIds: readonly string[],
  policy: Policy,
  now: EpochSeconds,
): UserState {
  const { state } = user;
  const without = takeTokens(state, tokenIds);
  const enrolled = user.tokens.some(
    (record) => without.tokens[record.tokenId] && enrollsAlone(user, record, policy),
  );
  if (state.enrolledAt === undefined || enrolled) return without;
  const { codes: _codes, ...bare } = endExceptions(endSessions(revokePending(startPeriod(without, now))));
  return bare;
}

/** The state without these tokens; the rest of the enrollment is not touched. */
export function takeTokens(state: UserState, tokenIds: readonly string[]): UserState {
  const tokens = Object.fromEntries(Object.entries(state.tokens).filter(([id]) => !tokenIds.includes(id)));
  return withoutLostTokenCode({ ...forget(state), tokens, generation: state.generation + 1 }, tokenIds);
}

/** Removes the backup codes that a change has left without an enrollment. */
export const deadCodes = ({ table }: Pick<Services, 'table'>, user: User, after: UserState): Write[] =>
  user.codes && !after.codes ? [writes.removeCodes(table, after.userId)] : [];

/** 2.11: whether a user who has an active token would have none without these. */
export function leavesNoneActive(
  user: User,
  tokenIds: readonly string[],
  policy: Policy,
  now: EpochSeconds,
): boolean {
  const active = user.tokens.filter((record) => {
    const tokenState = user.state.tokens[record.tokenId];
    return tokenState && statusOf(record, tokenState, policy, now) === 'ACTIVE';
  });
  const taken = (record: TokenRecord): boolean => tokenIds.includes(record.tokenId);
  return active.some(taken) && !active.some((record) => !taken(record) && enrollsAlone(user, record, policy));
}

/** @throws Problem `last-active-token` unless the operator says that this is intended */
function assertConfirmed({ confirmNoActiveToken }: Pick<Removal, 'confirmNoActiveToken'>): void {
  if (confirmNoActiveToken) return;
  throw new Problem(
    'last-active-token',
    'Without this token the user has no active token. Enroll another first, or confirm with confirmNoActiveToken.',
  );
}
