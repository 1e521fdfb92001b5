import type { Actor } from '../domain/authorization.ts';
import { classOf } from '../domain/classes.ts';
import { expireEnrollment, type Stage, stageOf } from '../domain/enrollment.ts';
import { bypassedUntil, lostTokenId } from '../domain/exceptions.ts';
import type { Policy } from '../domain/policy.ts';
import type { Purpose, StartedVerification } from '../domain/session-state.ts';
import { blockedUntil, refuseThrottled } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import type { Answered } from './attempt.ts';
import type { Decision } from './change-user.ts';
import { backupCodesId, mayUseBackupCodes } from './factors.ts';
import { accountDisabled, enrollmentExpired, notAllowed, tokenNotFound } from './refusals.ts';
import { rememberedBy, rememberedSeconds } from './remembered-device.ts';
import { applicationMark } from './verification-ids.ts';

export interface Start {
  readonly userId: string;
  readonly purpose: Purpose;
  /** `look-up` starts with a backup code although the account waits for another try of the other factors. */
  readonly mode?: 'look-up' | undefined;
  /** What is to be approved, for the user and the audit. */
  readonly details?: string | undefined;
  readonly clientIp?: string | undefined;
  /** Of an earlier verification that was told to remember the device (P.17). */
  readonly deviceToken?: string | undefined;
  /** Ask for a signed assertion with the verdict; a password reset always comes with one. */
  readonly assertion?: boolean | undefined;
  /** The first attempt, in the same call. */
  readonly answered?: Answered | undefined;
}

export interface Admitted {
  readonly started: StartedVerification;
  readonly exempt?: Exemption | undefined;
}

/** Whether this user may start, and what the user is asked for. */
export async function admit(
  services: Services,
  user: User,
  actor: Actor,
  start: Start & { readonly sessionId: string },
  policy: Policy,
  now: EpochSeconds,
): Promise<Admitted | Decision<never>> {
  const { settings } = policy;
  const { state } = user;
  if (!state.enabled) throw accountDisabled();
  const { sessionId, userId, purpose, details, clientIp, assertion } = start;
  const common = {
    sessionId,
    userId,
    epoch: state.epoch,
    application: applicationMark(actor),
    purpose,
    expiresAt: now + settings.verificationSeconds,
    ...(purpose === 'password-reset' || assertion ? { assertion: true as const } : {}),
    ...(clientIp ? { clientIp } : {}),
    ...(purpose === 'approval' && details ? { details } : {}),
  };
  // A retry of a call in which something happened goes on with that verification.
  const slot = start.answered && state.sessions[sessionId];
  if (slot && slot.expiresAt > now) {
    return { started: { ...common, asks: 'challenge', expiresAt: slot.expiresAt } };
  }
  const stage = stageOf(state, settings, now);
  if (stage === 'expired') {
    return {
      state: expireEnrollment(state, now, true),
      event: { type: 'enrollment.expired-at-sign-in' },
      refusal: enrollmentExpired(),
    };
  }
  const exempt = await exemption(services, user, start, policy, now);
  assertNotThrottled(user, start, exempt, now);
  if (!exempt) assertPurposeServed(user, policy, purpose, stage);
  const asked = stage === 'enrolled' ? 'challenge' : 'enrollment-required';
  return {
    started: { ...common, asks: stage === 'not-required' || exempt ? 'not-required' : asked },
    exempt,
  };
}

function assertNotThrottled(
  user: User,
  { mode, answered }: Start,
  exempt: Exemption | undefined,
  now: EpochSeconds,
): void {
  const until = blockedUntil(user.state.failures, now);
  // Nothing is guessed with a bypass or the token of a device: others' failures do not matter.
  if (until === undefined || exempt === 'bypass' || exempt === 'device') return;
  const lookUp = mayUseBackupCodes(user, now);
  if (lookUp && (mode === 'look-up' || answered?.code.kind === 'look-up')) return;
  refuseThrottled(until, now, lookUp);
}

export type Exemption = 'class' | 'bypass' | 'unasked' | 'device' | 'address';

/**
 * Why a user is not asked this time: the class asks for no second factor (3.02), an operator lets the user past it
 * (P.30), the class leaves it to the application to know the person that wants a new password (3.08), or the device or
 * address verified a short while ago (3.19).
 */
async function exemption(
  services: Services,
  user: User,
  start: Start,
  policy: Policy,
  now: EpochSeconds,
): Promise<Exemption | undefined> {
  const { preferredDevice, passwordReset } = classOf(user.profile.class, policy.classes);
  if (start.purpose === 'sign-in' && preferredDevice === 'N') return 'class';
  if (start.purpose === 'sign-in' && bypassedUntil(user.state, policy.settings, now)) return 'bypass';
  if (start.purpose === 'password-reset' && passwordReset.verifyBy === 'N') return 'unasked';
  const seconds = rememberedSeconds(user, policy, start.purpose);
  if (user.state.enrolledAt === undefined || seconds === 0) return undefined;
  return rememberedBy(services, user, start, seconds, now);
}

/** 3.05: blank means that no factor serves this purpose. Who is still to enroll is led to that all the same. */
function assertPurposeServed({ profile }: User, { classes }: Policy, purpose: Purpose, stage: Stage): void {
  const { name, factors, passwordReset } = classOf(profile.class, classes);
  const otherwise = purpose === 'password-reset' && passwordReset.verifyBy !== 'M';
  if (stage !== 'enrolled' || otherwise || Object.keys(factors[purpose]).length > 0) return;
  throw notAllowed(`The class ${name} of this user has no factor for the purpose ${purpose}.`);
}

/**
 * A token that this user does not have is the application's mistake, and costs nobody an attempt.
 *
 * @throws Problem `token-not-found`
 */
export function assertHolds({ tokens }: User, tokenId: string | undefined): void {
  const known =
    tokenId === undefined ||
    tokenId === backupCodesId ||
    tokenId === lostTokenId ||
    tokens.some((token) => token.tokenId === tokenId);
  if (!known) throw tokenNotFound();
}
