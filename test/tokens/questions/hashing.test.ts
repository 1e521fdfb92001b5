import { randomBytes } from 'node:crypto';
import { beforeEach, expect, vi } from 'vitest';
import { checkAnswers, issueQuestions } from '../../../lib/token-types/answers.ts';
import { slowHash } from '../../../lib/token-types/slow-hash.ts';
import { attempt, start } from '../../support/people.ts';
import { newDataKey } from '../../support/secrets.ts';
import { test, world } from '../../support/world-test.ts';
import { answersTo, askedIn, attemptWith, known, type Questioned, withQuestions, wrongTo } from './people.ts';

vi.mock('../../../lib/token-types/slow-hash.ts', async (original) => {
  const actual = await original<typeof import('../../../lib/token-types/slow-hash.ts')>();
  return { ...actual, slowHash: vi.fn(actual.slowHash) };
});
const hash = vi.mocked(slowHash);

let person: Questioned;
test.beforeAll(async ({ world }) => {
  person = await withQuestions(world, { questions: { count: 3, maximumRetries: 4 } });
});
beforeEach(() => void hash.mockClear());

async function asking() {
  const { verificationId, ...verification } = await start(world, person.userId);
  return { verificationId, asked: askedIn(verification) };
}

test('3.07 whatever is wrong, an attempt hashes as many answers as are asked', async () => {
  for (const wrong of [{ 0: 'not that' }, { 2: 'not that' }, { 0: 'not', 1: 'any', 2: 'of it' }, {}]) {
    const { verificationId, asked } = await asking();
    hash.mockClear();
    await attemptWith(world, verificationId, answersTo(asked, wrong));
    expect(hash).toHaveBeenCalledTimes(3);
  }
});

test('3.07 an attempt that lost its race does not pay for the slow hashes again', async () => {
  const { verificationId, asked } = await asking();
  const { slowHash: actual } = await vi.importActual<typeof import('../../../lib/token-types/slow-hash.ts')>(
    '../../../lib/token-types/slow-hash.ts',
  );
  hash.mockImplementationOnce(async (...input) => {
    // Another attempt at the same account, in the middle of it.
    const other = await start(world, person.userId);
    await attempt(world, other.verificationId, '000000');
    return actual(...input);
  });
  const from = world.calls.length;
  expect(await attemptWith(world, verificationId, answersTo(asked))).toMatchObject({ status: 200 });
  expect(world.calls.slice(from).filter(({ name }) => name === 'UpdateItem')).toHaveLength(3);
  expect(hash).toHaveBeenCalledTimes(3);
});

test('3.07 what is refused unjudged costs no slow hash: a wait, a lock, other questions', async () => {
  const { verificationId, asked } = await asking();
  for (let i = 0; i < 4; i++) await attemptWith(world, verificationId, wrongTo(asked));
  hash.mockClear();
  expect(await attemptWith(world, verificationId, answersTo(asked))).toMatchObject({ status: 429 });
  world.advance(60);
  expect(await attemptWith(world, verificationId, answersTo(asked).slice(1))).toMatchObject({ status: 400 });
  expect(hash).not.toHaveBeenCalled();
});

test('3.07 an answer is right for its own user and under its own key, and for nobody else', async () => {
  const key = newDataKey();
  const typed = known.slice(0, 2);
  const set = await issueQuestions(typed, { key, userId: 'eve', random: randomBytes });
  const right = () =>
    set.questions.map(({ questionId }, i) => ({ questionId, answer: typed[i]?.answer ?? '' }));
  expect(await checkAnswers(right(), set, { key, userId: 'eve' })).toBe(true);
  expect(await checkAnswers(right(), set, { key, userId: 'ada' })).toBe(false);
  expect(await checkAnswers(right(), set, { key: newDataKey(), userId: 'eve' })).toBe(false);
  const swapped = right().map(({ questionId }, i, all) => ({ questionId, answer: all[1 - i]?.answer ?? '' }));
  expect(await checkAnswers(swapped, set, { key, userId: 'eve' })).toBe(false);
  expect(await checkAnswers([], set, { key, userId: 'eve' })).toBe(false);
  const unknown = [{ questionId: 'unknown', answer: typed[0]?.answer ?? '' }];
  expect(await checkAnswers(unknown, set, { key, userId: 'eve' })).toBe(false);
});
