import type { NewQuestion } from '../../domain/answers.ts';
import type { Actor } from '../../domain/authorization.ts';
import type { TypedCode } from '../../domain/codes.ts';
import { stageOf } from '../../domain/enrollment.ts';
import { assertRoom, findPending, isKey, pendingOf, withPending } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import { invalidFields, Problem } from '../../domain/problems.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { PendingContact, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { changeUser, type Decision } from '../gate/change-user.ts';
import {
  accountDisabled,
  capReached,
  enrollmentExpired,
  makesItsCodes,
  notAllowed,
  tokenNotFound,
} from '../gate/refusals.ts';
import { type Contact, sealContact } from '../keys/contacts.ts';
import { openSecret } from '../keys/secrets.ts';
import { questionsFor } from '../tokens/private-questions.ts';
import { findToken, type ShownToken, showPending } from '../tokens/show-tokens.ts';
import { sendCodeTo } from '../tokens/test-token.ts';
import { pendingRemoval, removal } from '../tokens/tokens.ts';
import type { CodeOnItsWay } from '../verification/code-order.ts';
import { prepareCode } from '../verification/send-code.ts';
import { enrollQuestions } from './enroll-questions.ts';
import { confirmFirst, pendingCandidate } from './first-code.ts';
import { boundToSelf, showFreshFactor } from './fresh-factor.ts';
import { newBackupCodes, newCodes } from './new-backup-codes.ts';
import { accountOf, newPending, type Provisioning, provision } from './new-key.ts';

/** Runs a rule on the user's own account after a fresh factor; spending that factor is part of the same write. */
async function changeOwn<T>(
  services: Services,
  actor: Actor,
  code: TypedCode | undefined,
  rule: (user: User, policy: Policy, now: EpochSeconds) => Decision<T> | Promise<Decision<T>>,
): Promise<T> {
  const policy = await services.policy();
  return changeUser<T>(services, { userId: actor.name, actor }, async (user, now) => {
    const shown = await showFreshFactor(services, user, code, policy, now);
    if ('refused' in shown) return shown.refused;
    if (stageOf(user.state, policy.settings, now) === 'expired') throw enrollmentExpired();
    try {
      return await rule({ ...user, state: shown.state }, policy, now);
    } catch (error) {
      // A refusal must not reveal that a code is right and leave it usable for another try.
      if (!(error instanceof Problem) || !shown.spent) throw error;
      const details = { purpose: 'self-service', refused: error.code } as const;
      return { state: shown.state, event: { type: 'verification.succeeded', details }, refusal: error };
    }
  });
}

/** 1.15: a new set of the user's own backup codes; the same write invalidates the old set. */
export async function regenerateOwnBackupCodes(
  services: Services,
  actor: Actor,
  code: TypedCode,
): Promise<string[]> {
  const { backupCodeCount } = await services.settings();
  const prepared = newCodes(services, actor.name, backupCodeCount);
  return changeOwn<string[]>(services, actor, code, ({ state }) => newBackupCodes(services, state, prepared));
}

export interface OwnToken {
  readonly type: TokenType;
  readonly label?: string | undefined;
  readonly contact?: Contact | undefined;
  readonly questions?: readonly NewQuestion[] | undefined;
  /** A current code of an active token, unless the user has none yet. */
  readonly code?: TypedCode | undefined;
}

export type StartedToken = ShownToken & Partial<Provisioning> & { readonly sent?: CodeOnItsWay };

/**
 * Adds an authenticator of the user's own: pending until its first code, and so is a number or address (P.01, P.27).
 * Private questions are active at once: the user has just answered them.
 */
export async function addOwnToken(services: Services, actor: Actor, order: OwnToken): Promise<StartedToken> {
  const { type, contact } = order;
  const label = order.label ?? tokenTypePolicy(await services.policy(), type.type).name;
  const { name: userId } = actor;
  const questions = questionsFor(services, userId, type, order.questions);
  const newKey = newPending(services, { userId, by: 'user', type, label, shown: true });
  const newTokenId = services.random(9).toString('base64url');
  return changeOwn<StartedToken>(services, actor, order.code, async (user, policy, now) => {
    assertRoom(user.state);
    if (type.fromPool) throw notAllowed('Operators hand out devices. Ask one.');
    if (tokenTypePolicy(policy, type.type).obsolete) throw notAllowed('Tokens of this type are obsolete.');
    if (type.provider) throw notAllowed('Only an operator can set the provider account.');
    if (questions) return enrollQuestions(services, user, { type, label, questions }, policy, now);
    if (type.key) {
      const pending = await newKey();
      const secret = await openSecret(services, userId, pending);
      const shownTo = { issuer: policy.settings.issuer, account: accountOf(user) };
      return {
        state: withPending(user.state, pending),
        event: { type: 'enrollment.started', details: { token: pending.tokenId, type: type.type } },
        answer: { ...showPending(pending, policy), ...provision(pending, secret, shownTo) },
      };
    }
    if (!contact || !type.contacts.includes(contact.kind)) {
      const errors = type.contacts.map((path) => ({ path, message: `give ${type.contacts.join(' or ')}` }));
      throw invalidFields(errors);
    }
    const device = await sealContact(services, userId, newTokenId, contact);
    const described = { tokenId: newTokenId, type: type.type, label };
    const { pending, along, answer } = await codeToPending(
      services,
      user,
      { ...described, device, startedAt: now, by: 'user' },
      policy,
      now,
    );
    return {
      state: withPending(user.state, pending),
      event: { type: 'enrollment.started', details: { token: newTokenId, type: type.type } },
      along,
      alongRefusal: capReached(),
      answer: { ...showPending(pending, policy), sent: answer },
    };
  });
}

