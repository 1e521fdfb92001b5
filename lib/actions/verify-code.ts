import { createHash } from 'node:crypto';
import type { Actor } from '../domain/authorization.ts';
import type { TypedAnswers, TypedCode } from '../domain/codes.ts';
import { lostTokenId } from '../domain/exceptions.ts';
import type { ResetOrder } from '../domain/password-reset.ts';
import { Problem } from '../domain/problems.ts';
import type { VerificationSession } from '../domain/session-state.ts';
import type { Settings } from '../domain/settings.ts';
import { backupCodesBlockedUntil, blockedUntil, refuseThrottled } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import { changeSession, findSession, parseVerificationId } from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { changeUser } from './change-user.ts';
import { assertNotPending, type Charged, charge } from './charge-attempt.ts';
import { complete } from './complete-attempt.ts';
import { backupCodesId, mayUseBackupCodes } from './factors.ts';
import { judgeCode } from './judge-code.ts';
import { assertOwn } from './own-verification.ts';
import { accountDisabled, invalidCode, verificationLocked } from './refusals.ts';
import { hashOfDevice, newDeviceToken } from './remembered-device.ts';
import { accept, refuse } from './verdicts.ts';

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
    assertNotOvertaken(session, attemptId, settings);
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
      state: changeSession(verdict.state, sessionId, {
        ...verdict.session,
        attemptId,
        earlierAttempts: 'answer' in verdict ? [] : judgedIn(session),
      }),
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

const judgedIn = ({ attemptId, earlierAttempts = [] }: VerificationSession): string[] =>
  attemptId ? [attemptId, ...earlierAttempts] : [...earlierAttempts];

/**
 * The write that refused this attempt may have lost its reply, and others were judged since.
 *
 * @throws Problem `invalid-code`, with what it had left then
 */
function assertNotOvertaken(session: VerificationSession, attemptId: string, settings: Settings): void {
  const since = judgedIn(session).indexOf(attemptId);
  if (since > 0) throw invalidCode(Math.max(0, settings.maximumInvalidAttempts - session.attempts + since));
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
