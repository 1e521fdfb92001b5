import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { citationsIn, explained, featuresIn, names, resolves, texts } from './citations.ts';

const features = readFileSync('docs/features.md', 'utf8');
const known = explained(features, readFileSync('docs/rules.md', 'utf8'));

/** Tests that name what does not exist on purpose. */
const planted = /^test\/architecture\/(citations|documents)/;

/** The citations of a text that lead nowhere, in sentences. */
const unknownIn = (file: string, text: string): string[] =>
  citationsIn(file, text)
    .filter((citation) => !resolves(citation, known))
    .map(({ line, cited }) => `${file}:${line} names ${cited}, which no page of docs/ explains`);

describe('citations', () => {
  test('every number and document that a text names is explained in this repository', () => {
    const all = texts().filter(({ file }) => !planted.test(file));
    expect(all.flatMap(({ file, text }) => citationsIn(file, text)).length).toBeGreaterThan(2000);
    expect(all.flatMap(({ file, text }) => unknownIn(file, text))).toEqual([]);
  });

  test('every feature names a file that exists and a test that names the feature', () => {
    const rows = featuresIn(features);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter(({ where, test }) => !existsSync(where) || !existsSync(test))).toEqual([]);
    const silent = rows.filter(({ number, test }) => !names(readFileSync(test, 'utf8'), number));
    expect(silent.map(({ number, test }) => `${test} does not name ${number}`)).toEqual([]);
  });

  test('no code names a feature that is not built', () => {
    const unbuilt = explained(features.slice(features.indexOf('## Not built')), '');
    expect(unbuilt).toContain('P.24');
    const named = texts()
      .filter(({ file }) => !file.endsWith('.md') && !planted.test(file))
      .flatMap(({ file, text }) => citationsIn(file, text))
      .filter(({ cited }) => /^[A-Z]/.test(cited) && unbuilt.has(cited));
    expect(named).toEqual([]);
  });

  test('no number is explained twice', () => {
    const numbers = featuresIn(features).map(({ number }) => number);
    expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
  });
});

describe('the look at citations', () => {
  test.each([
    ['// Shown by 3.77 alone.', '3.77'],
    ["test('2.99 is refused', () => {});", '2.99'],
    [' * See P.77 and N.02.', 'P.77'],
    ['// D1, D77', 'D77'],
    ['// G77', 'G77'],
    ['// Rule 77: never.', 'rule 77'],
    ['// rules 2 and 77', 'rule 77'],
    ['// rules 15-17', 'rule 17'],
    ["// seed 004's screen", 'seed 004'],
    ['// decision 77', 'decision 77'],
    ['// 1.16-1.99', '1.99'],
    ['// as gone.md says', 'gone.md'],
  ])('finds what leads nowhere in %s', (line, cited) => {
    expect(unknownIn('lib/planted.ts', `\n${line}`)).toEqual([
      `lib/planted.ts:2 names ${cited}, which no page of docs/ explains`,
    ]);
  });

  test.each([
    'const weight = 0.35;',
    '// Version 2.99.1, section 3.77, § 3.77, 10.3.77.1',
    "'0.5 read units, 2.35 × faster'",
    '// rule 8, 1.16-1.19, rules 1-4, D1, G11, seed 003, decision 23, SECURITY.md, performance.md',
  ])('passes over %s', (line) => {
    expect(unknownIn('lib/planted.ts', line)).toEqual([]);
  });

  test('sees a number within a range', () => {
    expect(names('1.10-1.13 a reset', '1.11')).toBe(true);
    expect(names('1.10-1.13 a reset', '1.14')).toBe(false);
    expect(names('12.11', '2.11')).toBe(false);
  });
});
