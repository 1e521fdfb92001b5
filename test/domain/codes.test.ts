import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCode } from '../../lib/domain/codes.ts';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const either = crockford + crockford.toLowerCase();
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 10 });
const backupCode = fc.string({ unit: fc.constantFrom(...crockford), minLength: 16, maxLength: 16 });
const blanks = fc.array(fc.constantFrom('', ' ', '-', ' - '), { minLength: 17, maxLength: 17 });

const spaced = (code: string, between: readonly string[]): string =>
  [...code].map((letter, place) => (between[place] ?? '') + letter).join('') + (between[16] ?? '');

describe('rule 4: a typed code', () => {
  test('of 4 to 10 digits is what is left without spaces and hyphens, wherever they stand', () => {
    fc.assert(
      fc.property(digits, blanks, (value, between) => {
        expect(parseCode(spaced(value, between))).toEqual({ kind: 'otp', value });
      }),
    );
  });

  test('from the backup list is read in groups or not, in lower or upper case', () => {
    fc.assert(
      fc.property(backupCode, blanks, fc.boolean(), (value, between, small) => {
        const typed = spaced(small ? value.toLowerCase() : value, between);
        expect(parseCode(typed)).toEqual({ kind: 'look-up', value });
      }),
    );
  });

  test('that is anything else is refused, never repaired and never a fault', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'012 -٣３²\t\n.+eOIlUſﬁß'), maxLength: 20 }),
    );
    fc.assert(
      fc.property(odd, (typed) => {
        const stripped = typed.replaceAll(' ', '').replaceAll('-', '');
        const isDigits = /^[0-9]{4,10}$/.test(stripped);
        const isBackup = stripped.length === 16 && [...stripped].every((c) => either.includes(c));
        expect(parseCode(typed) !== undefined).toBe(isDigits || isBackup);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '٣٣٣٣٣٣',
    '１２３４５６',
    '123\u00a0456',
    '123\t456',
    '123\n456',
    '123456\n',
    '123456\n789',
    '+123456',
    '1e5555',
    '12.456',
    '',
    '   ',
    '123',
    'ABCDEFGHJKMNPQ\ufb06',
    'ABCDEFGHJKMNPQR\u017f',
  ])('such as %o is refused', (typed) => expect(parseCode(typed)).toBeUndefined());
});
