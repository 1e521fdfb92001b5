import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A number or document that a text names. */
export interface Citation {
  readonly file: string;
  readonly line: number;
  /** In one spelling: `2.11`, `P.17`, `D1`, `G11`, `rule 8`, `seed 003`, `decision 23`, or the name of a document. */
  readonly cited: string;
}

/** One feature as docs/features.md has it. */
export interface Feature {
  readonly number: string;
  readonly where: string;
  readonly test: string;
}

const folders = ['lib', 'functions', 'web', 'cdk', 'local', 'tools', 'build', 'bench', 'test', 'docs'];
const rootFiles = ['README.md', 'SECURITY.md', 'infra.config.ts'];
const textual = /\.(tsx?|md)$/;
/** Pages of figures. What has two decimals there is a measurement. */
const figures = /^(docs\/(performance|proof|cost-and-limits)\.md|bench\/prices\.ts)$/;

/** Every text of the project that may name a number. */
export function texts(): { file: string; text: string }[] {
  const found = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return [...rootFiles, ...found]
    .filter((file) => textual.test(file) && !file.includes('node_modules'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

/** `2.11`. Versions and addresses have more parts; code weighs and measures in decimals, so there only texts count. */
const decimals = /(?<![\w.$#%]|§ ?|section )[0-3]\.\d{2}(?![\w%]|\.\d| ×)/g;
const lettered = /(?<![\w.$#/%-])(?:[PN]\.\d{2}|[DG]\d{1,2})(?!\w|\.\d)/g;
const worded = /\b(rule|seed|decision)s? \[?(\d+)(?:(-| and |, )(\d+))?(?![\w.]*\d)/gi;
const documents = /(?<![\w/.$}-])(?:[\w.-]+\/)*[\w-]+\.md\b/g;

/** The numbers and documents that one file names. */
export function citationsIn(file: string, text: string): Citation[] {
  return text.split('\n').flatMap((line, at) => {
    const numbers = figures.test(file) ? [] : [...line.matchAll(decimals)];
    return [
      ...numbers.filter(({ index }) => file.endsWith('.md') || isText(line, index)).map(([number]) => number),
      ...[...line.matchAll(lettered)].map(([number]) => number),
      ...[...line.matchAll(worded)].flatMap(([, word = '', from = '', joined, to]) =>
        numbersOf(from, joined, to).map((number) => `${word.toLowerCase()} ${number}`),
      ),
      ...[...line.matchAll(documents)].map(([name]) => name),
    ].map((cited) => ({ file, line: at + 1, cited }));
  });
}

/** Whether this place of a line of code is in a comment or in a quoted text. */
function isText(line: string, index: number): boolean {
  const before = line.slice(0, index);
  if (/^\s*(\*|\/\*|\/\/)|\/\*|\s\/\//.test(before)) return true;
  return ["'", '"', '`'].some((quote) => before.split(quote).length % 2 === 0);
}

function numbersOf(from: string, joined: string | undefined, to: string | undefined): string[] {
  if (to === undefined) return [from];
  if (joined !== '-') return [from, to];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => String(Number(from) + at));
}

/** The features of docs/features.md: rows of three cells behind a number. */
export const featuresIn = (document: string): Feature[] =>
  [
    ...document.matchAll(
      /^\| ([\w.]+) \|[^|]+\| \[[^\]]+\]\(\.\.\/([^)]+)\) \| \[[^\]]+\]\(\.\.\/([^)]+)\) \|$/gm,
    ),
  ].map(([, number = '', where = '', test = '']) => ({ number, where, test }));

/** Every number that docs/features.md and docs/rules.md explain, and every decision. */
export function explained(features: string, rules: string): Set<string> {
  const rows = [...`${features}\n${rules}`.matchAll(/^\| ((?:rule )?[\w.]+) \|/gm)].map(([, id = '']) => id);
  const seeds = [...features.matchAll(/^## Seed (\d{3})/gm)].map(([, number]) => `seed ${number}`);
  const decisions = readdirSync('docs/decisions').map((name) => `decision ${Number(name.slice(0, 4))}`);
  return new Set([...rows, ...seeds, ...decisions]);
}

/** Whether a citation leads somewhere in this repository. */
export const resolves = ({ file, cited }: Citation, known: ReadonlySet<string>): boolean =>
  cited.endsWith('.md')
    ? [cited, join(dirname(file), cited), join('docs', cited)].some((path) => existsSync(path))
    : known.has(cited);

/** Whether a text names a number, by itself or within a range such as `1.10-1.13`. */
export function names(text: string, number: string): boolean {
  const [group, place] = [number.slice(0, 2), Number(number.slice(2))];
  const ranges = [...text.matchAll(/\b([0-3]\.)(\d{2})[-–][0-3]\.(\d{2})\b/g)];
  return (
    new RegExp(`(?<![\\w.])${number.replace('.', '\\.')}(?!\\w|\\.\\d)`).test(text) ||
    ranges.some(([, of, from, to]) => of === group && Number(from) <= place && place <= Number(to))
  );
}
