import type { Actor } from '../../domain/authorization.ts';
import { classOf } from '../../domain/classes.ts';
import { attemptsRemaining } from '../../domain/lockout.ts';
import { type ResetOrder, resetOrderOf } from '../../domain/password-reset.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import { asItStands } from '../../domain/requirement.ts';
import type { StartedVerification, VerificationSession } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import { findSession } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { readUser } from '../../store/users.ts';
import { userNotFound } from '../gate/change-user.ts';
import type { VerificationNamed } from '../gate/refusals.ts';
import { type Factor, offeredFactors } from './present-factors.ts';
import { openVerification } from './verification-ids.ts';

export interface Verification extends VerificationNamed {
  readonly status: 'challenge' | 'enrollment-required' | 'not-required' | 'verified' | 'locked' | 'expired';
  readonly expiresAt: EpochSeconds;
  readonly attemptsRemaining: number;
  readonly factors: readonly Factor[];
  /** What the class specifies for a password reset (3.08). */
  readonly policy?: ResetOrder;
}

/** A verification with everything needed to show it. */
export interface StartedOf {
  readonly user: User;
  readonly started: StartedVerification;
  readonly verificationId: string;
  readonly policy: Policy;
}

/** The status of a verification. Reads consistently, because callers ask right after something happened. */
export async function readVerification(
  services: Services,
  actor: Actor,
  verificationId: string,
): Promise<Verification> {
  const started = await openVerification(services, verificationId, actor);
  const [policy, read] = await Promise.all([
    services.policy(),
    readUser(services.table, started.userId, { consistent: true }),
  ]);
  if (!read) throw userNotFound();
  const now = Math.floor(services.clock() / 1000);
  const user = asItStands(read, policy, now);
  const of = { user, started, verificationId, policy };
  try {
    const session = findSession(user.state, started, now);
    // A retry of its attempt gets the same answer; a call that only looks learns that it is over.
    const over = session.status === 'verified' && session.expiresAt <= now;
    return over ? ended('expired', { verificationId, ...started }) : present(of, session, now);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'verification-expired') throw error;
    return ended('expired', { verificationId, ...started });
  }
}

export const ended = (
  status: 'verified' | 'expired',
  { verificationId, userId, expiresAt }: VerificationNamed & Pick<StartedVerification, 'expiresAt'>,
): Verification => ({ verificationId, userId, status, expiresAt, attemptsRemaining: 0, factors: [] });

export function present(
  { user, verificationId, policy }: StartedOf,
  session: VerificationSession,
  now: EpochSeconds,
): Verification {
  const { status, userId, purpose, attempts, expiresAt, sessionId } = session;
  return {
    verificationId,
    userId,
    status,
    expiresAt,
    attemptsRemaining: status === 'locked' ? 0 : attemptsRemaining(attempts, policy.settings),
    factors: status === 'challenge' ? offeredFactors(user, policy, purpose, now, sessionId) : [],
    ...(purpose === 'password-reset'
      ? { policy: resetOrderOf(classOf(user.profile.class, policy.classes).passwordReset) }
      : {}),
  };
}
