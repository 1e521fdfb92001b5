import { createHash } from 'node:crypto';
import type { Actor } from '../domain/authorization.ts';
import { classOf } from '../domain/classes.ts';
import { expireEnrollment, type Stage, stageOf } from '../domain/enrollment.ts';
import { bypassedUntil, lostTokenId } from '../domain/exceptions.ts';
import { attemptsRemaining } from '../domain/lockout.ts';
import { type ResetOrder, resetOrderOf } from '../domain/password-reset.ts';
import type { Policy } from '../domain/policy.ts';
import { Problem } from '../domain/problems.ts';
import type { Purpose, StartedVerification, VerificationSession } from '../domain/session-state.ts';
import { blockedUntil, refuseThrottled } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import { findSession, sessionIdLength } from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { readUser } from '../store/users.ts';
import { type Answered, attemptIdOf, type Verified } from './attempt.ts';
import { changeUser, type Decision, userNotFound } from './change-user.ts';
import type { Charged } from './charge-attempt.ts';
import { backupCodesId, type Factor, mayUseBackupCodes, offeredFactors } from './factors.ts';
import {
  accountDisabled,
  enrollmentExpired,
  notAllowed,
  tokenNotFound,
  type VerificationNamed,
} from './refusals.ts';
import { rememberedBy, rememberedSeconds } from './remembered-device.ts';
import { detailsOf } from './verdicts.ts';
import { applicationMark, openVerification, sealVerification } from './verification-ids.ts';
import { judgeAttempt, settle } from './verify-code.ts';

export interface Verification extends VerificationNamed {
  readonly status: 'challenge' | 'enrollment-required' | 'not-required' | 'verified' | 'locked' | 'expired';
  readonly expiresAt: EpochSeconds;
  readonly attemptsRemaining: number;
  readonly factors: readonly Factor[];
  /** What the class orders for a password reset (3.08). */
  readonly policy?: ResetOrder;
}

/** `assertion`: of a user who was asked for nothing. With the code in the same call: what verified it. */
export type Started = Verification & { readonly assertion?: string } & Partial<Omit<Verified, 'assertion'>>;

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

/**
 * Starts a verification at zero attempts (1.18). A start is one read and no write: its id carries all that it decided.
 * With an answer, start and attempt are one: one read and one conditional write.
 *
 * @throws Problem `user-not-found`, `account-disabled`, `account-throttled`; `enrollment-expired`, and then this
 * attempt has disabled the account (0.11); with an answer also what refuses an attempt
 */
export async function startVerification(services: Services, actor: Actor, start: Start): Promise<Started> {
  const policy = await services.policy();
  const { userId } = start;
  const sessionId = sessionIdOf(services, actor, start);
  const decided = await changeUser<Started | Answering>(
    services,
    { userId, actor, cheap: true },
    async (user, now) => {
      const admitted = await admit(services, user, actor, { ...start, sessionId }, policy, now);
      if (!('started' in admitted)) return admitted;
      const { started, exempt } = admitted;
      const verificationId = await sealVerification(services, started);
      const of = { user, started, verificationId, policy };
      const { answered } = start;
      if (!answered || started.asks !== 'challenge') return begin(services, actor, of, exempt, now);
      assertHolds(user, answered.tokenId);
      const attemptId = attemptIdOf(sessionId, answered, services.random);
      const inOneCall = true as const;
      const ongoing = { ...answered, verificationId, userId, started, inOneCall, attemptId, actor, policy };
      const judged = await judgeAttempt(services, user, ongoing, now);
      return 'answer' in judged ? { ...judged, answer: { started, outcome: judged.answer } } : judged;
    },
  );
  if (!('outcome' in decided)) return decided;
  const { started, outcome } = decided;
  const verified = 'elsewhere' in outcome ? await settle(services, outcome) : outcome;
  return { ...ended('verified', { ...started, ...verified }), ...verified };
}

/** The first attempt of a start, once it is decided or charged. */
interface Answering {
  readonly started: StartedVerification;
  readonly outcome: Verified | Charged;
}

