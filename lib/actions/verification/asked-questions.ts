import { classOf } from '../../domain/classes.ts';
import type { TypedAnswers } from '../../domain/codes.ts';
import type { QuestionSet } from '../../domain/hashed-secrets.ts';
import type { Policy } from '../../domain/policy.ts';
import type { AnswersWait } from '../../domain/private-questions.ts';
import { answersWait } from '../../domain/private-questions.ts';
import { Problem } from '../../domain/problems.ts';
import type { Purpose } from '../../domain/session-state.ts';
import { type EpochSeconds, secondsPerDay } from '../../domain/time.ts';
import { questionsOf } from '../../domain/token-records.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { checkAnswers } from '../../token-types/answers.ts';
import { ownerOf } from '../../token-types/moved-binding.ts';
import { usableTokens } from './factors.ts';

/**
 * Lets answers through to be judged. What is asked is no secret, so answers to anything else are a mistake of the
 * application and cost nobody an attempt.
 *
 * @throws Problem `account-throttled` while 3.07 has the user wait; `invalid-request` for answers that are not to
 * exactly what this verification asks
 */
export function assertAsked(
  user: User,
  { answers }: TypedAnswers,
  asking: {
    readonly tokenId: string | undefined;
    readonly policy: Policy;
    readonly purpose: Purpose;
    readonly sessionId: string;
    /** Nobody has seen yet what this verification asks: as many of the user's questions as it would ask are answered. */
    readonly inOneCall?: true | undefined;
  },
  now: EpochSeconds,
): void {
  const { tokenId, policy, purpose, sessionId, inOneCall } = asking;
  const policyOfClass = classOf(user.profile.class, policy.classes);
  const token = usableTokens(user, policy, purpose, now).find(
    ({ record, type }) => type.asks && (tokenId === undefined || tokenId === record.tokenId),
  );
  if (!token) throw notAsked();
  const tokenState = user.state.tokens[token.record.tokenId];
  const wait = answersWait(tokenState, policyOfClass.questions, now);
  if (wait) throw tooManyWrong(wait, now);
  const asked = token.type.asks?.(token.record, policyOfClass, sessionId) ?? [];
  const given = new Set(answers.map(({ questionId }) => questionId));
  const own = new Set(questionsOf(token.record)?.questions.map(({ questionId }) => questionId));
  const fits = inOneCall
    ? given.size === asked.length && [...given].every((questionId) => own.has(questionId))
    : asked.every(({ questionId }) => given.has(questionId));
  if (!fits || answers.length !== asked.length) throw notAsked();
}

/** Whether all of these answers are right, by slow hashes. */
export async function areRightAnswers(
  { keyring }: Services,
  userId: string,
  tokenId: string,
  set: QuestionSet,
  { answers }: TypedAnswers,
): Promise<boolean> {
  const key = await keyring.byId(set.keyId);
  return checkAnswers(answers, set, { key, userId: ownerOf({ ...set, setId: tokenId }, key, userId) });
}

const notAsked = (): Problem =>
  new Problem(
    'invalid-request',
    'Answer exactly the questions that this verification asks; its factors tell which.',
    { extensions: { errors: [{ path: 'answers', message: 'must be one for each question asked' }] } },
  );

/** While only an operator can help, a client that waits by itself shall ask once a day. */
const tooManyWrong = (wait: AnswersWait, now: EpochSeconds): Problem =>
  wait.ends === 'by-operator'
    ? new Problem(
        'account-throttled',
        'Too many wrong answers: questions are not asked until an operator enables them. Use another factor.',
        { retryAfterSeconds: secondsPerDay },
      )
    : new Problem('account-throttled', 'Too many wrong answers: questions wait. Use another factor.', {
        retryAfterSeconds: wait.until - now,
      });
