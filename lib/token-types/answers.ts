import { timingSafeEqual } from 'node:crypto';
import { type NewQuestion, normalizeAnswer } from '../domain/answers.ts';
import type { TypedAnswer } from '../domain/codes.ts';
import type { QuestionSet } from '../domain/hashed-secrets.ts';
import { type Pepper, saltBytes, slowHash } from './slow-hash.ts';

/** Creates a set of questions. The answers are stored as slow hashes and never shown again. */
export async function issueQuestions(
  typed: readonly NewQuestion[],
  { random, ...pepper }: Pepper & { readonly random: (bytes: number) => Buffer },
): Promise<QuestionSet> {
  return {
    keyId: pepper.key.id,
    questions: await Promise.all(
      typed.map(async ({ question, answer }) => {
        const salt = random(saltBytes);
        const hash = await slowHash(normalizeAnswer(answer), salt, pepper);
        return {
          questionId: random(6).toString('base64url'),
          text: question,
          answer: Buffer.concat([salt, hash]),
        };
      }),
    ),
  };
}

const judged = new WeakMap<readonly TypedAnswer[], { set: QuestionSet; verdict: Promise<boolean> }>();

/**
 * Whether every one of these answers is right. All are hashed and compared, so that timing does not reveal which was
 * wrong. An attempt that lost a race is checked again on the same set: it reuses the slow hashes.
 */
export function checkAnswers(
  answers: readonly TypedAnswer[],
  set: QuestionSet,
  pepper: Pepper,
): Promise<boolean> {
  const last = judged.get(answers);
  if (last?.set === set) return last.verdict;
  const verdict = compare(answers, set, pepper);
  judged.set(answers, { set, verdict });
  return verdict;
}

async function compare(
  answers: readonly TypedAnswer[],
  { questions }: QuestionSet,
  pepper: Pepper,
): Promise<boolean> {
  const right = await Promise.all(
    answers.map(async ({ questionId, answer }) => {
      const asked = questions.find((question) => question.questionId === questionId);
      const kept = asked?.answer ?? new Uint8Array(saltBytes + 32);
      const hash = await slowHash(normalizeAnswer(answer), kept.subarray(0, saltBytes), pepper);
      return timingSafeEqual(hash, kept.subarray(saltBytes));
    }),
  );
  return right.length > 0 && right.every(Boolean);
}
