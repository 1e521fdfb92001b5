import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Measured } from '../groups/group.ts';
import { commit, machine } from './machine.ts';
import { markdownTable, performancePage, withTable } from './markdown.ts';
import { verdictOf } from './printed.ts';

export interface Run {
  readonly measured: ReadonlyMap<string, Measured>;
  readonly seconds: number;
  readonly quick: boolean;
  /** All groups at their full size. */
  readonly whole: boolean;
}

const root = new URL('../../', import.meta.url);
const pathOf = (file: string): string => fileURLToPath(new URL(file, root));
const page = 'docs/performance.md';
const costs = 'docs/cost-and-limits.md';

/**
 * JSON after every run; the committed page only after a complete one, so that it holds one run on one machine. The
 * page of costs shows counted figures, the same on every machine: any run at full size writes it.
 */
export function writeReport({ measured, seconds, quick, whole }: Run): void {
  const about = { date: new Date().toISOString(), commit: commit(page, costs), machine: machine(), seconds };
  const groups = [...measured].map(([name, { rows = [], tables = [] }]) => ({
    name,
    rows: rows.map((row) => ({ ...row, verdict: verdictOf(row) })),
    tables,
  }));
  mkdirSync(pathOf('dist'), { recursive: true });
  writeFileSync(
    pathOf('dist/bench.json'),
    `${JSON.stringify({ ...about, quick, whole, groups }, null, 2)}\n`,
  );
  if (whole) writeFileSync(pathOf(page), performancePage(about, [...measured.values()]));
  if (quick) return;
  const shown = [...measured.values()].flatMap((group) => Object.entries(group.shown ?? {}));
  const text = shown.reduce(
    (before, [mark, table]) => withTable(before, mark, markdownTable(table)),
    readFileSync(pathOf(costs), 'utf8'),
  );
  writeFileSync(pathOf(costs), text);
}
