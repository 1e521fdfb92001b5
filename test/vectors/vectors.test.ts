import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../lib/crypto/base32.ts';
import type { TokenParameters } from '../../lib/domain/user-state.ts';
import { hotpCode } from '../../lib/token-types/otp.ts';
import { totpKey } from '../../lib/token-types/totp.ts';
import { rfc4226, rfc4648, rfc6238 } from './vectors.ts';

const keyOf = (secret: string) => createSecretKey(Buffer.from(secret));
const withoutPadding = (encoded: string): string => encoded.replaceAll('=', '');

describe('G8 RFC 4226 appendix D', () => {
  const key = keyOf(rfc4226.secret);
  const parameters: TokenParameters = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 };

  test.each(rfc4226.codes)('count %i gives the truncated value %i and the code %s', (count, value, code) => {
    // A truncated value has 31 bits, so ten digits show it whole.
    expect(Number(hotpCode(key, count, { ...parameters, digits: 10 }))).toBe(value);
    expect(hotpCode(key, count, parameters)).toBe(code);
  });

  test.each(rfc4226.codes)(
    'count %i has the value %i for the code %s by the HMAC %s',
    (count, value, _, hmac) => {
      const mac = Buffer.from(hmac, 'hex');
      expect(mac.readUInt32BE((mac.at(-1) ?? 0) % 16) % 2 ** 31).toBe(value);
      expect(Number(hotpCode(key, count, { ...parameters, digits: 10 }))).toBe(value);
    },
  );
});

describe('G8 3.01 RFC 6238 appendix B', () => {
  const cases = rfc6238.codes.flatMap(([now, step, codes]) =>
    (['SHA1', 'SHA256', 'SHA512'] as const).map((algorithm) => ({
      now,
      step,
      algorithm,
      code: codes[algorithm],
    })),
  );

  test('has 18 cases', () => expect(cases).toHaveLength(18));

  test.each(cases)('at $now with $algorithm the code is $code', ({ now, step, algorithm, code }) => {
    const key = keyOf(rfc6238.secrets[algorithm]);
    const parameters: TokenParameters = { algorithm, digits: 8, periodSeconds: 30 };
    expect(hotpCode(key, step, parameters)).toBe(code);
    const judged = totpKey.check({ code, key, parameters, lastUsedMovingFactor: undefined, now, window: 0 });
    expect(judged).toEqual({ outcome: 'accepted', lastUsedMovingFactor: step });
  });
});

describe('G8 RFC 4648 base 32', () => {
  test.each(rfc4648)('%o is encoded as %o, without the padding', (text, encoded) => {
    expect(encodeBase32(Buffer.from(text))).toBe(withoutPadding(encoded));
  });

  test.each(rfc4648.slice(1))('%o is decoded from %o, without the padding', (text, encoded) => {
    expect(decodeBase32(withoutPadding(encoded))?.toString()).toBe(text);
  });

  test.each([
    '',
    'A',
    'ABC',
    'ABCDEF',
    'MY======',
    'my',
    'M0',
    'M1',
    'M8',
    'M9',
    'MZ XQ',
    'MZ-XQ',
    'MÜ',
    'MY\n',
  ])('3.12 %o is no base 32 of whole bytes and is refused', (text) =>
    expect(decodeBase32(text)).toBeUndefined(),
  );
});
