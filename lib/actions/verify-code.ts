import { createHash } from 'node:crypto';
import type { Actor } from '../domain/authorization.ts';
import type { TypedCode } from '../domain/codes.ts';
import { Problem } from '../domain/problems.ts';
import type { Settings } from '../domain/settings.ts';
import {
  backupCodesBlockedUntil,
  beginsWait,
  blockedUntil,
  clearConsecutive,
  countFailure,
  refuseThrottled,
} from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User, UserState, VerificationSession } from '../domain/user-state.ts';
import { changeSession, findSession, parseVerificationId } from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import { changeUser, type Written } from './change-user.ts';
import { assertNotPending, type Charged, charge, withFailure } from './charge-attempt.ts';
import { backupCodesId, mayUseBackupCodes } from './factors.ts';
import { type Judgement, judgeCode } from './judge-code.ts';
import { accountDisabled, invalidCode, verificationLocked } from './refusals.ts';

export interface Attempt {
  readonly verificationId: string;
  readonly code: TypedCode;
  readonly tokenId?: string | undefined;
  /** A retry with the same key is recognised, not judged again. */
  readonly idempotencyKey?: string | undefined;
}

export interface Verified {
  readonly tokenId: string;
  readonly type: string;
  readonly verifiedAt: EpochSeconds;
  readonly backupCodesRemaining?: number;
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
    if (!state.enabled) throw accountDisabled();
    const session = findSession(state, sessionId, now);
    if (session.attemptId === attemptId) return { answer: repeatVerdict(user, session, settings) };
    assertNotPending(session, attemptId);
    assertOpen(session, settings);
    assertNotThrottled(user, attempt.code, now);

    const judgement = await judgeCode(services, {
      user,
      code: attempt.code,
      tokenId: attempt.tokenId,
      sent: session.sent,
      boundTo: sessionId,
      policy,
      purpose: session.purpose,
      now,
    });
    if (judgement.outcome === 'elsewhere') {
      return charge(state, sessionId, session, { attemptId, elsewhere: judgement }, settings, now);
    }
    const verdict =
      judgement.outcome === 'accepted'
        ? accept(services, user, judgement, now)
        : refuse(state, session, judgement, attempt.code, settings, now);
    return {
      ...verdict,
      state: changeSession(verdict.state, sessionId, { ...verdict.session, attemptId }),
      event: { ...verdict.event, details: { ...verdict.event.details, verification: sessionId } },
    };
  });
}

/**
 * Short, for it is kept in STATE; 64 bits are plenty to tell the attempts of one session apart. The same key with
 * another code is another attempt.
 */
function attemptIdOf(
  { idempotencyKey, verificationId, code, tokenId = '' }: Attempt,
  random: Services['random'],
): string {
  const bytes =
    idempotencyKey === undefined
      ? random(8)
      : createHash('sha256')
          .update([verificationId, idempotencyKey, tokenId, code.value].join('\0'))
          .digest()
          .subarray(0, 8);
  return bytes.toString('base64url');
}

function repeatVerdict({ state, tokens }: User, session: VerificationSession, settings: Settings): Verified {
  const { status, tokenId, verifiedAt } = session;
  if (status !== 'verified' || tokenId === undefined || verifiedAt === undefined) {
    throw invalidCode(Math.max(0, settings.maximumInvalidAttempts - session.attempts));
  }
  const type = tokens.find((token) => token.tokenId === tokenId)?.type ?? backupCodesId;
  const remaining = state.codes?.remaining ?? 0;
  return {
    tokenId,
    type,
    verifiedAt,
    ...(type === backupCodesId ? { backupCodesRemaining: remaining } : {}),
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

function assertNotThrottled(user: User, { kind }: TypedCode, now: EpochSeconds): void {
  const { failures } = user.state;
  const until = kind === 'look-up' ? backupCodesBlockedUntil(failures, now) : blockedUntil(failures, now);
  if (until !== undefined) refuseThrottled(until, now, kind === 'otp' && mayUseBackupCodes(user, now));
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
    Object.entries(state.tokens).map(([id, token]) => [
      id,
      id === tokenId
        ? { ...token, failures: 0, lastUsedAt: now, ...(moving === undefined ? {} : { moving }) }
        : { ...token, failures: 0 },
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
  state: UserState,
  session: VerificationSession,
  { outcome, tried }: Extract<Judgement, { outcome: 'spent' | 'wrong' }>,
  code: TypedCode,
  settings: Settings,
  now: EpochSeconds,
): Verdict {
  const attempts = session.attempts + 1;
  const remaining = Math.max(0, settings.maximumInvalidAttempts - attempts);
  const locked = remaining === 0;
  const guess = outcome === 'wrong';
  const failures = guess ? countFailure(state.failures, now, code.kind === 'look-up') : state.failures;
  const throttled = beginsWait(state.failures, failures, now);
  return {
    state: { ...state, tokens: guess ? withFailure(state, tried) : state.tokens, failures },
    session: { attempts, ...(locked ? { status: 'locked' as const } : {}) },
    event: {
      type: guess ? 'verification.failed' : 'verification.spent-code',
      details: {
        remaining,
        ...(locked ? { locked } : {}),
        ...(throttled ? { throttled } : {}),
      },
    },
    refusal: invalidCode(remaining),
  };
}
