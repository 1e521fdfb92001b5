import type { QuestionsPolicy } from './classes.ts';
import type { EpochSeconds } from './time.ts';
import type { TokenState, WrongAnswers } from './user-state.ts';

/** 3.07: no further try. */
const noRetry = 999;

/** Questions are not asked until a moment, or until an operator enables them. */
export type AnswersWait =
  | { readonly ends: 'at'; readonly until: EpochSeconds }
  | { readonly ends: 'by-operator' };

type Tries = Pick<TokenState, 'wrongAnswers'> | undefined;
type Retries = Pick<QuestionsPolicy, 'maximumRetries' | 'waitSeconds'>;

/**
 * 3.07: how long questions are not asked; `undefined` = they are. Decided by the current class: changing it affects
 * waits that have already started.
 */
export function answersWait(
  tokenState: Tries,
  { maximumRetries, waitSeconds }: Retries,
  now: EpochSeconds,
): AnswersWait | undefined {
  const { count, lastAt } = tokenState?.wrongAnswers ?? { count: 0, lastAt: 0 };
  if (maximumRetries === 0 || count < maximumRetries) return undefined;
  if (waitSeconds === noRetry) return { ends: 'by-operator' };
  const until = lastAt + waitSeconds;
  return until > now ? { ends: 'at', until } : undefined;
}

/** One more wrong try. After each wait the user has as many tries as at first. */
export function countWrongAnswers(
  tokenState: Tries,
  { maximumRetries }: Retries,
  now: EpochSeconds,
): WrongAnswers {
  const before = tokenState?.wrongAnswers?.count ?? 0;
  const waited = maximumRetries > 0 && before >= maximumRetries;
  return { count: waited ? 1 : before + 1, lastAt: now };
}
