import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskEmail } from '../../lib/domain/masking.ts';

const letters = fc.constantFrom(...'abcxyz0189._+ö字');
const part = fc.string({ unit: letters, minLength: 2, maxLength: 20 });
const host = fc.string({ unit: fc.constantFrom(...'abcxyz09-'), minLength: 2, maxLength: 20 });
const ending = fc.constantFrom('.org', '.example', '.co.uk', '.com');

describe('a masked address', () => {
  test('shows the first letter of name and host and the ending, and nothing that tells their length', () => {
    fc.assert(
      fc.property(part, part, host, host, ending, (local, otherLocal, name, otherName, ending) => {
        const first = (text: string): string => [...text][0] ?? '';
        const masked = maskEmail(`${local}@${name}${ending}`);
        expect(masked).toBe(maskEmail(`${first(local)}${otherLocal}@${first(name)}${otherName}${ending}`));
        const last = ending.slice(ending.lastIndexOf('.'));
        expect(masked).toBe(`${first(local)}•••@${first(name)}•••${last}`);
      }),
    );
  });

  test('is made of anything without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(maskEmail(text)).toContain('•••@');
        expect(maskEmail(text).length).toBeLessThanOrEqual(text.length + 7);
      }),
    );
  });

  test.each([
    ['person@example.org', 'p•••@e•••.org'],
    ['p@x.org', 'p•••@x•••.org'],
    ['anna@mail.example.co.uk', 'a•••@m•••.uk'],
  ])('%s is %s', (email, masked) => expect(maskEmail(email)).toBe(masked));
});
