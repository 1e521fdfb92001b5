import type { NewQuestion } from '../domain/answers.ts';
import type { Actor } from '../domain/authorization.ts';
import type { TypedCode } from '../domain/codes.ts';
import { stageOf } from '../domain/enrollment.ts';
import type { Policy } from '../domain/policy.ts';
import { invalidFields, Problem } from '../domain/problems.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import type { TokenType } from '../token-types/contract.ts';
import { tokenTypePolicy } from '../token-types/policy.ts';
import { changeUser, type Decision } from './change-user.ts';
import { type Contact, noKey, sealContact } from './contacts.ts';
import { assertRoom, confirmPending } from './enroll.ts';
import { enrollQuestions } from './enroll-questions.ts';
import { showFreshFactor } from './fresh-factor.ts';
import { newBackupCodes } from './new-backup-codes.ts';
import { newPending, type Provisioning, provision } from './new-key.ts';
import { questionsFor } from './private-questions.ts';
import { enrollmentExpired, notAllowed, tokenNotFound } from './refusals.ts';
import { type CodeOnItsWay, capReached, prepareCode } from './send-code.ts';
import { findToken, type ShownToken, showPending } from './show-tokens.ts';
import { removal } from './tokens.ts';

/** Runs a rule on one's own account once a fresh factor was shown; its cost is part of the same write. */
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
      // A refusal must not tell that a code is right and leave it good for another try.
      if (!(error instanceof Problem) || !shown.spent) throw error;
      const details = { purpose: 'self-service', refused: error.code };
      return { state: shown.state, event: { type: 'verification.succeeded', details }, refusal: error };
    }
  });
}

/** 1.15: a new set of one's own backup codes; the old set dies with the same write. */
export async function regenerateOwnBackupCodes(
  services: Services,
  actor: Actor,
  code: TypedCode,
): Promise<string[]> {
  return changeOwn<string[]>(services, actor, code, ({ state }, { settings }, now) =>
    newBackupCodes(services, state, settings.backupCodeCount, now),
  );
}

export interface OwnToken {
  readonly type: TokenType;
  readonly label?: string | undefined;
  readonly contact?: Contact | undefined;
  readonly questions?: readonly NewQuestion[] | undefined;
  /** A fresh code of an active token, unless there is none yet. */
  readonly code?: TypedCode | undefined;
}

export type StartedToken = ShownToken &
  Partial<Omit<Provisioning, 'tokenId'>> & { readonly sent?: CodeOnItsWay };

/**
 * Adds an authenticator of one's own: pending until its first code, a number or address too (P.01, P.27). Private
 * questions are active at once: their user has just answered them.
 */
export async function addOwnToken(services: Services, actor: Actor, order: OwnToken): Promise<StartedToken> {
  const { type, label, contact } = order;
  const questions = questionsFor(services, actor.name, order.type, order.questions);
  return changeOwn<StartedToken>(services, actor, order.code, async (user, policy, now) => {
    assertRoom(user.state);
    if (type.fromPool) throw notAllowed('Devices are handed out by operators. Ask one.');
    if (tokenTypePolicy(policy, type.type).obsolete) throw notAllowed('Tokens of this type are obsolete.');
    if (type.provider) throw notAllowed('Who you are at a provider is for an operator to say.');
    if (questions) return enrollQuestions(services, user, { type, label, questions }, policy, now);
    const { settings } = policy;
    const { userId } = user.state;
    const { link: _link, ...state } = user.state;
    if (type.key) {
      const pending = { ...(await newPending(services, userId, now, { type, label })), shown: true };
      const { tokenId: _tokenId, ...key } = await provision(services, user, pending, settings.issuer);
      return {
        state: { ...state, pending },
        event: { type: 'enrollment.started', details: { token: pending.tokenId, type: type.type } },
        answer: { ...showPending(pending, policy), ...key },
      };
    }
    if (!contact || !type.contacts.includes(contact.kind)) {
      const errors = type.contacts.map((path) => ({ path, message: `give ${type.contacts.join(' or ')}` }));
      throw invalidFields(errors);
    }
    const tokenId = services.random(9).toString('base64url');
    const device = await sealContact(services, userId, tokenId, contact);
    // Not only of this number: changing it must not start the count of sends anew.
    const before = state.pending?.sent;
    const previous = before && before.expiresAt > now ? before : undefined;
    const order = {
      user,
      record: { tokenId, device },
      boundTo: tokenId,
      previous,
      unconfirmed: true,
    } as const;
    const { sent, along, answer } = await prepareCode(services, order, policy, now);
    const pending = {
      tokenId,
      type: type.type,
      parameters: noKey,
      label: label ?? tokenTypePolicy(policy, type.type).name,
      device,
      startedAt: now,
      typed: false,
      shown: false,
      sent,
    };
    return {
      state: { ...state, pending },
      event: { type: 'enrollment.started', details: { token: tokenId, type: type.type } },
      along,
      alongRefusal: capReached(),
      answer: { ...showPending(pending, policy), sent: answer },
    };
  });
}

/** The first code of one's own new token makes it ACTIVE. */
export async function confirmOwnToken(
  services: Services,
  actor: Actor,
  tokenId: string,
  code: TypedCode,
): Promise<{ readonly backupCodes: string[] }> {
  const settings = await services.settings();
  return changeUser(services, { userId: actor.name, actor }, (user, now) => {
    if (user.state.pending?.tokenId !== tokenId) throw tokenNotFound();
    if (stageOf(user.state, settings, now) === 'expired') throw enrollmentExpired();
    return confirmPending(services, user, code, settings, now);
  });
}

/** Removes a token of one's own; the last active one only when that is meant. */
export async function removeOwnToken(
  services: Services,
  actor: Actor,
  order: { readonly tokenId: string; readonly code: TypedCode; readonly confirmNoActiveToken: boolean },
): Promise<void> {
  return changeOwn<void>(services, actor, order.code, (user, policy, now) => {
    findToken(user, order.tokenId);
    return removal(services, user, order, policy, now);
  });
}
