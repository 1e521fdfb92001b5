import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { createGuardrails, generateSync, ScureBase32Plugin } from 'otplib';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../lib/crypto/base32.ts';
import { hotpCode } from '../../lib/token-types/otp.ts';
import { totpKey } from '../../lib/token-types/totp.ts';

const guardrails = createGuardrails({ MIN_SECRET_BYTES: 1, MAX_SECRET_BYTES: 128, MIN_PERIOD: 1 });
const base32 = new ScureBase32Plugin();

const secret = fc.uint8Array({ minLength: 1, maxLength: 80 });
const digits = fc.integer({ min: 6, max: 8 });
const algorithm = fc.constantFrom('SHA1', 'SHA256', 'SHA512');
const lowerCase = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;
/** From 1970 past 2038, the end of 32 bits, to the year 2286. */
const time = fc.integer({ min: 0, max: 9_999_999_999 });
const period = fc.constantFrom(1, 15, 30, 60, 300);

describe('an implementation that is not ours (otplib) agrees', () => {
  test('G8 on HOTP codes of any key, counter, length and hash', () => {
    const counter = fc.oneof(fc.nat(), fc.integer({ min: 2 ** 31, max: Number.MAX_SAFE_INTEGER }));
    fc.assert(
      fc.property(secret, counter, digits, algorithm, (bytes, counter, digits, algorithm) => {
        const options = { strategy: 'hotp', counter, digits, guardrails } as const;
        const expected = generateSync({ secret: bytes, algorithm: lowerCase[algorithm], ...options });
        const parameters = { algorithm, digits, periodSeconds: 30 } as const;
        expect(hotpCode(createSecretKey(bytes), counter, parameters)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test('3.01 on TOTP codes of any key, time, period, length and hash', () => {
    fc.assert(
      fc.property(secret, time, period, digits, algorithm, (bytes, now, period, digits, algorithm) => {
        const options = { epoch: now, period, digits, guardrails } as const;
        const code = generateSync({ secret: bytes, algorithm: lowerCase[algorithm], ...options });
        const parameters = { algorithm, digits, periodSeconds: period } as const;
        const key = createSecretKey(bytes);
        const judged = totpKey.check({ code, key, parameters, moving: undefined, now, window: 0 });
        expect(judged).toEqual({ outcome: 'accepted', moving: Math.floor(now / period) });
      }),
      { numRuns: 1_000 },
    );
  });

  test('G8 on base 32, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        const encoded = encodeBase32(bytes);
        expect(encoded).toBe(base32.encode(bytes));
        expect(new Uint8Array(decodeBase32(encoded) ?? [])).toEqual(bytes);
        expect(new Uint8Array(base32.decode(encoded))).toEqual(bytes);
      }),
      { numRuns: 1_000 },
    );
  });

  test('3.12 on which texts of the alphabet are keys, up to bits that no byte holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'), maxLength: 60 }),
        (text) => {
          const decoded = decodeBase32(text);
          if (decoded === undefined) expect([0, 1, 3, 6]).toContain(text.length % 8);
          else expect(encodeBase32(decoded).slice(0, -1)).toBe(text.slice(0, -1));
        },
      ),
    );
  });
});
