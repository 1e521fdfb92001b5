import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const text = readFileSync('SECURITY.md', 'utf8');

interface Reference {
  readonly file: string;
  readonly titles: readonly string[];
}

/** A link to a test, and the titles that stand quoted behind it up to the next link or row. */
const referencesIn = (document: string): Reference[] =>
  [...document.matchAll(/\]\((test\/[^)]+\.test\.ts)\)([^[\n|]*)/g)].map(([, file = '', rest = '']) => ({
    file,
    titles: [...rest.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  }));

/** What of these is not there. */
const missing = (references: readonly Reference[]): string[] =>
  references.flatMap(({ file, titles }) => {
    const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return titles.length === 0 || source === ''
      ? [`${file}: ${titles.length} titles`]
      : titles.filter((title) => !source.includes(title)).map((title) => `${file}: ${title}`);
  });

describe('SECURITY.md', () => {
  test('names tests that exist, by titles that they have', () => {
    const references = referencesIn(text).filter(({ file }) => !file.endsWith('security-document.test.ts'));
    expect(references.length).toBeGreaterThan(80);
    expect(missing(references)).toEqual([]);
  });

  test('and a title that no test has would be found', () => {
    const invented = '[x](test/races/one-code.test.ts) “of two callers both are accepted”';
    expect(missing(referencesIn(invented))).toHaveLength(1);
    expect(missing(referencesIn('[x](test/none.test.ts) “anything”'))).toHaveLength(1);
  });

  test('names only existing parts of `npm run prove`', () => {
    const named = [...text.matchAll(/`npm run prove (\w+)`/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(2);
    const parts = readdirSync('test/prove/parts').map((file) =>
      readFileSync(`test/prove/parts/${file}`, 'utf8'),
    );
    expect(named.filter((name) => !parts.some((part) => part.includes(`name: '${name}'`)))).toEqual([]);
  });

  test('names other files that exist', () => {
    const links = [...text.matchAll(/\]\(((?:docs|lib|test|web)\/[^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
