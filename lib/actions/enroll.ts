import type { Actor } from '../domain/authorization.ts';
import type { TypedCode } from '../domain/codes.ts';
import { endSessions, expireEnrollment, revokePending, stageOf } from '../domain/enrollment.ts';
import type { EventOf } from '../domain/events.ts';
import { chargeGuess } from '../domain/guesses.ts';
import { afterWrongCode, isLocked } from '../domain/lockout.ts';
import type { StartedVerification } from '../domain/session-state.ts';
import type { Settings } from '../domain/settings.ts';
import { blockedUntil, clearConsecutive, refuseThrottled, triesLeft } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { PendingEnrollment, User, UserState } from '../domain/user-state.ts';
import { changeSession, findSession } from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import { issueBackupCodes } from '../token-types/backup-codes.ts';
import { tokenType } from '../token-types/index.ts';
import { totp } from '../token-types/totp.ts';
import { changeUser, type Decision, type Written } from './change-user.ts';
import { isSentCode } from './judge-code.ts';
import { keyOf, newPending, type Provisioning, provision } from './new-key.ts';
import {
  accountDisabled,
  enrollmentExpired,
  invalidCode,
  notAllowed,
  verificationLocked,
} from './refusals.ts';
import { openKey } from './secrets.ts';
import { openVerification } from './verification-ids.ts';

/** Authenticators a user may have: each is read and tried with every sign-in. */
const mostTokens = 8;

/** @throws Problem `not-allowed-in-state` when the user has as many tokens as a user may have */
export function assertRoom({ tokens }: Pick<UserState, 'tokens'>): void {
  if (Object.keys(tokens).length < mostTokens) return;
  throw notAllowed(`A user may have ${mostTokens} tokens. Delete one first.`);
}

/**
 * Judges the first code of a pending enrollment and, if it is right, makes the token ACTIVE and the user ENROLLED
 * with a new set of backup codes, all in one transaction. A wrong code counts against the account (rule 2) and is
 * the last failed attempt to enroll (0.05).
 */
export async function confirmPending(
  services: Services,
  user: User,
  code: TypedCode,
  settings: Settings,
  now: EpochSeconds,
  { issueCodes = true }: { readonly issueCodes?: boolean } = {},
): Promise<Written<{ readonly backupCodes: string[] }>> {
  const { state } = user;
  const { pending } = state;
  if (!pending) throw notAllowed('No enrollment waits for a code. Start one first.');
  assertRoom(state);
  const until = blockedUntil(state.failures, now);
  if (until !== undefined) refuseThrottled(until, now, false);
  const verdict = await judgeFirstCode(services, state.userId, pending, code, settings, now);
  if (verdict.outcome !== 'accepted') {
    const charged = chargeGuess(state, [], now);
    return {
      state: { ...charged.state, lastFailedEnrollmentAt: now },
      event: { type: 'enrollment.failed', details: { type: pending.type, ...charged.told } },
      refusal: invalidCode(triesLeft(charged.state.failures, now)),
    };
  }
  const { startedAt: _started, typed: _typed, shown: _shown, sent: _sent, ...token } = pending;
  const { lastFailedEnrollmentAt: _failed, ...rest } = endSessions(revokePending(state));
  const issued = issueCodes
    ? await firstBackupCodes(services, state, settings.backupCodeCount, now)
    : undefined;
  const { moving } = verdict;
  return {
    state: {
      ...rest,
      enrolledAt: state.enrolledAt ?? now,
      generation: state.generation + 1,
      tokens: {
        ...state.tokens,
        [pending.tokenId]: {
          status: 'active',
          failures: 0,
          lastUsedAt: now,
          ...(moving === undefined ? {} : { moving }),
        },
      },
      ...(issued ? { codes: { setId: issued.record.setId, remaining: issued.codes.length } } : {}),
      failures: clearConsecutive(state.failures),
    },
    event: { type: 'enrollment.confirmed', details: { type: pending.type, token: pending.tokenId } },
    along: [
      writes.putToken(services.table, state.userId, { ...token, createdAt: now, updatedAt: now }),
      ...(issued ? [writes.putCodes(services.table, state.userId, issued.record)] : []),
    ],
    answer: { backupCodes: issued?.codes ?? [] },
  };
}

/** Backup codes come with the enrollment (1.13); who adds another authenticator keeps the set they have. */
async function firstBackupCodes(services: Services, state: UserState, count: number, now: EpochSeconds) {
  if (state.enrolledAt !== undefined && state.codes) return undefined;
  const key = await services.keyring.current();
  return issueBackupCodes(count, { key, random: services.random, now, userId: state.userId });
}

