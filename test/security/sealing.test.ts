import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Belonging, deriveDataKey, keyedHash, keyIdOf, open, seal } from '../../lib/crypto/sealing.ts';
import { flipOneBit, newDataKey } from '../support/secrets.ts';

const purpose = fc.constantFrom('otp-secret' as const, 'message' as const);
/** Short ids of few letters, so that halves of one are often halves of another. */
const id = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\\', '\0', '#'), maxLength: 4 });
const belonging: fc.Arbitrary<Belonging> = fc.record({ purpose, userId: id, subjectId: id });
const plain = fc.uint8Array({ maxLength: 100 });
const key = newDataKey(1);
const anyNumberOf = { numRuns: 2_000 };

describe('rule 5: a sealed value', () => {
  test('opens for what it belongs to', () => {
    fc.assert(
      fc.property(plain, belonging, (plain, belonging) => {
        const sealed = seal(plain, belonging, key, randomBytes);
        expect(new Uint8Array(open(sealed, belonging, key))).toEqual(plain);
      }),
      anyNumberOf,
    );
  });

  test('moved to another user, token or purpose does not open', () => {
    fc.assert(
      fc.property(plain, belonging, belonging, (plain, own, other) => {
        fc.pre(JSON.stringify(own) !== JSON.stringify(other));
        const sealed = seal(plain, own, key, randomBytes);
        expect(() => open(sealed, other, key)).toThrow();
      }),
      anyNumberOf,
    );
  });

  test('with user and token swapped, or with a letter moved from one to the other, does not open', () => {
    fc.assert(
      fc.property(plain, purpose, id, id, id, (plain, purpose, a, b, c) => {
        fc.pre(b !== '');
        const sealed = seal(plain, { purpose, userId: a + b, subjectId: c }, key, randomBytes);
        expect(() => open(sealed, { purpose, userId: a, subjectId: b + c }, key)).toThrow();
        fc.pre(a + b !== c);
        expect(() => open(sealed, { purpose, userId: c, subjectId: a + b }, key)).toThrow();
      }),
      anyNumberOf,
    );
  });

  test('with any bit turned, in head, nonce, text or tag, does not open', () => {
    fc.assert(
      fc.property(plain, belonging, (plain, belonging) => {
        const sealed = flipOneBit(seal(plain, belonging, key, randomBytes));
        expect(() => open(sealed, belonging, key)).toThrow();
      }),
      { numRuns: 5_000 },
    );
  });

  test('cut short or lengthened by any byte does not open', () => {
    fc.assert(
      fc.property(plain, belonging, fc.nat(), (plain, belonging, place) => {
        const sealed = seal(plain, belonging, key, randomBytes);
        expect(() => open(sealed.subarray(0, place % sealed.length), belonging, key)).toThrow();
        expect(() => open(Buffer.concat([sealed, randomBytes(1)]), belonging, key)).toThrow();
      }),
      anyNumberOf,
    );
  });

  test('does not open under another key, nor under the same key with another id', () => {
    fc.assert(
      fc.property(plain, belonging, fc.integer({ min: 1, max: 65_535 }), (plain, belonging, id) => {
        const bytes = randomBytes(32);
        const sealed = seal(plain, belonging, deriveDataKey(id, bytes), randomBytes);
        expect(keyIdOf(sealed)).toBe(id);
        expect(() => open(sealed, belonging, newDataKey(id))).toThrow();
        const renumbered = Uint8Array.from(sealed);
        renumbered[2] = (renumbered[2] ?? 0) ^ 1;
        expect(() => open(renumbered, belonging, deriveDataKey(id ^ 1, bytes))).toThrow();
      }),
      anyNumberOf,
    );
  });

  test('is never the same twice, and shows nothing of what it holds', () => {
    const secret = randomBytes(20);
    const own = { purpose: 'otp-secret', userId: 'user', subjectId: 'token' } as const;
    const sealed = Array.from({ length: 1_000 }, () => Buffer.from(seal(secret, own, key, randomBytes)));
    expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(1_000);
    expect(new Set(sealed.map((one) => one.subarray(3, 15).toString('hex'))).size).toBe(1_000);
    expect(sealed.some((one) => one.includes(secret))).toBe(false);
  });
});

describe('rule 7: a keyed hash', () => {
  test('tells apart any two lists of parts, and the same parts under another key', () => {
    const parts = fc.array(id, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const same = JSON.stringify(one) === JSON.stringify(other);
        expect(keyedHash(key, one).equals(keyedHash(key, other))).toBe(same);
        expect(keyedHash(newDataKey(1), one).equals(keyedHash(key, one))).toBe(false);
      }),
      anyNumberOf,
    );
  });

  test('is made with another key than what seals', () => {
    const { sealing, hashing } = newDataKey();
    expect(sealing.equals(hashing)).toBe(false);
  });
});
