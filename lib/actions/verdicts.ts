import { classOf } from '../domain/classes.ts';
import { chargeGuess } from '../domain/guesses.ts';
import type { Policy } from '../domain/policy.ts';
import { answersBlockedUntil, countWrongAnswers } from '../domain/private-questions.ts';
import type { VerificationSession } from '../domain/session-state.ts';
import { clearConsecutive } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import type { Written } from './change-user.ts';
import type { Judgement } from './judge-code.ts';
import { invalidCode, wrongAnswers } from './refusals.ts';
import type { Attempt, Verified } from './verify-code.ts';

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
export function refuse(
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
