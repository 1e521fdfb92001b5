import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeAnswer, questionErrors } from '../../../lib/domain/answers.ts';

const anything = fc.string({ unit: 'binary', maxLength: 40 });
const words = fc
  .array(fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), minLength: 1 }), {
    minLength: 1,
    maxLength: 4,
  })
  .filter((list) => list.join('').length <= 40);

describe('3.07 spellings of one answer are one answer', () => {
  test('3.07 normalising twice is normalising once, whatever was typed', () => {
    fc.assert(
      fc.property(anything, (typed) => {
        const once = normalizeAnswer(typed);
        expect(normalizeAnswer(once)).toBe(once);
      }),
      { numRuns: 5_000 },
    );
  });

  test('3.07 every letter, mark and sign of a script with cases or accents is normalised once and for all', () => {
    const without = /[\p{C}\p{Script=Han}\p{Script=Hangul}\p{Script=Tangut}]/u;
    const unstable: string[] = [];
    for (let point = 0; point <= 0x1ffff; point++) {
      const sign = String.fromCodePoint(point);
      if (without.test(sign)) continue;
      const once = normalizeAnswer(`${sign} a${sign}b`);
      if (normalizeAnswer(once) !== once) unstable.push(`U+${point.toString(16)}`);
    }
    expect(unstable).toEqual([]);
  });

  test('3.07 Unicode forms, blanks and punctuation between and around words do not matter', () => {
    const gap = fc.constantFrom(' ', '  ', '-', ', ', '\t', '\u00a0', '\u3000', ' / ', '_', '.');
    const edge = fc.constantFrom('', ' ', '!', '"', '  ', '?', '\n');
    const form = fc.constantFrom('NFC', 'NFD', 'NFKC', 'NFKD');
    fc.assert(
      fc.property(words, gap, edge, edge, form, (list, between, before, after, unicode) => {
        const typed = `${before}${list.join(between)}${after}`.normalize(unicode);
        expect(normalizeAnswer(typed)).toBe(normalizeAnswer(list.join(' ')));
        expect(normalizeAnswer(typed.toUpperCase())).toBe(normalizeAnswer(list.join(' ')));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ['Ünal', 'U\u0308NAL'],
    ['Siobhán O’Malley', "siobhan o'malley"],
    ["O'Brien", 'OBrien'],
    ['O´Brien', 'o`brien'],
    ['Straße', 'STRASSE'],
    ['Straße', 'STRAẞE'],
    ['New-York', ' new   york. '],
    ['ﬁsh', 'FISH'],
    ['Ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
    ['Οδυσσεύς', 'ΟΔΥΣΣΕΥΣ'],
    ['Ёлка', 'елка'],
    ['İzmir', 'izmir'],
    ['한국어', '한국어'.normalize('NFD')],
    ['soft\u00adware', 'software'],
    ['zero\u200bwidth', 'zerowidth'],
  ])('3.07 %s is %s', (one, other) => {
    expect(normalizeAnswer(one)).toBe(normalizeAnswer(other));
  });
});

describe('3.07 different answers stay different', () => {
  test('3.07 other letters, digits or divisions are another answer', () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        fc.pre(one.join(' ') !== other.join(' '));
        expect(normalizeAnswer(one.join(' '))).not.toBe(normalizeAnswer(other.join('-')));
      }),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['1.12.2000', '11.2.2000'],
    ['Müller', 'Mueller'],
    ['か', 'が'],
    ['की', 'का'],
    ['New York', 'Newark'],
    ['東京', '京都'],
    ['Москва', 'Mockba'],
  ])('3.07 %s is not %s', (one, other) => {
    expect(normalizeAnswer(one)).not.toBe(normalizeAnswer(other));
  });
});

describe('3.07 what protects nothing is refused', () => {
  const pet = { question: 'Name of your first pet?', answer: 'Whiskers' };

  test.each([
    ['an answer of less than three letters or digits', [{ ...pet, answer: ' A. b! ' }], 'questions.0.answer'],
    ['an answer of signs only', [{ ...pet, answer: '***!!!' }], 'questions.0.answer'],
    [
      'an answer that is part of its question',
      [{ question: 'Is your dog called Rex?', answer: 'REX' }],
      'questions.0.answer',
    ],
    [
      'an answer given before',
      [pet, { question: 'Your second pet?', answer: 'whiskers ' }],
      'questions.1.answer',
    ],
    [
      'a question asked before',
      [pet, { question: 'name of your first pet', answer: 'Other' }],
      'questions.1.question',
    ],
    ['a question of signs only', [{ question: '???', answer: 'Whiskers' }], 'questions.0.question'],
  ])('3.07 %s', (_what, typed, path) => {
    const errors = questionErrors(typed);
    expect(errors.map((error) => error.path)).toEqual([path]);
    expect(JSON.stringify(errors).toLowerCase()).not.toMatch(/whiskers|rex/);
  });

  test('3.07 and nothing else is', () => {
    expect(questionErrors([pet, { question: 'First car?', answer: 'VW 1' }])).toEqual([]);
  });
});
