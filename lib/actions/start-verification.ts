import type { Actor } from '../domain/authorization.ts';
import { expireEnrollment, stageOf } from '../domain/enrollment.ts';
import { Problem } from '../domain/problems.ts';
import { blockedUntil, refuseThrottled } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { Purpose, User, VerificationSession } from '../domain/user-state.ts';
import {
  addSession,
  findSession,
  newSessionId,
  parseVerificationId,
  verificationIdOf,
} from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { readUser } from '../store/users.ts';
import type { Policy } from '../token-types/policy.ts';
import { changeUser, userNotFound } from './change-user.ts';
import { type Factor, mayUseBackupCodes, offeredFactors } from './factors.ts';
import { accountDisabled, enrollmentExpired } from './refusals.ts';

export interface Verification {
  readonly verificationId: string;
  readonly status: 'challenge' | 'enrollment-required' | 'not-required' | 'verified' | 'locked' | 'expired';
  readonly expiresAt: EpochSeconds;
  readonly attemptsRemaining: number;
  readonly factors: readonly Factor[];
}

export interface Start {
  readonly userId: string;
  readonly purpose: Purpose;
  /** `look-up` starts with a backup code although the account waits for another try of the other factors. */
  readonly mode?: 'look-up' | undefined;
  /** What is to be approved, for the audit. */
  readonly details?: string | undefined;
  readonly clientIp?: string | undefined;
}

/**
 * Starts a verification at zero attempts (1.18).
 *
 * @throws Problem `user-not-found`, `account-disabled`, `account-throttled`; `enrollment-expired`, and then this
 * attempt has disabled the account (0.11)
 */
export async function startVerification(
  services: Services,
  actor: Actor,
  start: Start,
): Promise<Verification> {
  const policy = await services.policy();
  const { settings } = policy;
  return changeUser<Verification>(services, { userId: start.userId, actor, cheap: true }, (user, now) => {
    const { state } = user;
    if (!state.enabled) throw accountDisabled();
    const stage = stageOf(state, settings, now);
    if (stage === 'expired') {
      return {
        state: expireEnrollment(state, now, true),
        event: { type: 'enrollment.expired-at-sign-in' },
        refusal: enrollmentExpired(),
      };
    }
    const until = blockedUntil(state.failures, now);
    const lookUp = mayUseBackupCodes(user, now);
    if (until !== undefined && !(start.mode === 'look-up' && lookUp)) refuseThrottled(until, now, lookUp);

    const status =
      stage === 'not-required' ? stage : stage === 'enrolled' ? 'challenge' : 'enrollment-required';
    const expiresAt = now + settings.verificationSeconds;
    const session: VerificationSession = {
      status,
      purpose: start.purpose,
      attempts: 0,
      expiresAt,
      ...(start.purpose === 'approval' && start.details ? { details: start.details } : {}),
    };
    const sessionId = newSessionId(now, services.random);
    return {
      state: addSession(state, sessionId, session, now),
      event: {
        type: 'verification.started',
        details: {
          verification: sessionId,
          purpose: start.purpose,
          status,
          // Only what is approved: the event stands in STATE, and every sign-in pays by its size.
          ...(start.purpose === 'approval' && start.details ? { transaction: start.details } : {}),
          ...(start.clientIp ? { clientIp: start.clientIp } : {}),
        },
      },
      answer: present(user, sessionId, session, policy, now),
    };
  });
}

/** How a verification stands. Reads consistently: it is asked right after something happened. */
export async function readVerification(services: Services, verificationId: string): Promise<Verification> {
  const { sessionId, userId } = parseVerificationId(verificationId);
  const [policy, user] = await Promise.all([
    services.policy(),
    readUser(services.table, userId, { consistent: true }),
  ]);
  if (!user) throw userNotFound();
  const now = Math.floor(services.clock() / 1000);
  try {
    const session = findSession(user.state, sessionId, now);
    return present(user, sessionId, session, policy, now);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'verification-expired') throw error;
    const expiresAt = user.state.sessions[sessionId]?.expiresAt ?? now;
    return { verificationId, status: 'expired', expiresAt, attemptsRemaining: 0, factors: [] };
  }
}

function present(
  user: User,
  sessionId: string,
  session: VerificationSession,
  policy: Policy,
  now: EpochSeconds,
): Verification {
  const { status, purpose, attempts, expiresAt } = session;
  return {
    verificationId: verificationIdOf(sessionId, user.state.userId),
    status: status === 'ended' ? 'expired' : status,
    expiresAt,
    attemptsRemaining:
      status === 'locked' ? 0 : Math.max(0, policy.settings.maximumInvalidAttempts - attempts),
    factors: status === 'challenge' ? offeredFactors(user, policy, purpose, now, sessionId) : [],
  };
}
