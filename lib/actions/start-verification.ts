import type { Actor } from '../domain/authorization.ts';
import { classOf } from '../domain/classes.ts';
import { expireEnrollment, type Stage, stageOf } from '../domain/enrollment.ts';
import { bypassedUntil } from '../domain/exceptions.ts';
import { type ResetOrder, resetOrderOf } from '../domain/password-reset.ts';
import type { Policy } from '../domain/policy.ts';
import { Problem } from '../domain/problems.ts';
import type { Purpose, VerificationSession } from '../domain/session-state.ts';
import { blockedUntil, refuseThrottled } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import {
  addSession,
  findSession,
  newSessionId,
  parseVerificationId,
  verificationIdOf,
} from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { readUser } from '../store/users.ts';
import { changeUser, userNotFound } from './change-user.ts';
import { type Factor, mayUseBackupCodes, offeredFactors } from './factors.ts';
import { applicationMark, assertOwn } from './own-verification.ts';
import { accountDisabled, enrollmentExpired, notAllowed } from './refusals.ts';
import { hashOfAddress, rememberedBy, rememberedSeconds } from './remembered-device.ts';

export interface Verification {
  readonly verificationId: string;
  readonly status: 'challenge' | 'enrollment-required' | 'not-required' | 'verified' | 'locked' | 'expired';
  readonly expiresAt: EpochSeconds;
  readonly attemptsRemaining: number;
  readonly factors: readonly Factor[];
  /** What the class orders for a password reset (3.08). */
  readonly policy?: ResetOrder;
}

/** `assertion`: only of a password reset that the class verifies nobody for. */
export type Started = Verification & { readonly assertion?: string };

export interface Start {
  readonly userId: string;
  readonly purpose: Purpose;
  /** `look-up` starts with a backup code although the account waits for another try of the other factors. */
  readonly mode?: 'look-up' | undefined;
  /** What is to be approved, for the audit. */
  readonly details?: string | undefined;
  readonly clientIp?: string | undefined;
  /** Of an earlier verification that was told to remember the device (P.17). */
  readonly deviceToken?: string | undefined;
  /** Ask for a signed assertion with the verdict; a password reset always comes with one. */
  readonly assertion?: boolean | undefined;
}

/**
 * Starts a verification at zero attempts (1.18).
 *
 * @throws Problem `user-not-found`, `account-disabled`, `account-throttled`; `enrollment-expired`, and then this
 * attempt has disabled the account (0.11)
 */
export async function startVerification(services: Services, actor: Actor, start: Start): Promise<Started> {
  const policy = await services.policy();
  const { settings } = policy;
  return changeUser<Started>(services, { userId: start.userId, actor, cheap: true }, async (user, now) => {
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
    const exempt = await exemption(services, user, start, policy, now);
    const until = blockedUntil(state.failures, now);
    const lookUp = mayUseBackupCodes(user, now);
    // Nothing is guessed with a bypass or the token of a device: others' failures do not matter.
    const unguessed = exempt === 'bypass' || exempt === 'device';
    if (until !== undefined && !unguessed && !(start.mode === 'look-up' && lookUp)) {
      refuseThrottled(until, now, lookUp);
    }
    if (!exempt) assertPurposeServed(user, policy, start.purpose, stage);

    const asked = stage === 'enrolled' ? 'challenge' : 'enrollment-required';
    const status = stage === 'not-required' || exempt ? 'not-required' : asked;
    const expiresAt = now + settings.verificationSeconds;
    const session: VerificationSession = {
      status,
      purpose: start.purpose,
      attempts: 0,
      expiresAt,
      application: applicationMark(actor),
      ...(start.purpose === 'password-reset' || start.assertion ? { assertion: true } : {}),
      ...(start.purpose === 'approval' && start.details ? { details: start.details } : {}),
      ...(status === 'challenge' ? await addressOf(services, user, start, policy) : {}),
    };
    const sessionId = newSessionId(now, services.random);
    const attest =
      exempt === 'unasked'
        ? await (await import('./assertions.ts')).attester(services, actor, sessionId, policy)
        : undefined;
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
          ...(exempt ? { because: exempt } : {}),
          ...(attest ? { assertion: true } : {}),
        },
      },
      answer: {
        ...present(user, sessionId, session, policy, now),
        ...attest?.(user, session, { type: 'none', verifiedAt: now }),
      },
    };
  });
}

/**
 * Why a user is not asked this time: the class asks for no second factor (3.02), an operator lets the user past it
 * (P.30), the class leaves it to the application to
 * know who wants a new password (3.08), or the device or address verified a short while ago (3.19).
 */
async function exemption(
  services: Services,
  user: User,
  start: Start,
  policy: Policy,
  now: EpochSeconds,
): Promise<'class' | 'bypass' | 'unasked' | 'device' | 'address' | undefined> {
  const { preferredDevice, passwordReset } = classOf(user.profile.class, policy.classes);
  if (start.purpose === 'sign-in' && preferredDevice === 'N') return 'class';
  if (start.purpose === 'sign-in' && bypassedUntil(user.state, policy.settings, now)) return 'bypass';
  if (start.purpose === 'password-reset' && passwordReset.verifyBy === 'N') return 'unasked';
  const seconds = rememberedSeconds(user, policy, start.purpose);
  if (user.state.enrolledAt === undefined || seconds === 0) return undefined;
  return rememberedBy(services, user, start, seconds, now);
}

async function addressOf(
  services: Services,
  user: User,
  { clientIp, purpose }: Start,
  policy: Policy,
): Promise<Pick<VerificationSession, 'address'>> {
  if (!clientIp || rememberedSeconds(user, policy, purpose) === 0) return {};
  return { address: await hashOfAddress(services, user.state.userId, clientIp) };
}

/** 3.05: blank means that no factor serves this purpose. Who is still to enroll is led to that all the same. */
function assertPurposeServed({ profile }: User, { classes }: Policy, purpose: Purpose, stage: Stage): void {
  const { name, factors, passwordReset } = classOf(profile.class, classes);
  const otherwise = purpose === 'password-reset' && passwordReset.verifyBy !== 'M';
  if (stage !== 'enrolled' || otherwise || Object.keys(factors[purpose]).length > 0) return;
  throw notAllowed(`The class ${name} of this user has no factor for the purpose ${purpose}.`);
}

/** How a verification stands. Reads consistently: it is asked right after something happened. */
export async function readVerification(
  services: Services,
  actor: Actor,
  verificationId: string,
): Promise<Verification> {
  const { sessionId, userId } = parseVerificationId(verificationId);
  const [policy, user] = await Promise.all([
    services.policy(),
    readUser(services.table, userId, { consistent: true }),
  ]);
  if (!user) throw userNotFound();
  assertOwn(user.state, sessionId, actor);
  const now = Math.floor(services.clock() / 1000);
  try {
    const session = findSession(user.state, sessionId, now);
    // A retry of its attempt is answered as before; who only looks is told that it is over.
    const over = session.status === 'verified' && session.expiresAt <= now;
    return present(user, sessionId, over ? { ...session, status: 'ended' } : session, policy, now);
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
    ...(purpose === 'password-reset'
      ? { policy: resetOrderOf(classOf(user.profile.class, policy.classes).passwordReset) }
      : {}),
  };
}
