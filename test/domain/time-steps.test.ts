import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { generateSync } from 'otplib';
import { describe, expect, test } from 'vitest';
import { totpKey } from '../../lib/token-types/totp.ts';

const secret = fc.uint8Array({ minLength: 20, maxLength: 20 });
const now = fc.integer({ min: 3_000, max: 4_000_000_000 });
const window = fc.integer({ min: 0, max: 3 });
const offset = fc.integer({ min: -6, max: 6 });
const stepOf = (at: number): number => Math.floor(at / 30);

const judge = (bytes: Uint8Array, code: string, now: number, window: number, lastUsedMovingFactor?: number) =>
  totpKey.check({
    code,
    key: createSecretKey(bytes),
    parameters: totpKey.defaults,
    lastUsedMovingFactor,
    now,
    window,
  });

/** Steps around now whose code is this one, by otplib: nearly always one, and by chance two. */
function stepsWith(bytes: Uint8Array, code: string, now: number, window: number): number[] {
  return Array.from({ length: 2 * window + 1 }, (_, i) => stepOf(now) + i - window).filter(
    (step) => step >= 0 && generateSync({ secret: bytes, epoch: step * 30 }) === code,
  );
}

describe('a TOTP code', () => {
  test('1.16 is accepted up to the window either side of now, refused one step further', () => {
    fc.assert(
      fc.property(secret, now, window, offset, (bytes, now, window, offset) => {
        const code = generateSync({ secret: bytes, epoch: now + offset * 30 });
        const steps = stepsWith(bytes, code, now, window);
        expect(steps.includes(stepOf(now) + offset)).toBe(Math.abs(offset) <= window);
        const verdict = judge(bytes, code, now, window);
        expect(verdict).toEqual(
          steps.length > 0
            ? { outcome: 'accepted', lastUsedMovingFactor: steps.at(-1) }
            : { outcome: 'wrong' },
        );
      }),
    );
  });

  test('P.02 rule 3: at or below the last accepted step is spent, never accepted, whatever the order', () => {
    const tries = fc.array(fc.record({ offset, pause: fc.integer({ min: 0, max: 90 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(secret, now, tries, (bytes, start, tries) => {
        let now = start;
        let lastUsedMovingFactor: number | undefined;
        for (const { offset, pause } of tries) {
          now += pause;
          const code = generateSync({ secret: bytes, epoch: now + offset * 30 });
          const steps = stepsWith(bytes, code, now, 3);
          const fresh = steps.filter((step) => step > (lastUsedMovingFactor ?? -1));
          const verdict = judge(bytes, code, now, 3, lastUsedMovingFactor);
          const refused = steps.length > 0 ? 'spent' : 'wrong';
          expect(verdict.outcome).toBe(fresh.length > 0 ? 'accepted' : refused);
          if (verdict.outcome !== 'accepted') continue;
          expect(verdict.lastUsedMovingFactor).toBeGreaterThan(lastUsedMovingFactor ?? -1);
          lastUsedMovingFactor = verdict.lastUsedMovingFactor;
        }
      }),
    );
  });

  test('rule 4: of any other length than the token has is wrong and no fault', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 10 });
    fc.assert(
      fc.property(secret, now, digits, (bytes, now, digits) => {
        if (digits.length === 6) return;
        expect(judge(bytes, digits, now, 3).outcome).toBe('wrong');
        const right = generateSync({ secret: bytes, epoch: now });
        for (const near of [right.slice(0, 5), `${right}0`, `0${right}`, `${right}${right.slice(0, 4)}`]) {
          expect(judge(bytes, near, now, 3).outcome).toBe('wrong');
        }
      }),
    );
  });

  test('1.16 at the very beginning of time is judged without a fault', () => {
    const bytes = Buffer.from('12345678901234567890');
    for (const at of [0, 29, 30, 89]) {
      const verdict = judge(bytes, generateSync({ secret: bytes, epoch: at }), at, 3);
      expect(verdict).toEqual({ outcome: 'accepted', lastUsedMovingFactor: stepOf(at) });
    }
  });
});
