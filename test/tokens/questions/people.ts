import type { ClassPolicy, QuestionsPolicy } from '../../../lib/domain/classes.ts';
import type { Answer } from '../../support/api.ts';
import { useClass } from '../../support/classes.ts';
import { type Enrolled, enrolledUser, newId, start } from '../../support/people.ts';
import type { World } from '../../support/world.ts';

/** Ten questions with answers that nobody else gives. */
export const known: readonly { readonly question: string; readonly answer: string }[] = [
  { question: 'In which street did you grow up?', answer: 'Kastanienallee' },
  { question: 'What was the name of your first pet?', answer: 'Whiskerino' },
  { question: 'Which was your first car?', answer: 'Trabant 601' },
  { question: 'Who taught you to swim?', answer: 'Aunt Friederike' },
  { question: 'Where did your parents meet?', answer: 'Übersee dance hall' },
  { question: 'Which book did you read twice?', answer: 'Moby-Dick' },
  { question: 'What did you want to become?', answer: 'Lighthouse keeper' },
  { question: 'Which instrument did you learn?', answer: 'Bassoon' },
  { question: 'Who was your best friend at school?', answer: "Siobhán O'Malley" },
  { question: 'Which dish do you cook best?', answer: 'Szegediner Gulasch' },
];

/** Defines a class that asks private questions before it asks for an app; it acts from now on. */
export async function defineClass(
  world: World,
  questions: Partial<QuestionsPolicy> = {},
  more: Partial<ClassPolicy> = {},
): Promise<string> {
  const name = more.name ?? newId('class');
  const asked = { questions: 1, totp: 2, otp: 3 };
  const { name: _name, ...fields } = more;
  await useClass(world, name, {
    factors: { 'sign-in': asked, approval: asked, 'password-reset': asked },
    ...fields,
    questions: { count: 2, maximumRetries: 3, waitSeconds: 60, ...questions },
  });
  return name;
}

export interface Questioned extends Enrolled {
  readonly questionsId: string;
  readonly className: string;
}

/** A user with an app, and with questions that an operator enrolled. */
export async function withQuestions(
  world: World,
  { questions, count = 4 }: { readonly questions?: Partial<QuestionsPolicy>; readonly count?: number } = {},
): Promise<Questioned> {
  const className = await defineClass(world, questions);
  const person = await enrolledUser(world, { class: className });
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${person.userId}/tokens`, {
    body: { type: 'questions', questions: known.slice(0, count) },
  });
  return { ...person, questionsId: tokenId, className };
}

export interface Asked {
  readonly questionId: string;
  readonly text: string;
}

/** What a verification asks; nothing if it offers no questions. */
export const askedIn = (verification: {
  readonly factors: readonly { readonly type: string; readonly questions?: readonly Asked[] }[];
}): readonly Asked[] => verification.factors.find(({ type }) => type === 'questions')?.questions ?? [];

const rightAnswer = (text: string): string => known.find(({ question }) => question === text)?.answer ?? '';

/** Right answers to what is asked, but for those that are said to be others. */
export const answersTo = (asked: readonly Asked[], wrong: Readonly<Record<number, string>> = {}) =>
  asked.map(({ questionId, text }, place) => ({ questionId, answer: wrong[place] ?? rightAnswer(text) }));

export const wrongTo = (asked: readonly Asked[]) => answersTo(asked, { 0: 'not that one' });

export function attemptWith(
  world: World,
  verificationId: string,
  answers: readonly object[],
  more: { readonly tokenId?: string; readonly key?: string } = {},
): Promise<Answer> {
  const { key, ...body } = more;
  return world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
    as: 'application',
    body: { answers, ...body },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
}

/** Starts a verification and answers it, rightly or not. */
export async function answer(world: World, userId: string, right: boolean): Promise<Answer> {
  const verification = await start(world, userId);
  const asked = askedIn(verification);
  const answers = right ? answersTo(asked) : wrongTo(asked);
  return attemptWith(world, verification.verificationId, answers);
}
