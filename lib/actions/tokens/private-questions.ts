import { type NewQuestion, questionErrors } from '../../domain/answers.ts';
import { classOf } from '../../domain/classes.ts';
import type { QuestionSet } from '../../domain/hashed-secrets.ts';
import type { Policy } from '../../domain/policy.ts';
import { invalidFields } from '../../domain/problems.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { issueQuestions } from '../../token-types/answers.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { once } from '../keys/once.ts';

/** Questions as typed, and their set: hashed once, however often a rule asks for it. */
export interface TypedQuestions {
  readonly count: number;
  readonly set: () => Promise<QuestionSet>;
}

/** @throws Problem `invalid-request` for questions or answers that protect nothing */
export function typedQuestions(
  { keyring, random }: Pick<Services, 'keyring' | 'random'>,
  userId: string,
  typed: readonly NewQuestion[],
): TypedQuestions {
  const errors = questionErrors(typed);
  if (errors.length > 0) throw invalidFields(errors);
  const set = once(async () => issueQuestions(typed, { key: await keyring.current(), userId, random }));
  return { count: typed.length, set };
}

/** @throws Problem `invalid-request` for private questions without any, and for any other type with them */
export function questionsFor(
  services: Pick<Services, 'keyring' | 'random'>,
  userId: string,
  { asks }: TokenType,
  typed: readonly NewQuestion[] | undefined,
): TypedQuestions | undefined {
  if (asks && !typed) throw invalidFields([{ path: 'questions', message: 'is required' }]);
  if (!asks && typed) throw invalidFields([{ path: 'questions', message: 'is not a field of this type' }]);
  return typed && typedQuestions(services, userId, typed);
}

/** @throws Problem `invalid-request` for fewer than the user's class asks at once */
export function assertEnough({ profile }: User, { count }: TypedQuestions, { classes }: Policy): void {
  const asked = classOf(profile.class, classes).questions.count;
  if (count < asked)
    throw invalidFields([
      { path: 'questions', message: `must be at least ${asked}, the number asked at once` },
    ]);
}
