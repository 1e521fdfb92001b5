import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { longestAssertionSeconds } from '../../lib/domain/assertions.ts';
import {
  dueKey,
  publishedKeysAt,
  rotation,
  type Scheduled,
  signingKeyAt,
} from '../../lib/domain/key-rotation.ts';

/** Moments at which somebody asks, in order: often, or not for years. */
const moments = fc
  .array(fc.oneof(fc.nat({ max: 3_600 }), fc.nat({ max: 100 * 86_400 }), fc.nat({ max: 800 * 86_400 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((pauses) => {
    let now = 1_700_000_000;
    return pauses.map((pause) => {
      now += pause;
      return now;
    });
  });

describe('rule 5: the turns that signing keys take', () => {
  test('there is always a key to sign with, published for a day before unless it is the first ever', () => {
    fc.assert(
      fc.property(moments, (moments) => {
        const keys: (Scheduled & { madeAt: number })[] = [];
        for (const now of moments) {
          const due = dueKey(keys, now);
          if (due) keys.push({ ...due, madeAt: now });
          const signing = signingKeyAt(keys, now);
          expect(signing).toBeDefined();
          if (!signing) return;
          expect(signing.signsFrom).toBeLessThanOrEqual(now);
          if (signing.number > 1) {
            expect(now - signing.madeAt).toBeGreaterThanOrEqual(rotation.leadSeconds);
          }
          expect(publishedKeysAt(keys, now)).toContain(signing);
          expect(dueKey(keys, now)).toBeUndefined();
        }
        expect(keys.map(({ number }) => number)).toEqual(keys.map((_, i) => i + 1));
      }),
      { numRuns: 500 },
    );
  });

  test('whatever a key signed is checked with the keys published then and until it is over', () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: longestAssertionSeconds }), (moments, age) => {
        const keys: Scheduled[] = [];
        for (const now of moments) {
          const due = dueKey(keys, now);
          if (due) keys.push(due);
          const signing = signingKeyAt(keys, now);
          const later = now + age;
          const next = dueKey(keys, later);
          const published = publishedKeysAt(next ? [...keys, next] : keys, later);
          expect(published).toContain(signing);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a clock that is behind signs with the first key all the same, and never with one to come', () => {
    const first = { number: 1, signsFrom: 1_000 };
    const next = { number: 2, signsFrom: 9_000 };
    expect(signingKeyAt([first], 990)).toBe(first);
    expect(signingKeyAt([next, first], 8_999)).toBe(first);
    expect(signingKeyAt([next, first], 9_000)).toBe(next);
    expect(signingKeyAt([], 0)).toBeUndefined();
  });
});
