import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answersWait, countWrongAnswers } from '../../../lib/domain/private-questions.ts';
import type { WrongAnswers } from '../../../lib/domain/user-state.ts';

const gaps = fc.array(fc.nat({ max: 90 }), { minLength: 1, maxLength: 200 });

/** Times of the wrong tries that are judged, of those that somebody makes after these gaps. */
function judgedOf(
  pauses: readonly number[],
  retries: { maximumRetries: number; waitSeconds: number },
): number[] {
  let now = 1_000_000;
  let wrongAnswers: WrongAnswers | undefined;
  const judged: number[] = [];
  for (const gap of pauses) {
    now += gap;
    const standing = wrongAnswers ? { wrongAnswers } : undefined;
    if (answersWait(standing, retries, now) !== undefined) continue;
    judged.push(now);
    wrongAnswers = countWrongAnswers(standing, retries, now);
  }
  return judged;
}

test('3.07 after each full number of wrong tries at least the wait goes by, however they are timed', () => {
  fc.assert(
    fc.property(
      gaps,
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 998 }),
      (pauses, maximumRetries, waitSeconds) => {
        const judged = judgedOf(pauses, { maximumRetries, waitSeconds });
        for (let next = maximumRetries; next < judged.length; next += maximumRetries) {
          expect((judged[next] ?? 0) - (judged[next - 1] ?? 0)).toBeGreaterThanOrEqual(waitSeconds);
        }
        expect(judged.length).toBeGreaterThanOrEqual(Math.min(pauses.length, maximumRetries));
      },
    ),
  );
});

test('3.07 with 999 there are never more than the retries, and with no limit every try is judged', () => {
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 9 }), (pauses, maximumRetries) => {
      const most = Math.min(pauses.length, maximumRetries);
      expect(judgedOf(pauses, { maximumRetries, waitSeconds: 999 })).toHaveLength(most);
      expect(judgedOf(pauses, { maximumRetries: 0, waitSeconds: 999 })).toHaveLength(pauses.length);
    }),
  );
});
