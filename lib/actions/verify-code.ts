import { createHash } from 'node:crypto';
import type { Actor } from '../domain/authorization.ts';
import { classOf } from '../domain/classes.ts';
import type { TypedAnswers, TypedCode } from '../domain/codes.ts';
import { lostTokenId } from '../domain/exceptions.ts';
import { chargeGuess } from '../domain/guesses.ts';
import type { ResetOrder } from '../domain/password-reset.ts';
import { answersBlockedUntil, countWrongAnswers } from '../domain/private-questions.ts';
import { Problem } from '../domain/problems.ts';
import { remember } from '../domain/remembered.ts';
import type { Settings } from '../domain/settings.ts';
import {
  backupCodesBlockedUntil,
  blockedUntil,
  clearConsecutive,
  refuseThrottled,
} from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User, VerificationSession } from '../domain/user-state.ts';
import { changeSession, findSession, parseVerificationId } from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import type { Policy } from '../token-types/policy.ts';
import type { Attest } from './assertions.ts';
import { changeUser, type Written } from './change-user.ts';
import { assertNotPending, type Charged, charge } from './charge-attempt.ts';
import { backupCodesId, mayUseBackupCodes } from './factors.ts';
import { type Judgement, judgeCode } from './judge-code.ts';
import { assertOwn } from './own-verification.ts';
import { accountDisabled, invalidCode, verificationLocked, wrongAnswers } from './refusals.ts';
import { hashOfDevice, newDeviceToken, rememberedSeconds } from './remembered-device.ts';

export interface Attempt {
  readonly verificationId: string;
  readonly code: TypedCode | TypedAnswers;
  readonly tokenId?: string | undefined;
  /** A retry with the same key is recognised, not judged again. */
  readonly idempotencyKey?: string | undefined;
  /** P.17: whether this device is to be remembered, for as long as setting and class allow. */
  readonly rememberDevice?: boolean | undefined;
}

export interface Verified {
  readonly tokenId: string;
  readonly type: string;
  readonly verifiedAt: EpochSeconds;
  readonly backupCodesRemaining?: number;
  /** To be kept on the device and shown when the next verification is started. */
  readonly deviceToken?: string;
  /** Signed, for whoever acts on the verdict. */
  readonly assertion?: string;
  /** What the class orders for a password reset (3.08). */
  readonly policy?: ResetOrder;
}

/**
 * Decides one attempt with one read and one conditional write (1.16-1.19, rules 1-4): the write is the verdict.
 *
 * @throws Problem `invalid-code` with `attemptsRemaining`, also for a spent code; `verification-locked`,
 * `verification-expired`, `account-throttled`, `account-disabled`, `not-found`; `delivery-unavailable` when those who
 * judge the code elsewhere do not answer
 */
export async function verifyCode(services: Services, actor: Actor, attempt: Attempt): Promise<Verified> {
  const decided = await decideAttempt(services, actor, attempt);
  if (!('elsewhere' in decided)) return decided;
  const { settleAttempt } = await import('./settle-attempt.ts');
  return settleAttempt(services, actor, attempt, decided);
}

async function decideAttempt(
  services: Services,
  actor: Actor,
  attempt: Attempt,
): Promise<Verified | Charged> {
  const { sessionId, userId } = parseVerificationId(attempt.verificationId);
  const policy = await services.policy();
  const { settings } = policy;
  const attemptId = attemptIdOf(attempt, services.random);

  return changeUser<Verified | Charged>(services, { userId, actor, cheap: true }, async (user, now) => {
    const { state } = user;
    assertOwn(state, sessionId, actor);
    if (!state.enabled) throw accountDisabled();
    const session = findSession(state, sessionId, now);
    const attest = session.assertion
      ? await (await import('./assertions.ts')).attester(services, actor, sessionId, policy)
      : undefined;
    if (session.attemptId === attemptId) {
      const verified = await repeatVerdict(services, user, session, attempt, settings);
      return { answer: { ...verified, ...attest?.(user, session, verified) } };
    }
    assertNotPending(session, attemptId);
    assertOpen(session, settings);
    const { code, tokenId } = attempt;
    const { purpose } = session;
    assertNotThrottled(user, code, now);
    if (code.kind === 'answers') {
      const { assertAsked } = await import('./asked-questions.ts');
      assertAsked(user, code, { tokenId, policy, purpose, sessionId }, now);
    }

    const judgement = await judgeCode(services, {
      user,
      code,
      tokenId,
      sent: session.sent,
      boundTo: sessionId,
      policy,
      purpose,
      now,
    });
    if (judgement.outcome === 'elsewhere') {
      return charge(state, sessionId, session, { attemptId, elsewhere: judgement }, settings, now);
    }
    const verdict =
      judgement.outcome === 'accepted'
        ? accept(services, user, judgement, now)
        : refuse(user, session, judgement, code, policy, now);
    const details = { ...verdict.event.details, verification: sessionId };
    const written = {
      ...verdict,
      state: changeSession(verdict.state, sessionId, { ...verdict.session, attemptId }),
      event: { ...verdict.event, details },
    };
    return 'answer' in written
      ? complete(services, user, written, { ...attempt, sessionId, session, policy, attest }, now)
      : written;
  });
}