/** Sends the first code to a number or address of the user's own, again if one was sent before. */
async function codeToPending(
  services: Services,
  user: User,
  waiting: Omit<PendingContact, 'sent'>,
  policy: Policy,
  now: EpochSeconds,
) {
  // Counts whichever number is pending: entering another one must not reset the count of sends.
  const [previous] = pendingOf(user.state)
    .flatMap((one) => (isKey(one) ? [] : [one.sent]))
    .filter(({ expiresAt }) => expiresAt > now)
    .sort((a, b) => b.sentAt - a.sentAt);
  const order = { user, record: waiting, boundTo: waiting.tokenId, previous, unconfirmed: true } as const;
  const { sent, along, answer } = await prepareCode(services, order, policy, now);
  return { pending: { ...waiting, sent }, along, answer };
}

/**
 * Sends a code to one of the user's own tokens: as a fresh factor, or again to a number or address that waits for its
 * first code.
 *
 * @throws Problem `token-not-found`, `send-limit`
 */
export async function sendOwnCode(services: Services, actor: Actor, tokenId: string): Promise<CodeOnItsWay> {
  const { name: userId } = actor;
  const policy = await services.policy();
  const resent = await changeUser<CodeOnItsWay | undefined>(
    services,
    { userId, actor },
    async (user, now) => {
      const waiting = findPending(user.state, tokenId);
      if (!waiting) return { answer: undefined };
      assertMayEnroll(user, policy, now);
      if (isKey(waiting)) throw makesItsCodes();
      const { pending, along, answer } = await codeToPending(services, user, waiting, policy, now);
      return {
        state: withPending(user.state, pending),
        event: { type: 'code.sent', details: { token: tokenId, channel: answer.channel } },
        along,
        alongRefusal: capReached(),
        answer,
      };
    },
  );
  return resent ?? sendCodeTo(services, actor, { userId, tokenId }, boundToSelf(tokenId));
}

/** While the account is disabled or expired, nothing is enrolled or sent for it (0.10, 0.16). */
function assertMayEnroll({ state }: User, { settings }: Policy, now: EpochSeconds): void {
  if (!state.enabled) throw accountDisabled();
  if (stageOf(state, settings, now) === 'expired') throw enrollmentExpired();
}

/** The first code of the user's own new token makes it ACTIVE. */
export async function confirmOwnToken(
  services: Services,
  actor: Actor,
  tokenId: string,
  code: TypedCode,
): Promise<{ readonly backupCodes: string[] }> {
  const { name: userId } = actor;
  const policy = await services.policy();
  const backupCodes = newCodes(services, userId, policy.settings.backupCodeCount);
  const confirmed = await changeUser(services, { userId, actor }, (user, now) => {
    const pending = findPending(user.state, tokenId);
    if (!pending) throw tokenNotFound();
    assertMayEnroll(user, policy, now);
    const candidates = [pendingCandidate(services, userId, pending)];
    return confirmFirst(services, user, { code, candidates, policy, backupCodes }, now);
  });
  return { backupCodes: confirmed.backupCodes };
}

/**
 * Removes one of the user's own tokens; the last active one only if the user says so. A pending token verifies
 * nothing, so removing it needs no code. Only the operator can delete what an operator started.
 */
export async function removeOwnToken(
  services: Services,
  actor: Actor,
  order: {
    readonly tokenId: string;
    readonly code?: TypedCode | undefined;
    readonly confirmNoActiveToken: boolean;
  },
): Promise<void> {
  const { tokenId, code } = order;
  const waited = await changeUser<boolean>(services, { userId: actor.name, actor }, ({ state }) => {
    const waiting = findPending(state, tokenId);
    if (!waiting) return { answer: false };
    if (waiting.by === 'operator') {
      throw notAllowed('An operator created this token for you. Ask an operator to delete it.');
    }
    return { ...pendingRemoval(state, waiting), answer: true };
  });
  if (waited) return;
  return changeOwn<void>(services, actor, code, (user, policy, now) => {
    findToken(user, tokenId);
    return removal(services, user, order, policy, now);
  });
}
