import { createHash } from 'node:crypto';
import { questionsOf } from '../domain/token-records.ts';
import type { TokenType } from './contract.ts';

const placeOf = (questionId: string, boundTo: string): string =>
  createHash('sha256').update(`${boundTo} ${questionId}`).digest('hex');

/**
 * Private questions (3.07). NIST SP 800-63B-4 section 3.1.1.2 does not permit such questions: a class asks them only
 * because its administrator says so, and they never authorise a change of the user's own factors.
 */
export const questions: TokenType = {
  type: 'questions',
  name: 'Private questions',
  mode: 'look-up',
  factor: 'questions',
  judge: async ({ areRightAnswers }) => ({ outcome: (await areRightAnswers()) ? 'accepted' : 'wrong' }),
  operatorCanEnroll: true,
  actions: ['edit'],
  contacts: [],
  // Drawn by the verification's random id: the same in every call of one verification, different in another.
  asks(record, { questions: { count } }, boundTo) {
    const all = questionsOf(record)?.questions ?? [];
    if (all.length < count) return [];
    return all
      .map(({ questionId, text }) => ({ questionId, text, place: placeOf(questionId, boundTo) }))
      .sort((a, b) => (a.place < b.place ? -1 : 1))
      .slice(0, count)
      .map(({ questionId, text }) => ({ questionId, text }));
  },
};