/**
 * Short, for it is kept in STATE; 64 bits are plenty to tell the attempts of one session apart. The same key with
 * another code is another attempt. With other answers it is not: nothing that is made of answers by a fast hash may
 * be kept.
 */
function attemptIdOf(
  { idempotencyKey, verificationId, code, tokenId = '' }: Attempt,
  random: Services['random'],
): string {
  const bytes =
    idempotencyKey === undefined
      ? random(8)
      : createHash('sha256')
          .update(
            [verificationId, idempotencyKey, tokenId, 'value' in code ? code.value : code.kind].join('\0'),
          )
          .digest()
          .subarray(0, 8);
  return bytes.toString('base64url');
}

async function repeatVerdict(
  services: Services,
  { state, tokens }: User,
  session: VerificationSession,
  { verificationId, rememberDevice }: Attempt,
  settings: Settings,
): Promise<Verified> {
  const { status, tokenId, verifiedAt } = session;
  if (status !== 'verified' || tokenId === undefined || verifiedAt === undefined) {
    throw invalidCode(Math.max(0, settings.maximumInvalidAttempts - session.attempts));
  }
  const other = tokenId === lostTokenId ? lostTokenId : backupCodesId;
  const type = tokens.find((token) => token.tokenId === tokenId)?.type ?? other;
  const remaining = state.codes?.remaining ?? 0;
  const { sessionId, userId } = parseVerificationId(verificationId);
  const deviceToken = rememberDevice && (await newDeviceToken(services, userId, sessionId));
  return {
    tokenId,
    type,
    verifiedAt,
    ...(type === backupCodesId ? { backupCodesRemaining: remaining } : {}),
    ...(deviceToken && state.remembered?.[hashOfDevice(deviceToken)] ? { deviceToken } : {}),
  };
}

/** What an accepted attempt is completed with. */
export interface Completion {
  readonly sessionId: string;
  readonly session: VerificationSession;
  readonly policy: Policy;
  readonly rememberDevice?: boolean | undefined;
  readonly attest: Attest | undefined;
}

/** Remembers where the accepted attempt came from, and attests it where that was asked for. */
export async function complete(
  services: Services,
  user: User,
  accepted: Accepted,
  completion: Completion,
  now: EpochSeconds,
): Promise<Accepted> {
  const remembered = await rememberOrigin(services, user, accepted, completion, now);
  const { attest, session } = completion;
  if (!attest) return remembered;
  return {
    ...remembered,
    event: { ...accepted.event, details: { ...accepted.event.details, assertion: true } },
    answer: { ...remembered.answer, ...attest(user, session, remembered.answer) },
  };
}

type Accepted = Extract<Written<Verified>, { readonly answer: Verified }>;

/** P.17, 3.19: the device if it asks for it, and the address, are not asked again for a while. */
async function rememberOrigin(
  services: Services,
  user: User,
  accepted: Accepted,
  { sessionId, session, policy, rememberDevice }: Completion,
  now: EpochSeconds,
): Promise<Accepted> {
  const seconds = rememberedSeconds(user, policy, session.purpose);
  if (seconds === 0) return accepted;
  const deviceToken = rememberDevice
    ? await newDeviceToken(services, user.state.userId, sessionId)
    : undefined;
  const hashes = [
    ...(deviceToken ? [hashOfDevice(deviceToken)] : []),
    ...(session.address ? [session.address] : []),
  ];
  return {
    ...accepted,
    state: remember(accepted.state, hashes, now + seconds, now),
    answer: { ...accepted.answer, ...(deviceToken ? { deviceToken } : {}) },
  };
}

