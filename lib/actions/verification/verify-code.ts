import type { Actor } from '../../domain/authorization.ts';
import { withDetails } from '../../domain/events.ts';
import { attemptsRemaining, isLocked } from '../../domain/lockout.ts';
import { Problem } from '../../domain/problems.ts';
import type { VerificationSession } from '../../domain/session-state.ts';
import { assertNotThrottled, backupCodesBlockedUntil, refuseThrottled } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import { changeSession, findSession, unknownVerification } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { attester } from '../assertions/attester.ts';
import { changeUser, type Decision } from '../gate/change-user.ts';
import { accountDisabled, invalidCode, verificationLocked } from '../gate/refusals.ts';
import {
  type Answered,
  type Attempt,
  attemptIdOf,
  attemptsJudged,
  named,
  namedInRefusal,
  type OngoingAttempt,
  type Verified,
} from './attempt.ts';
import { assertNotAsked, type Charged, charge } from './charge-delegated.ts';
import { complete } from './complete-attempt.ts';
import { backupCodesId, mayUseBackupCodes, typeBehind } from './factors.ts';
import { askedQuestions, judgeCode } from './judge-code.ts';
import { hashOfDevice, newDeviceToken } from './remembered-device.ts';
import { accept, detailsOf, refuse } from './verdict.ts';
import { openVerification } from './verification-ids.ts';

/**
 * Decides one attempt with one read and one conditional write (1.16-1.19, rules 1-4): the write is the verdict.
 *
 * @throws Problem `invalid-code` with `attemptsRemaining`, also for a spent code; `verification-locked`,
 * `verification-expired`, `account-throttled`, `account-disabled`, `not-found`, `token-not-found`;
 * `delivery-unavailable` when the providers that verify the code do not answer
 */
export async function verifyCode(services: Services, actor: Actor, attempt: Attempt): Promise<Verified> {
  const { verificationId } = attempt;
  const started = await openVerification(services, verificationId, actor);
  const { sessionId, userId } = started;
  if (attempt.userId !== undefined && attempt.userId !== userId) throw unknownVerification();
  const policy = await services.policy();
  const attemptId = attemptIdOf(sessionId, attempt, services.random);
  const ongoing = { ...attempt, userId, started, attemptId, actor, policy };
  const decided = await changeUser<Verified | Charged>(
    services,
    { userId, actor, cheap: true },
    (user, now) => judgeAttempt(services, user, ongoing, now),
  );
  return 'elsewhere' in decided ? settle(services, decided) : decided;
}

/** Asks the providers about a charged attempt. Few attempts need it, and every cold start would pay for it. */
export async function settle(services: Services, charged: Charged): Promise<Verified> {
  const { settleAttempt } = await import('./settle-delegated.ts');
  return settleAttempt(services, charged);
}

/** The rule of an attempt: decides on the user as read. */
export async function judgeAttempt(
  services: Services,
  user: User,
  ongoing: OngoingAttempt,
  now: EpochSeconds,
): Promise<Decision<Verified | Charged>> {
  const { started, verificationId, attemptId, actor, policy, code, tokenId } = ongoing;
  const { state } = user;
  if (!state.enabled) throw accountDisabled();
  const session = findSession(state, started, now);
  const attest = session.assertion ? await attester(services, actor, verificationId, policy) : undefined;
  if (session.attemptId === attemptId) {
    const verified = await repeatVerdict(services, user, session, ongoing);
    return { answer: { ...verified, ...(await attest?.(user, session, verified)) } };
  }
  assertNotOvertaken(session, ongoing);
  assertNotAsked(session, attemptId);
  assertOpen(session, ongoing);
  assertMayAnswer(user, code, now);
  const { sessionId, purpose } = session;
  if (code.kind === 'answers') {
    const { assertAsked } = await askedQuestions();
    const { inOneCall } = ongoing;
    assertAsked(user, code, { tokenId, policy, purpose, sessionId, inOneCall }, now);
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
  if (judgement.outcome === 'elsewhere') return charge(state, session, ongoing, judgement, now);
  if (judgement.outcome !== 'accepted') {
    if (code.kind === 'look-up') assertBackupCodesOpen(user, now);
    return refuse(user, session, judgement, ongoing, now);
  }
  const verdict = accept(services, user, judgement, ongoing, now);
  const change = { ...verdict.session, attemptId, earlierAttempts: [] };
  const accepted = {
    ...verdict,
    state: changeSession(verdict.state, session, change, now),
    event: withDetails(verdict.event, detailsOf(session, true)),
  };
  return complete(services, user, accepted, { session, ongoing, attest }, now);
}

async function repeatVerdict(
  services: Services,
  { state, tokens }: User,
  session: VerificationSession,
  ongoing: OngoingAttempt,
): Promise<Verified> {
  const { status, tokenId, verifiedAt, attempts, sessionId, userId } = session;
  if (status !== 'verified' || tokenId === undefined || verifiedAt === undefined) {
    throw invalidCode(attemptsRemaining(attempts, ongoing.policy.settings), namedInRefusal(ongoing));
  }
  const type = typeBehind(tokenId, tokens);
  const remaining = state.codes?.remaining ?? 0;
  const deviceToken = ongoing.rememberDevice && (await newDeviceToken(services, userId, sessionId));
  return {
    ...named(ongoing),
    tokenId,
    type,
    verifiedAt,
    ...(type === backupCodesId ? { backupCodesRemaining: remaining } : {}),
    ...(deviceToken && state.remembered?.[hashOfDevice(deviceToken)] ? { deviceToken } : {}),
  };
}

/**
 * The write that refused this attempt may have lost its reply, and others may have been decided since.
 *
 * @throws Problem `invalid-code`, with the number of attempts that remained then
 */
function assertNotOvertaken(session: VerificationSession, ongoing: OngoingAttempt): void {
  const since = attemptsJudged(session).indexOf(ongoing.attemptId);
  if (since <= 0) return;
  throw invalidCode(
    attemptsRemaining(session.attempts - since, ongoing.policy.settings),
    namedInRefusal(ongoing),
  );
}

function assertOpen(session: VerificationSession, ongoing: OngoingAttempt): void {
  const { settings } = ongoing.policy;
  const { status, attempts } = session;
  // A code for a finished verification is a spent one: it gets the answer of a wrong code.
  if (status === 'verified')
    throw invalidCode(attemptsRemaining(attempts, settings), namedInRefusal(ongoing));
  if (isLocked(session, settings)) throw verificationLocked();
  if (status !== 'challenge') {
    throw new Problem(
      'not-allowed-in-state',
      'This verification is not waiting for a code. Its status shows what it is waiting for.',
    );
  }
}

/**
 * A backup code is always checked: it has too many random bits to be guessed, so the wrong ones of others never have
 * to keep its owner out. Only wrong ones are limited: {@link assertBackupCodesOpen}.
 */
function assertMayAnswer(user: User, { kind }: Answered['code'], now: EpochSeconds): void {
  if (kind !== 'look-up') assertNotThrottled(user.state.failures, now, mayUseBackupCodes(user, now));
}

/** @throws Problem `account-throttled` for a wrong backup code after the day's allowance of wrong ones */
function assertBackupCodesOpen({ state }: User, now: EpochSeconds): void {
  const until = backupCodesBlockedUntil(state.failures, now);
  if (until !== undefined) refuseThrottled(until, now, false);
}
