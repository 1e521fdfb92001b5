import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matches, searchTerms, words } from '../../lib/domain/search-terms.ts';
import type { Profile } from '../../lib/domain/user-state.ts';
import { keys } from '../../lib/store/keys.ts';
import { userId } from '../support/arbitraries.ts';

/** Words in scripts whose letters change with case, width or their neighbours. */
const letters = 'aZéßẞİıΣσςΪΐŉﬁＡ１字жÅ\u0301\u030a#.@_-';
const word = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...letters), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
    minLength: 1,
    maxLength: 12,
  })
  .map((text) => text.replaceAll(/\s/g, ''))
  // The iota below an ancient Greek vowel is a letter of its own in capitals, and then moves to another place.
  .filter((text) => !text.normalize('NFD').includes('\u0345'))
  .filter((text) => text.isWellFormed() && words(text).length > 0);
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));

const person = (displayName: string, more: Partial<Profile> = {}): Profile => ({
  userId: 'id-1',
  displayName,
  email: 'mail@example.org',
  roles: [],
  createdAt: 0,
  updatedAt: 0,
  ...more,
});

describe('3.11 a search', () => {
  test('finds a person by any word of the name, whatever the case or width it is typed in', () => {
    fc.assert(
      fc.property(name, (name) => {
        for (const word of name.split(' ')) {
          for (const typed of [
            word,
            word.toLowerCase(),
            word.toUpperCase(),
            word.normalize('NFD'),
            `  ${word} `,
          ]) {
            expect(matches(person(name), typed), typed).toBe(true);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('finds a person by the beginning of a word, and by several beginnings in any order', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'abcÄÖжд字Σσ'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(plain, plain, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (one, other, a, b) => {
        const beginning = (text: string, length: number): string => text.slice(0, Math.max(1, length));
        const query = `${beginning(other, b)} ${beginning(one, a)}`;
        expect(matches(person(`${one} ${other}`), query)).toBe(true);
        expect(matches(person(`${one} ${other}`), query.toUpperCase())).toBe(true);
        expect(matches(person(`${one} ${other}`), `${query} qq`)).toBe(false);
      }),
    );
  });

  test('looks at id, name, address, external id and employee number, and at no number or date of the person', () => {
    const profile = person('Ada Lovelace', {
      email: 'countess@example.org',
      externalId: 'EXT-7',
      employeeNumber: 'E42',
      phone: '+447700900123',
      birthDate: '1815-12-10',
      idNumber: 'PASS-1',
    });
    for (const query of ['id-1', 'love', 'countess@', 'ext', 'e42'])
      expect(matches(profile, query)).toBe(true);
    for (const query of ['+44', '1815', 'pass']) expect(matches(profile, query)).toBe(false);
  });
});

describe('search terms as keys', () => {
  test('are normal, distinct, without blanks, and at most 60 letters', () => {
    fc.assert(
      fc.property(name, userId, (displayName, userId) => {
        const terms = searchTerms(person(displayName, { userId }));
        expect(new Set(terms).size).toBe(terms.length);
        for (const term of terms) {
          expect(term).toMatch(/^\S+$/u);
          expect([...term].length).toBeLessThanOrEqual(60);
          expect(words(term)).toEqual([term]);
        }
      }),
    );
  });

  test('of two people, or of two words, never share one item', () => {
    const parts = fc.array(fc.constantFrom('a', 'b', '|'), { minLength: 3, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.constantFrom(...'#|+='), fc.nat(), fc.nat(), (parts, sign, one, other) => {
        const split = (place: number) => {
          const at = 1 + (place % (parts.length - 1));
          return keys.term(parts.slice(0, at).join(sign), parts.slice(at).join(sign));
        };
        if (one % (parts.length - 1) === other % (parts.length - 1)) return;
        expect(split(one)).not.toEqual(split(other));
      }),
    );
  });
});