function assertOpen({ status, attempts }: VerificationSession, settings: Settings): void {
  if (status === 'locked' || (status === 'challenge' && attempts >= settings.maximumInvalidAttempts)) {
    throw verificationLocked();
  }
  // A code that meets a finished verification is a spent one: the answer is that of a wrong code.
  if (status === 'verified') throw invalidCode(Math.max(0, settings.maximumInvalidAttempts - attempts));
  if (status !== 'challenge') {
    throw new Problem(
      'not-allowed-in-state',
      'This verification does not wait for a code. Its status says what it waits for.',
    );
  }
}

function assertNotThrottled(user: User, { kind }: Attempt['code'], now: EpochSeconds): void {
  const { failures } = user.state;
  const until = kind === 'look-up' ? backupCodesBlockedUntil(failures, now) : blockedUntil(failures, now);
  if (until !== undefined) refuseThrottled(until, now, kind !== 'look-up' && mayUseBackupCodes(user, now));
}

/** A decision, and what it makes of the session. */
type Verdict = Written<Verified> & { readonly session: Partial<VerificationSession> };

/** A success frees every token that failures had locked, and clears the consecutive count. */
export function accept(
  { table }: Services,
  user: User,
  accepted: Extract<Judgement, { outcome: 'accepted' }>,
  now: EpochSeconds,
): Verdict {
  const { state } = user;
  const { tokenId, type, moving, selector } = accepted;
  const tokens = Object.fromEntries(
    Object.entries(state.tokens).map(([id, { wrongAnswers, ...token }]) => [
      id,
      id === tokenId
        ? { ...token, failures: 0, lastUsedAt: now, ...(moving === undefined ? {} : { moving }) }
        : // Another factor frees no questions: whoever guesses at them would gain tries by each sign-in of their owner.
          { ...token, failures: 0, ...(wrongAnswers ? { wrongAnswers } : {}) },
    ]),
  );
  const verified = { ...state, tokens, failures: clearConsecutive(state.failures) };
  const outcome = {
    event: { type: 'verification.succeeded', details: { type } } as const,
    session: { status: 'verified', tokenId, verifiedAt: now } as const,
  };
  if (selector === undefined || !state.codes || !user.codes) {
    return { ...outcome, state: verified, answer: { tokenId, type, verifiedAt: now } };
  }
  // Of the set that was judged: where STATE is of a newer one already, the write is refused.
  const { setId } = user.codes;
  const remaining = state.codes.remaining - 1;
  return {
    ...outcome,
    event: { ...outcome.event, details: { type, remaining } },
    state: { ...verified, codes: { setId, remaining } },
    along: [writes.spendCode(table, state.userId, setId, selector, remaining)],
    answer: { tokenId, type, verifiedAt: now, backupCodesRemaining: remaining },
  };
}

/**
 * A spent code is refused in the words of a wrong one and costs the session the same, so that the answers do not
 * differ; but it is no guess, so the account is not charged for it.
 */
function refuse(
  { state, profile }: User,
  session: VerificationSession,
  { outcome, tried }: Extract<Judgement, { outcome: 'spent' | 'wrong' }>,
  { kind }: Attempt['code'],
  { settings, classes }: Policy,
  now: EpochSeconds,
): Verdict {
  const attempts = session.attempts + 1;
  const remaining = Math.max(0, settings.maximumInvalidAttempts - attempts);
  const locked = remaining === 0;
  const guess = outcome === 'wrong';
  const { state: charged, told } = guess
    ? chargeGuess(state, tried, now, kind === 'look-up')
    : { state, told: {} };
  const retries = classOf(profile.class, classes).questions;
  const tokens = Object.fromEntries(
    Object.entries(charged.tokens).map(([id, token]) => [
      id,
      guess && kind === 'answers' && tried.includes(id)
        ? { ...token, wrongAnswers: countWrongAnswers(token, retries, now) }
        : token,
    ]),
  );
  const waiting = tried.some((id) => answersBlockedUntil(tokens[id], retries, now) !== undefined);
  return {
    state: { ...charged, tokens },
    session: { attempts, ...(locked ? { status: 'locked' as const } : {}) },
    event: {
      type: guess ? 'verification.failed' : 'verification.spent-code',
      details: {
        remaining,
        ...(locked ? { locked } : {}),
        ...told,
        ...(waiting ? { questions: 'waiting' } : {}),
      },
    },
    refusal: kind === 'answers' ? wrongAnswers(remaining) : invalidCode(remaining),
  };
}