async function judgeFirstCode(
  services: Services,
  userId: string,
  pending: PendingEnrollment,
  code: TypedCode,
  settings: Settings,
  now: EpochSeconds,
) {
  if (code.kind !== 'otp') return { outcome: 'wrong' } as const;
  const { sent, tokenId } = pending;
  if (sent) {
    const right = await isSentCode(services, { code, sent, boundTo: tokenId, now }, tokenId);
    return right ? ({ outcome: 'accepted', moving: undefined } as const) : ({ outcome: 'wrong' } as const);
  }
  const key = await openKey(services, userId, pending);
  const { parameters } = pending;
  return keyOf(tokenType(pending.type) ?? totp).check({
    code: code.value,
    key,
    parameters,
    moving: undefined,
    now,
    window: settings.totpWindow,
  });
}

/** Fresh enrollment inside a verification (1.13): the key to take over. */
export async function startEnrollment(
  services: Services,
  actor: Actor,
  verificationId: string,
): Promise<Provisioning> {
  const started = await openVerification(services, verificationId, actor);
  const { sessionId, userId } = started;
  const settings = await services.settings();
  return changeUser<Provisioning>(services, { userId, actor, cheap: true }, async (user, now) => {
    const refused = refuseEnrollment(user.state, started, settings, now);
    if (refused) return refused;
    // A key of its own: whoever saw an earlier one, in a mail or another sign-in, must not know this one too.
    const pending = { ...(await newPending(services, userId, now)), shown: true };
    return {
      state: { ...revokePending(user.state), pending },
      event: { type: 'enrollment.started', details: { token: pending.tokenId, verification: sessionId } },
      answer: await provision(services, user, pending, settings.issuer),
    };
  });
}

/** The first code of that enrollment: right, it also verifies the sign-in it happened in. */
export async function confirmEnrollment(
  services: Services,
  actor: Actor,
  verificationId: string,
  code: TypedCode,
): Promise<{ readonly backupCodes: string[] }> {
  const started = await openVerification(services, verificationId, actor);
  const { sessionId, userId } = started;
  const settings = await services.settings();
  const cheaply = { userId, actor, cheap: true } as const;
  return changeUser<{ readonly backupCodes: string[] }>(services, cheaply, async (user, now) => {
    const refused = refuseEnrollment(user.state, started, settings, now);
    if (refused) return refused;
    const decision = await confirmPending(services, user, code, settings, now);
    if ('answer' in decision) {
      const tokenId = user.state.pending?.tokenId ?? '';
      const verified = { status: 'verified', tokenId, verifiedAt: now } as const;
      return { ...decision, state: changeSession(decision.state, started, verified, now) };
    }
    const counted = afterWrongCode(user.state.sessions[sessionId] ?? { attempts: 0 }, settings);
    const { attempts, attemptsRemaining, locked } = counted;
    const change = {
      attempts,
      guessed: true as const,
      ...(locked ? { status: 'locked' as const } : {}),
    };
    return {
      ...decision,
      event: withDetails(decision.event, { verification: sessionId, ...(locked ? { locked } : {}) }),
      state: changeSession(decision.state, started, change, now),
      refusal: invalidCode(attemptsRemaining),
    };
  });
}

function withDetails(event: EventOf, details: NonNullable<EventOf['details']>): EventOf {
  return { ...event, details: { ...event.details, ...details } };
}

/** 0.10, 0.11: while expired nobody enrolls, and trying to disables the account like any sign-in attempt. */
function refuseEnrollment(
  state: UserState,
  started: StartedVerification,
  settings: Settings,
  now: EpochSeconds,
): Decision<never> | undefined {
  if (!state.enabled) throw accountDisabled();
  const session = findSession(state, started, now);
  if (isLocked(session, settings)) throw verificationLocked();
  if (session.status !== 'enrollment-required') {
    throw notAllowed('This verification does not ask for an enrollment.');
  }
  // Whoever resets a password has not shown the old one: who would enroll here could be anybody.
  if (session.purpose === 'password-reset') throw notAllowed('Nobody enrolls while a password is reset.');
  const stage = stageOf(state, settings, now);
  if (stage === 'enrolled') throw notAllowed('The user has enrolled meanwhile. Start a new verification.');
  if (stage !== 'expired') return undefined;
  return {
    state: expireEnrollment(state, now, true),
    event: { type: 'enrollment.expired-at-sign-in' },
    refusal: enrollmentExpired(),
  };
}
