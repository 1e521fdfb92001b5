import type { Actor } from '../../domain/authorization.ts';
import { expireEnrollment } from '../../domain/enrollment.ts';
import { lostTokenId } from '../../domain/exceptions.ts';
import { isOwnContact } from '../../domain/offered-factors.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Purpose, StartedVerification } from '../../domain/session-state.ts';
import { blockedUntil, refuseThrottled } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import type { Decision } from '../gate/change-user.ts';
import { accountDisabled, enrollmentExpired, tokenNotFound } from '../gate/refusals.ts';
import type { Answered } from './attempt.ts';
import { askedFor, backupCodesId, mayUseBackupCodes, noUsableFactor } from './factors.ts';
import { refuseWhileAllWait } from './present-factors.ts';
import { rememberedBy, rememberedSeconds } from './remembered-device.ts';
import { applicationMark } from './verification-ids.ts';

export interface Start {
  readonly userId: string;
  readonly purpose: Purpose;
  /**
   * With `look-up`, a backup code may start the verification although the account is throttled for the other factors.
   */
  readonly mode?: 'look-up' | undefined;
  /** What is to be approved, for the user and the audit. */
  readonly details?: string | undefined;
  readonly clientIp?: string | undefined;
  /** From an earlier verification that was asked to remember the device (P.17). */
  readonly deviceToken?: string | undefined;
  /** Return a signed assertion with the verdict; a password reset always gets one. */
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
  const asked = askedFor(user, policy, start.purpose, now);
  if (asked.status === 'account-disabled') throw accountDisabled();
  const { sessionId, userId, purpose, details, clientIp, assertion } = start;
  const common = {
    sessionId,
    userId,
    epoch: state.epoch,
    version: state.version,
    application: applicationMark(actor),
    purpose,
    expiresAt: now + settings.verificationSeconds,
    ...(purpose === 'password-reset' || assertion ? { assertion: true as const } : {}),
    ...(clientIp ? { clientIp } : {}),
    ...(purpose === 'approval' && details ? { details } : {}),
  };
  // A retry of a call that already did something continues that verification.
  const slot = start.answered && state.sessions[sessionId];
  if (slot && slot.expiresAt > now) {
    const { expiresAt, version } = slot;
    return { started: { ...common, asks: 'challenge', expiresAt, version } };
  }
  if (asked.status === 'enrollment-expired') {
    return {
      state: expireEnrollment(state, now, true),
      event: { type: 'enrollment.expired-at-sign-in' },
      refusal: enrollmentExpired(),
    };
  }
  if (asked.status === 'not-required')
    return { started: { ...common, asks: asked.status }, exempt: asked.because };
  const exempt = await remembered(services, user, start, policy, now);
  assertNotThrottled(user, start, exempt, now);
  if (exempt) return { started: { ...common, asks: 'not-required' }, exempt };
  if (asked.status === 'no-usable-factor') throw noUsableFactor(user, policy, purpose);
  if (asked.status === 'challenge') refuseWhileAllWait(user, policy, purpose, now);
  return { started: { ...common, asks: asked.status } };
}

function assertNotThrottled(
  user: User,
  { mode, answered }: Start,
  exempt: Exemption | undefined,
  now: EpochSeconds,
): void {
  const until = blockedUntil(user.state.failures, now);
  // A device's token is not guessed, so failures of others do not matter.
  if (until === undefined || exempt === 'device') return;
  const lookUp = mayUseBackupCodes(user, now);
  if (lookUp && (mode === 'look-up' || answered?.code.kind === 'look-up')) return;
  refuseThrottled(until, now, lookUp);
}

/**
 * Why a user is not asked this time: the class asks for no second factor (3.02), an operator granted a bypass (P.30),
 * for a password reset the class relies on the application to identify the person (3.08), or the device or address
 * was verified a short while ago (3.19).
 */
export type Exemption = 'class' | 'bypass' | 'unasked' | 'device' | 'address';

/** Users who are not asked this time because the device or address was verified a short while ago (3.19). */
async function remembered(
  services: Services,
  user: User,
  start: Start,
  policy: Policy,
  now: EpochSeconds,
): Promise<'device' | 'address' | undefined> {
  const seconds = rememberedSeconds(user, policy, start.purpose);
  if (user.state.enrolledAt === undefined || seconds === 0) return undefined;
  return rememberedBy(services, user, start, seconds, now);
}

/**
 * Naming a token that this user does not have is the application's mistake and costs no attempt.
 *
 * @throws Problem `token-not-found`
 */
export function assertHolds({ tokens }: User, tokenId: string | undefined): void {
  const known =
    tokenId === undefined ||
    tokenId === backupCodesId ||
    tokenId === lostTokenId ||
    isOwnContact(tokenId) ||
    tokens.some((token) => token.tokenId === tokenId);
  if (!known) throw tokenNotFound();
}
