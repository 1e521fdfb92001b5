import { describe, expect, test } from 'vitest';
import { phrases, phrasesIn } from '../../build/words.ts';
import { de } from '../../lib/delivery/templates/de.ts';
import { en } from '../../lib/delivery/templates/en.ts';
import { texts } from './citations.ts';

const own = 'test/architecture/words.test.ts';
const facts = {
  displayName: 'Ada Okafor',
  issuer: 'Example',
  link: 'https://example.org/setup',
  time: 'March 2, 2026',
  backupCodesRemaining: 1,
  few: true,
  hasNewCodes: true,
  openings: 2,
  label: 'Phone',
  until: 'March 3, 2026',
  userId: 'ada',
  fields: ['email', 'phone', 'twoFactorRequired'],
  pin: true,
  code: '123456',
  transaction: 'Pay 10 EUR',
};
const paragraphsOf = ({ templates }: typeof en): string[][] =>
  Object.values(templates).map((template) => [...template(facts).paragraphs]);

/** For each phrase, a line that has it; none of the lines has two. */
const examples = [
  'a class that there is',
  'It stands in the audit.',
  'The filters stand in the address.',
  'Code and key stand in for it.',
  'Ask whoever runs the service.',
  'Whoever holds it may redeem it.',
  'A role that frees nobody.',
  'The old set dies.',
  'An operator has begun it.',
  'Enroll the user anew.',
  '/** Who signs in. */',
  '// Of a key: its parameters.',
  'Reset it only for who has lost access.',
  'A user of whom nobody asks for a factor.',
  'The user is told.',
  'A service that judges codes.',
  'one in a thousand million',
  'Small letters only.',
  'store, keys, time and chance',
  'After a crash nobody lived to write it.',
  'What is more, it is fast.',
  'Users who expire within so many hours.',
  'A row that is there already.',
  'They keep house there.',
  'Der alte Satz stirbt.',
] as const;

describe('words', () => {
  test('no text has a phrase that must not come back', () => {
    const found = texts()
      .filter(({ file }) => file !== own && file !== 'build/words.ts')
      .flatMap(({ file, text }) => phrasesIn(file, text));
    expect(found).toEqual([]);
  });

  test('every phrase is found in its example', () => {
    const found = examples.map((line) => phrases.findIndex(([pattern]) => pattern.test(line)));
    expect(found).toEqual(phrases.map((_, place) => place));
  });

  test('a finding names file, line and better words', () => {
    expect(phrasesIn('lib/x.ts', 'fine\nIt is begun.')).toEqual(['lib/x.ts:2: "is begun": write started']);
  });

  test('every paragraph of an English mail starts with a capital', () => {
    for (const paragraph of paragraphsOf(en).flat()) expect(paragraph).toMatch(/^[A-Z]/);
  });

  test('a German mail goes on in lower case after the greeting, unless with a noun or the reader', () => {
    for (const [first = ''] of paragraphsOf(de)) expect(first).toMatch(/^([a-zäöü]|Ihr |Sie )/);
  });
});
