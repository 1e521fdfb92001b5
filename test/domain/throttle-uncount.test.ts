import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  blockedUntil,
  countFailure,
  noFailures,
  throttle,
  uncountFailure,
} from '../../lib/domain/throttle.ts';
import type { Failures } from '../../lib/domain/user-state.ts';

const now = 1_772_442_000;

/** Failures as they come about: each when the wait before it is over, and all of one day. */
const failing = (times: number): { failures: Failures; at: number } => {
  let failures = noFailures;
  let at = now;
  for (let i = 0; i < times; i++) {
    at = Math.max(at + 1, failures.blockedUntil ?? 0);
    failures = countFailure(failures, at, false);
  }
  return { failures, at: Math.max(at + 1, failures.blockedUntil ?? 0) };
};

test('rule 2: what is counted and taken back leaves no trace: no count, no failure of the day, no wait', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), (times) => {
      const { failures, at } = failing(times);
      const back = uncountFailure(countFailure(failures, at, false), at);
      expect(back.consecutive).toBe(failures.consecutive);
      expect(back.hours).toEqual(failures.hours);
      expect(blockedUntil(back, at)).toBe(blockedUntil(failures, at));
    }),
  );
});

test('rule 2: taking one of several back leaves the others, and the wait that they have earned', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: throttle.free + 5 }), (times) => {
      const all = Array.from({ length: times }).reduce<Failures>(
        (failures) => countFailure(failures, now, false),
        noFailures,
      );
      const later = countFailure(all, now + 7, false);
      const back = uncountFailure(later, now);
      expect(back.consecutive).toBe(times);
      expect(Object.values(back.hours).reduce((sum, count) => sum + count, 0)).toBe(times);
      expect(blockedUntil(back, now + 7) !== undefined).toBe(times >= throttle.free);
    }),
  );
});

test('rule 2: nothing is taken back below zero', () => {
  const back = uncountFailure(noFailures, now);
  expect(back).toEqual(noFailures);
});
