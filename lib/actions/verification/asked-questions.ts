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
 * Admits answers for checking. The questions are no secret, so answers to other questions are the application's
 * mistake and cost no attempt.
 *
 * @throws Problem `account-throttled` while 3.07 makes the user wait; `invalid-request` for answers that are not to
 * exactly the questions of this verification
 */
export function assertAsked(
  user: User,
  { answers }: TypedAnswers,
  asking: {
    readonly tokenId: string | undefined;
    readonly policy: Policy;
    readonly purpose: Purpose;
    readonly sessionId: string;
    /**
     * Nobody has seen the questions of this verification yet, so it accepts answers to any of the user's questions,
     * as many as it would ask.
     */
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
    'Answer exactly the questions of this verification. Its factors list them.',
    {
      extensions: { errors: [{ path: 'answers', message: 'must have one answer for each question asked' }] },
    },
  );

/** While only an operator can help, a client that retries on its own should ask once a day. */
const tooManyWrong = (wait: AnswersWait, now: EpochSeconds): Problem =>
  wait.ends === 'by-operator'
    ? new Problem(
        'account-throttled',
        'Too many wrong answers. Questions are blocked until an operator enables them. Use another factor.',
        { retryAfterSeconds: secondsPerDay },
      )
    : new Problem(
        'account-throttled',
        'Too many wrong answers. Questions are blocked for now. Use another factor.',
        {
          retryAfterSeconds: wait.until - now,
        },
      );
