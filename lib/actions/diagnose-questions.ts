import { classOf } from '../domain/classes.ts';
import type { Diagnosis } from '../domain/diagnosis.ts';
import { stageOf } from '../domain/enrollment.ts';
import type { Policy } from '../domain/policy.ts';
import { answersBlockedUntil } from '../domain/private-questions.ts';
import { type EpochSeconds, iso } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import { questions } from '../token-types/questions.ts';
import { activeTokens, offeredFactors } from './factors.ts';

/** N.02, continued by what 3.07 may keep a user from: questions that wait, or are fewer than the class asks. */
export function withQuestions(
  diagnosis: Diagnosis,
  user: User,
  policy: Policy,
  now: EpochSeconds,
): Diagnosis {
  const { state, profile } = user;
  const policyOfClass = classOf(profile.class, policy.classes);
  const { count } = policyOfClass.questions;
  const asked = count > 0 && policyOfClass.factors['sign-in'].questions !== undefined;
  const token = activeTokens(user, policy, now).find(({ type }) => type.type === questions.type);
  if (!asked || !token || stageOf(state, policy.settings, now) !== 'enrolled') return diagnosis;

  const others = offeredFactors(user, policy, 'sign-in', now, '').some(({ type }) => type !== questions.type);
  const found = (
    code: 'questions-wait' | 'too-few-questions',
    detail: string,
    ...remedy: Diagnosis['remedy']
  ) => ({
    canSignIn: diagnosis.canSignIn && others,
    findings: [...diagnosis.findings, { code, severity: others ? 'warns' : 'blocks', detail } as const],
    remedy: [...diagnosis.remedy, ...remedy],
  });
  const has = token.record.questions?.questions.length ?? 0;
  if (has < count) {
    return found(
      'too-few-questions',
      `The class asks ${count} questions, the user has ${has}: none are asked.`,
      {
        action: 'edit-token',
        detail: `Edit the questions: enroll at least ${count}.`,
      },
    );
  }
  const until = answersBlockedUntil(state.tokens[token.record.tokenId], policyOfClass.questions, now);
  if (until === undefined) return diagnosis;
  const detail =
    'Enable the questions, once the identity of the user is verified: they are asked again at once.';
  return until === 'enabled'
    ? found(
        'questions-wait',
        'Too many wrong answers: no question is asked until an operator enables them.',
        {
          action: 'enable-token',
          detail,
        },
      )
    : found('questions-wait', `Too many wrong answers: questions are asked again at ${iso(until)}.`, {
        action: 'wait',
        detail: 'Wait, or use another factor.',
      });
}
