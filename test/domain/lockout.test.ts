import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterWrongCode, attemptsRemaining, isLocked } from '../../lib/domain/lockout.ts';

const limits = fc.record({ maximumInvalidAttempts: fc.integer({ min: 1, max: 9 }) });

describe('1.17 the lockout of a verification', () => {
  test('exactly as many wrong codes as the setting says lock it, and none fewer', () => {
    fc.assert(
      fc.property(limits, (limit) => {
        let session = { status: 'open', attempts: 0 };
        for (let wrong = 1; wrong <= limit.maximumInvalidAttempts; wrong++) {
          expect(isLocked(session, limit)).toBe(false);
          const counted = afterWrongCode(session, limit);
          expect(counted).toEqual({
            attempts: wrong,
            attemptsRemaining: limit.maximumInvalidAttempts - wrong,
            locked: wrong === limit.maximumInvalidAttempts,
          });
          session = { ...session, attempts: counted.attempts };
        }
        expect(isLocked(session, limit)).toBe(true);
      }),
    );
  });

  test('what is locked stays locked when the setting is raised, and remaining attempts are never negative', () => {
    fc.assert(
      fc.property(limits, fc.nat({ max: 20 }), (limit, attempts) => {
        expect(isLocked({ status: 'locked', attempts: 0 }, limit)).toBe(true);
        expect(attemptsRemaining(attempts, limit)).toBeGreaterThanOrEqual(0);
        expect(isLocked({ status: 'open', attempts }, limit)).toBe(attempts >= limit.maximumInvalidAttempts);
      }),
    );
  });
});
