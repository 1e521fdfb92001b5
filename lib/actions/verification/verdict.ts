import { classOf } from '../../domain/classes.ts';
import type { VerificationDetails } from '../../domain/event-details.ts';
import type { EventOf } from '../../domain/events.ts';
import { afterWrongCode } from '../../domain/lockout.ts';
import { answersWait, countWrongAnswers } from '../../domain/private-questions.ts';
import type {
  StartedVerification,
  VerificationSession,
  VerificationSlot,
} from '../../domain/session-state.ts';
import { chargeGuess, clearConsecutive } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User, UserState } from '../../domain/user-state.ts';
import { changeSession, spentCodesAreFree } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { writes } from '../../store/users.ts';
import type { Written } from '../gate/change-user.ts';
import { invalidCode, wrongAnswers } from '../gate/refusals.ts';
import { attemptsJudged, named, namedInRefusal, type OngoingAttempt, type Verified } from './attempt.ts';
import type { Judgement } from './judge-code.ts';

/** An accepted attempt: what is written and answered, and the session that results. */
export type Accepted = Extract<Written<Verified>, { readonly answer: Verified }> & {
  readonly event: EventOf<'verification.succeeded'>;
};

/**
 * What every event of a verification says. What was approved is recorded once, in the event that approved it (2.14).
 */
export function detailsOf(
  { sessionId, purpose, clientIp, details }: StartedVerification,
  approved = false,
): VerificationDetails {
  return {
    verification: sessionId,
    purpose,
    ...(clientIp === undefined ? {} : { clientIp }),
    ...(approved && details !== undefined ? { transaction: details } : {}),
  };
}

/** A success unlocks every token that failures had locked, and clears the consecutive count. */
export function accept(
  { table }: Services,
  user: User,
  accepted: Extract<Judgement, { outcome: 'accepted' }>,
  ongoing: OngoingAttempt,
  now: EpochSeconds,
): Accepted & { readonly session: Partial<VerificationSlot> } {
  const { state } = user;
  const { tokenId, type, lastUsedMovingFactor, selector } = accepted;
  const tokens = Object.fromEntries(
    Object.entries(state.tokens).map(([id, { wrongAnswers, ...token }]) => [
      id,
      id === tokenId
        ? {
            ...token,
            failures: 0,
            lastUsedAt: now,
            ...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }),
          }
        : // Another factor unlocks no questions: a guesser would gain tries by each sign-in of their owner.
          { ...token, failures: 0, ...(wrongAnswers ? { wrongAnswers } : {}) },
    ]),
  );
  const verified = { ...state, tokens, failures: clearConsecutive(state.failures) };
  const outcome = {
    event: { type: 'verification.succeeded', details: { type } } as const,
    session: { status: 'verified', tokenId, verifiedAt: now } as const,
  };
  const answer = { ...named(ongoing), tokenId, type, verifiedAt: now };
  if (selector === undefined || !state.codes || !user.codes) return { ...outcome, state: verified, answer };
  // The version of the set that was checked: if STATE already has a newer set, the write is refused.
  const { setId } = user.codes;
  const remaining = state.codes.remaining - 1;
  return {
    ...outcome,
    event: { ...outcome.event, details: { type, backupCodesRemaining: remaining } },
    state: { ...verified, codes: { setId, remaining } },
    along: [writes.spendCode(table, state.userId, setId, selector, remaining)],
    answer: { ...answer, backupCodesRemaining: remaining },
  };
}

/**
 * A spent code gets the same answer as a wrong one and costs the session the same, so that nobody can distinguish the
 * two; but it is no guess, so the account is not charged for it.
 */
export function refuse(
  user: User,
  session: VerificationSession,
  { outcome, tried }: Extract<Judgement, { outcome: 'spent' | 'wrong' }>,
  ongoing: OngoingAttempt,
  now: EpochSeconds,
): Written<never> {
  const { code, policy, attemptId } = ongoing;
  const counted = afterWrongCode(session, policy.settings);
  const { attempts, attemptsRemaining, locked } = counted;
  const guess = outcome === 'wrong' || !spentCodesAreFree(user.state, now);
  const { state: charged, told } = guess
    ? chargeGuess(user.state, tried, now, code.kind === 'look-up')
    : { state: user.state, told: {} };
  const { state, waiting } =
    guess && code.kind === 'answers'
      ? afterWrongAnswers(charged, user, tried, ongoing, now)
      : { state: charged, waiting: false };
  const earlierAttempts = attemptsJudged(session);
  const change = {
    attempts,
    attemptId,
    earlierAttempts,
    ...(guess ? { guessed: true as const } : {}),
    ...(locked ? { status: 'locked' as const } : {}),
  };
  return {
    state: changeSession(state, session, change, now),
    event: {
      type: guess ? 'verification.failed' : 'verification.spent-code',
      details: {
        attemptsRemaining,
        ...(locked ? { locked } : {}),
        ...told,
        ...(waiting ? { questions: 'waiting' as const } : {}),
        ...detailsOf(session),
      },
    },
    refusal: (code.kind === 'answers' ? wrongAnswers : invalidCode)(
      attemptsRemaining,
      namedInRefusal(ongoing),
    ),
  };
}

/** 3.07: wrong answers make the questions wait, whatever sessions they were given in. */
function afterWrongAnswers(
  state: UserState,
  { profile }: User,
  tried: readonly string[],
  { policy }: OngoingAttempt,
  now: EpochSeconds,
): { readonly state: UserState; readonly waiting: boolean } {
  const { questions } = classOf(profile.class, policy.classes);
  const tokens = Object.fromEntries(
    Object.entries(state.tokens).map(([id, token]) => [
      id,
      tried.includes(id) ? { ...token, wrongAnswers: countWrongAnswers(token, questions, now) } : token,
    ]),
  );
  const waiting = tried.some((id) => answersWait(tokens[id], questions, now) !== undefined);
  return { state: { ...state, tokens }, waiting };
}
