import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultSettings, describedRanges } from '../../lib/domain/settings.ts';

const pages = [
  'README.md',
  'SECURITY.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const read = (page: string): string => readFileSync(page, 'utf8');

/** The anchor that a heading gets where the pages are shown. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
const anchorsIn = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Links of a page that lead to no file, or to no heading of it. */
const deadLinks = (page: string, text: string): string[] =>
  [...text.matchAll(/(?:\]\(|src=")((?!https?:)[^)"\s]+)[)"]/g)]
    .map(([, link = '']) => link)
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      return !existsSync(target) || (anchor !== undefined && !anchorsIn(target).includes(anchor));
    })
    .map((link) => `${page} links to ${link}`);

describe('links between documents', () => {
  test('lead to files and headings that exist', () => {
    expect(pages.length).toBeGreaterThan(30);
    expect(pages.flatMap((page) => deadLinks(page, read(page)))).toEqual([]);
  });

  test('would be found where they do not', () => {
    const text = '[a](none.md) [b](rules.md#none) [c](rules.md#goals) [d](https://example.com/none.md)';
    expect(deadLinks('docs/planted.md', text)).toEqual([
      'docs/planted.md links to none.md',
      'docs/planted.md links to rules.md#none',
    ]);
  });
});

/** `lib/domain/lockout.ts` or `web/shared/`, also with alternatives: `test/races/{one-code,every-type}.test.ts`. */
const pathPattern =
  /`((?:lib|functions|web|cdk|local|build|tools|test|bench|docs)\/[\w./-]*(?:\{[\w,.-]+\}[\w./-]*)?)`/g;
const pathsIn = (text: string): string[] =>
  [...text.matchAll(pathPattern)].flatMap(([, path = '']) => {
    const [, before = '', names, after = ''] = /^(.*)\{(.+)\}(.*)$/.exec(path) ?? [];
    return names === undefined ? [path] : names.split(',').map((name) => before + name + after);
  });

describe('what pages say of the code', () => {
  test('files and folders that they name exist', () => {
    const named = pages.flatMap((page) => pathsIn(read(page)).map((path) => ({ page, path })));
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter(({ path }) => !existsSync(path))).toEqual([]);
    expect(pathsIn('`lib/none/{a,b}.ts`')).toEqual(['lib/none/a.ts', 'lib/none/b.ts']);
  });

  test('the page of configuration lists every setting with its default and range', () => {
    const rows = [...read('docs/configuration.md').matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$/gm)];
    const listed = rows.map(([, name = '', value = '', allowed = '']) => {
      const range = Object.hasOwn(describedRanges, name) ? allowed.split(', 0 =')[0] : 'text';
      const zero = allowed.includes(', 0 =') ? ' or 0' : '';
      return `${name}: ${value}, ${range}${zero}`;
    });
    const wanted = Object.entries(defaultSettings).map(([name, value]) => {
      const range = describedRanges[name];
      const zero = range?.zeroMeansNever ? ' or 0' : '';
      return `${name}: ${value}, ${range ? `${range.least} – ${range.most}` : 'text'}${zero}`;
    });
    expect(listed).toEqual(wanted);
  });

  test('every word of the glossary is in the file that it names', () => {
    const rows = [...read('docs/glossary.md').matchAll(/\| `(\w+)` in \[[^\]]+\]\(\.\.\/([^)]+)\) \|$/gm)];
    expect(rows.length).toBeGreaterThan(40);
    const missing = rows.filter(([, word, file = '']) => !new RegExp(`\\b${word}\\b`).test(read(file)));
    expect(missing.map(([, word, file]) => `${file} has no ${word}`)).toEqual([]);
  });

  test('no sentence is on two pages', () => {
    const written = pages.filter((page) => !/^docs\/(performance|proof)\.md$/.test(page));
    const sentences = written.flatMap((page) =>
      read(page)
        .replaceAll(/```[\s\S]*?```/g, '')
        .split(/(?<=[.:!?])\s+(?=[A-Z[*`])|\n\n|\n[-|] ?/)
        .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
        .filter((sentence) => sentence.length > 60 && !sentence.includes(']('))
        .map((sentence) => ({ page, sentence })),
    );
    expect(sentences.length).toBeGreaterThan(300);
    const seen = new Map<string, string>();
    const twice = sentences.filter(({ page, sentence }) => {
      const first = seen.get(sentence);
      seen.set(sentence, page);
      return first !== undefined && first !== page;
    });
    expect(twice).toEqual([]);
  });
});
