import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from '../../../lib/crypto/base32.ts';
import { Problem } from '../../../lib/domain/problems.ts';
import { parseMigration } from '../../../lib/token-types/otpauth-migration.ts';
import { otpauthUri } from '../../../lib/token-types/provisioning-uri.ts';
import { parseOtpauthUri } from '../../../lib/token-types/shared-key.ts';
import { account, migrationUri } from './migration.ts';

const key = fc.uint8Array({ minLength: 16, maxLength: 64 });
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((value) => value.isWellFormed());
const algorithm = fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const);
const digits = fc.constantFrom(6, 8);
const counter = fc.oneof(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 2 ** 48 }));
const secret = encodeBase32(Buffer.from('12345678901234567890'));

/** What it comes to: a refusal, or nothing that is thrown at all. */
function refusal(read: () => unknown): Problem | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).code).toBe('invalid-request');
    return error as Problem;
  }
}

const readAll = (uri: string) => parseMigration(uri).map((one) => one.key());

describe('P.13 an otpauth-migration payload', () => {
  test('says what an independent encoder put into it', () => {
    const type = fc.constantFrom('totp' as const, 'hotp' as const);
    const given = fc.record({ key, name: text, issuer: text, algorithm, digits, type, counter });
    fc.assert(
      fc.property(fc.array(given, { maxLength: 10 }), (accounts) => {
        const uri = migrationUri(accounts.map((one) => account({ ...one, secret: encodeBase32(one.key) })));
        const read = parseMigration(uri);
        expect(read.map(({ name, issuer }) => ({ name, issuer }))).toEqual(
          accounts.map(({ name, issuer }) => ({ name, issuer })),
        );
        expect(read.map((one) => one.key())).toEqual(
          accounts.map(({ key, type, algorithm, digits, counter }) => ({
            type,
            secret: Buffer.from(key),
            parameters:
              type === 'totp'
                ? { algorithm, digits, periodSeconds: 30 }
                : { algorithm, digits, periodSeconds: 0, counter },
          })),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('with the example key of the Key URI Format is read, and its 80 bits are refused', () => {
    const uri =
      'otpauth-migration://offline?data=CjEKCkhlbGxvId6tvu8SGEV4YW1wbGU6YWxpY2VAZ29vZ2xlLmNvbRoHRXhhbXBsZTAC';
    const [one, ...more] = parseMigration(uri);
    expect(more).toEqual([]);
    expect(one).toMatchObject({ name: 'Example:alice@google.com', issuer: 'Example' });
    expect(refusal(() => one?.key())?.message).toBe(
      'The key has 80 bits; from 128 to 512 are accepted. Enroll the user again.',
    );
  });

  test('takes "unspecified" for the default, as the app does', () => {
    const bare = [10, 20, ...Buffer.from('12345678901234567890'), 0x30, 2];
    expect(readAll(migrationUri([bare]))).toEqual([
      {
        type: 'totp',
        secret: Buffer.from('12345678901234567890'),
        parameters: { algorithm: 'SHA1', digits: 6, periodSeconds: 30 },
      },
    ]);
  });

  test.each([
    ['MD5', { algorithm: 'MD5' as const }],
    ['seven digits', { digits: 7 }],
    ['a counter that is none', { type: 'hotp' as const, counter: -1 }],
  ])('with %s is refused for that account, and the others are kept', (_what, odd) => {
    const safe = 'counter' in odd ? { ...odd, counter: Number.MAX_SAFE_INTEGER } : odd;
    const [bad, good] = parseMigration(migrationUri([account({ secret, ...safe }), account({ secret })]));
    expect(refusal(() => bad?.key())).toBeDefined();
    expect(refusal(() => good?.key())).toBeUndefined();
  });

  test('cut off or changed anywhere is refused or read, and nothing else', () => {
    const whole = Buffer.from(
      decodeURIComponent(
        migrationUri([account({ secret }), account({ secret, type: 'hotp' })]).split('=')[1] ?? '',
      ),
      'base64',
    );
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (length, place, byte) => {
        const changed = Buffer.from(whole);
        changed[place] = byte;
        const data = encodeURIComponent(changed.subarray(0, length).toString('base64'));
        refusal(() => readAll(`otpauth-migration://offline?data=${data}`));
      }),
      { numRuns: 3_000 },
    );
  });

  test('made of garbage is refused or read, and never takes long', () => {
    const data = fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes).toString('base64'));
    const uri = fc.oneof(
      data.map((text) => `otpauth-migration://offline?data=${encodeURIComponent(text)}`),
      fc.string().map((text) => `otpauth-migration://offline?data=${text}`),
      fc.string(),
    );
    fc.assert(
      fc.property(uri, (text) => void refusal(() => readAll(text))),
      { numRuns: 3_000 },
    );
  });
});

describe('P.13 an otpauth URI', () => {
  const uriOf = (query: string) => `otpauth://totp/Old:anna?${query}`;

  test('is read as we and others write it', () => {
    const parameters = fc.record({ algorithm, digits, periodSeconds: fc.constantFrom(30, 60) });
    fc.assert(
      fc.property(text, text, key, parameters, counter, (issuer, account, bytes, parameters, counter) => {
        const timed = { issuer, account, secret: bytes, parameters };
        const secret = Buffer.from(bytes);
        expect(parseOtpauthUri(otpauthUri('totp', timed))).toEqual({
          type: 'totp',
          secret,
          parameters,
        });
        expect(
          parseOtpauthUri(otpauthUri('hotp', { ...timed, parameters: { ...parameters, counter } })),
        ).toEqual({
          type: 'hotp',
          secret,
          parameters: { ...parameters, periodSeconds: 0, counter },
        });
      }),
      { numRuns: 500 },
    );
  });

  test('has the defaults of the format', () => {
    expect(parseOtpauthUri(uriOf(`secret=${secret}`))).toEqual({
      type: 'totp',
      secret: decodeBase32(secret),
      parameters: { algorithm: 'SHA1', digits: 6, periodSeconds: 30 },
    });
  });

  test.each([
    ['no secret', 'issuer=Old'],
    ['an empty secret', 'secret='],
    ['a secret in lower case', `secret=${secret.toLowerCase()}`],
    ['a padded secret', 'secret=MFRGGZDFMZTWQ2LKNNWG23TPOA======'],
    ['a short secret', 'secret=JBSWY3DPEHPK3PXP'],
    ['two secrets', `secret=${secret}&secret=${secret}`],
    ['a parameter that nobody knows', `secret=${secret}&encoder=steam`],
    ['another algorithm', `secret=${secret}&algorithm=MD5`],
    ['seven digits', `secret=${secret}&digits=7`],
    ['digits that are none', `secret=${secret}&digits=six`],
    ['another period', `secret=${secret}&period=15`],
    ['a counter where there is none', `secret=${secret}&counter=1`],
    ['a fragment', `secret=${secret}#x`],
  ])('with %s is refused without repeating it', (_what, query) => {
    const problem = refusal(() => parseOtpauthUri(uriOf(query)));
    expect(problem).toBeDefined();
    expect(problem?.message).not.toContain(secret.slice(0, 8));
  });

  test('of a counter token without a counter is refused', () => {
    expect(refusal(() => parseOtpauthUri(`otpauth://hotp/x?secret=${secret}`))).toBeDefined();
  });

  test('made of garbage is refused', () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.string().map(uriOf),
      fc.string().map((text) => uriOf(`secret=${text}`)),
    );
    fc.assert(
      fc.property(garbage, (text) => void refusal(() => parseOtpauthUri(text))),
      { numRuns: 2_000 },
    );
  });
});