/**
 * Random; for a retry with the same key the same, so that it finds what the first call did. Another request under the
 * same key is another verification: a verdict is never given for what it was not asked for.
 */
function sessionIdOf({ random }: Services, actor: Actor, start: Start): string {
  const { answered, userId, purpose, details, clientIp, assertion, mode } = start;
  if (answered?.idempotencyKey === undefined) return random(8).toString('base64url');
  const asked = [actor.name, answered.idempotencyKey, userId, purpose, details, clientIp, assertion, mode];
  const hash = createHash('sha256').update(JSON.stringify(asked.map((part) => part ?? null)));
  return hash.digest('base64url').slice(0, sessionIdLength);
}

/**
 * A token that this user does not have is the application's mistake, and costs nobody an attempt.
 *
 * @throws Problem `token-not-found`
 */
function assertHolds({ tokens }: User, tokenId: string | undefined): void {
  const known =
    tokenId === undefined ||
    tokenId === backupCodesId ||
    tokenId === lostTokenId ||
    tokens.some((token) => token.tokenId === tokenId);
  if (!known) throw tokenNotFound();
}

interface Admitted {
  readonly started: StartedVerification;
  readonly exempt?: Exemption | undefined;
}

/** Whether this user may start, and what the user is asked for. */
async function admit(
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

type Exemption = 'class' | 'bypass' | 'unasked' | 'device' | 'address';

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

interface StartedOf {
  readonly user: User;
  readonly started: StartedVerification;
  readonly verificationId: string;
  readonly policy: Policy;
}

/**
 * The answer of a start. It is an event, and so a write, only where the start itself lets somebody in that nobody
 * asked for a second factor although one is required, or signs an assertion.
 */
async function begin(
  services: Services,
  actor: Actor,
  of: StartedOf,
  exempt: Exemption | undefined,
  now: EpochSeconds,
): Promise<Decision<Started>> {
  const { user, started, verificationId, policy } = of;
  const session = findSession(user.state, started, now);
  const answer = present(of, session, now);
  const because = exempt === 'class' ? undefined : exempt;
  const attests =
    started.asks === 'not-required' && started.assertion && started.purpose !== 'password-reset';
  if (because === undefined && !attests) return { answer };
  const attest =
    attests || because === 'unasked'
      ? await (await import('./assertions.ts')).attester(services, actor, verificationId, policy)
      : undefined;
  return {
    state: user.state,
    event: {
      type: 'verification.started',
      details: {
        ...detailsOf(started, true),
        status: 'not-required',
        because: exempt ?? 'not-required',
        ...(attest ? { assertion: true } : {}),
      },
    },
    answer: { ...answer, ...attest?.(user, session, { type: 'none', verifiedAt: now }) },
  };
}

/** How a verification stands. Reads consistently: it is asked right after something happened. */
export async function readVerification(
  services: Services,
  actor: Actor,
  verificationId: string,
): Promise<Verification> {
  const started = await openVerification(services, verificationId, actor);
  const [policy, user] = await Promise.all([
    services.policy(),
    readUser(services.table, started.userId, { consistent: true }),
  ]);
  if (!user) throw userNotFound();
  const now = Math.floor(services.clock() / 1000);
  const of = { user, started, verificationId, policy };
  try {
    const session = findSession(user.state, started, now);
    // A retry of its attempt is answered as before; a call that only looks is told that it is over.
    const over = session.status === 'verified' && session.expiresAt <= now;
    return over ? ended('expired', { verificationId, ...started }) : present(of, session, now);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'verification-expired') throw error;
    return ended('expired', { verificationId, ...started });
  }
}

const ended = (
  status: 'verified' | 'expired',
  { verificationId, userId, expiresAt }: VerificationNamed & Pick<StartedVerification, 'expiresAt'>,
): Verification => ({ verificationId, userId, status, expiresAt, attemptsRemaining: 0, factors: [] });

function present(
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
