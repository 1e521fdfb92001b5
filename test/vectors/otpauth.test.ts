import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32 } from '../../lib/crypto/base32.ts';
import { otpauthUri } from '../../lib/token-types/provisioning-uri.ts';
import { totpKey } from '../../lib/token-types/totp.ts';

/** Reads an `otpauth:` URI as apps do: by the Key URI Format, and by nothing of ours. */
function parse(uri: string) {
  const [, label = '', query = ''] = /^otpauth:\/\/totp\/([^?]+)\?(.+)$/.exec(uri) ?? [];
  const halves = label.split(':').map(decodeURIComponent);
  const pairs = query.split('&').map((pair) => pair.split('=') as [string, string]);
  const { secret = '', issuer = '', ...parameters } = Object.fromEntries(pairs);
  return { halves, secret, issuer: decodeURIComponent(issuer), parameters };
}

/** What apps assume of a parameter that a URI leaves out. */
const assumed = { algorithm: 'SHA1', digits: '6', period: '30' };

const secret = fc.uint8Array({ minLength: 16, maxLength: 64 });
/** Anything that people are called, in any script, with every sign that means something in a URI. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...'aZ 0@+&=?#/%;.~"<ß字ü🗝'), minLength: 1, maxLength: 30 }),
  )
  .filter((value) => value.isWellFormed());
const withoutColon = text.map((value) => value.replaceAll(':', ''));
const parameters = fc.record({
  algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
  digits: fc.integer({ min: 6, max: 8 }),
  periodSeconds: fc.constantFrom(30, 60),
});

describe('the otpauth URI', () => {
  test('G8 says what it was made of, in any script', () => {
    fc.assert(
      fc.property(withoutColon, withoutColon, secret, parameters, (issuer, account, bytes, parameters) => {
        const read = parse(otpauthUri('totp', { issuer, account, secret: bytes, parameters }));
        expect(read.halves).toEqual([issuer, account]);
        expect(read.issuer).toBe(issuer);
        expect(new Uint8Array(decodeBase32(read.secret) ?? [])).toEqual(bytes);
        const { algorithm, digits, periodSeconds } = parameters;
        expect({ ...assumed, ...read.parameters }).toEqual({
          algorithm,
          digits: `${digits}`,
          period: `${periodSeconds}`,
        });
      }),
      { numRuns: 1_000 },
    );
  });

  test('G8 is ASCII without padding, with %20 for a space, and has exactly one colon in its label', () => {
    fc.assert(
      fc.property(text, text, secret, (issuer, account, secret) => {
        const uri = otpauthUri('totp', { issuer, account, secret, parameters: totpKey.defaults });
        expect(uri).toMatch(/^[!-~]+$/);
        expect(uri).not.toMatch(/[+"<>]|secret=[^&]*=/);
        expect(parse(uri).halves).toEqual([issuer, account].map((half) => half.replaceAll(':', ' ')));
      }),
      { numRuns: 1_000 },
    );
  });

  test('3.01 of the defaults is what every app takes, to the letter', () => {
    const secret = Buffer.from('12345678901234567890');
    const uri = otpauthUri('totp', {
      issuer: 'Müller & Co: Berlin',
      account: 'anna@example.org',
      secret,
      parameters: totpKey.defaults,
    });
    expect(uri).toBe(
      'otpauth://totp/M%C3%BCller%20%26%20Co%20%20Berlin:anna%40example.org' +
        '?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=M%C3%BCller%20%26%20Co%20%20Berlin',
    );
  });
});
