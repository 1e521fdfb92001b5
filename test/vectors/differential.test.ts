import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../lib/crypto/base32.ts';
import { hotpCode } from '../../lib/token-types/otp.ts';
import { totpKey } from '../../lib/token-types/totp.ts';
import { referenceBase32, referenceCode } from './reference.ts';
import { rfc4226, rfc4648 } from './vectors.ts';

const secret = fc.uint8Array({ minLength: 1, maxLength: 80 });
const digits = fc.integer({ min: 6, max: 8 });
const algorithm = fc.constantFrom('SHA1', 'SHA256', 'SHA512');
/** From 1970 past 2038, the end of 32 bits, to the year 2286. */
const time = fc.integer({ min: 0, max: 9_999_999_999 });
const period = fc.constantFrom(1, 15, 30, 60, 300);

describe('an implementation of the tests agrees', () => {
  test('G8 with the published vectors', () => {
    const key = Buffer.from(rfc4226.secret);
    for (const [count, value, code] of rfc4226.codes) {
      expect(referenceCode('SHA1', key, count, 6)).toBe(code);
      expect(Number(referenceCode('SHA1', key, count, 10))).toBe(value);
    }
    for (const [text, encoded] of rfc4648) {
      expect(referenceBase32(Buffer.from(text))).toBe(encoded.replaceAll('=', ''));
    }
  });

  test('G8 on HOTP codes of any key, counter, length and hash', () => {
    const counter = fc.oneof(fc.nat(), fc.integer({ min: 2 ** 31, max: Number.MAX_SAFE_INTEGER }));
    fc.assert(
      fc.property(secret, counter, digits, algorithm, (bytes, counter, digits, algorithm) => {
        const parameters = { algorithm, digits, periodSeconds: 30 } as const;
        const expected = referenceCode(algorithm, bytes, counter, digits);
        expect(hotpCode(createSecretKey(bytes), counter, parameters)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test('3.01 on TOTP codes of any key, time, period, length and hash', () => {
    fc.assert(
      fc.property(secret, time, period, digits, algorithm, (bytes, now, period, digits, algorithm) => {
        const step = Math.floor(now / period);
        const code = referenceCode(algorithm, bytes, step, digits);
        const parameters = { algorithm, digits, periodSeconds: period } as const;
        const key = createSecretKey(bytes);
        const judged = totpKey.check({
          code,
          key,
          parameters,
          lastUsedMovingFactor: undefined,
          now,
          window: 0,
        });
        expect(judged).toEqual({ outcome: 'accepted', lastUsedMovingFactor: step });
      }),
      { numRuns: 1_000 },
    );
  });

  test('G8 on base 32, both ways', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        const encoded = encodeBase32(bytes);
        expect(encoded).toBe(referenceBase32(bytes));
        expect(new Uint8Array(decodeBase32(encoded) ?? [])).toEqual(bytes);
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
