import type { Measured, Table } from '../groups/group.ts';
import type { Machine } from './machine.ts';
import { cellsOf, columns } from './printed.ts';

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

export const markdownTable = ({ columns: heads, rows }: Pick<Table, 'columns' | 'rows'>): string =>
  [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n');

interface About {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly seconds: number;
}

export function performancePage(about: About, measured: readonly Measured[]): string {
  const { processor, cores, memoryGigabytes, node, platform, load } = about.machine;
  const rows = measured.flatMap((group) => group.rows ?? []).map(cellsOf);
  const tables = measured.flatMap((group) => group.tables ?? []);
  const parts = [
    `# Performance

Made by \`npm run bench\` and by nothing else: ${about.date.slice(0, 10)}, commit ${about.commit}, in ${about.seconds} s on ${cores} cores of
"${processor}" with ${memoryGigabytes} GB (${platform}, Node ${node.slice(1)}, load ${load} at the end). \`npm run bench -- --list\` names the groups,
\`npm run bench <group>\` runs one, \`--quick\` a short one; both print and write \`dist/bench.json\`, and leave this page alone.

Times are of this machine and of Amazon's DynamoDB Local on it: ratios were measured in one run, the contenders taking
turns, and are medians. Calls and units are counted and hold anywhere; units of transactions and of refused writes are
counted from the items' sizes, because DynamoDB Local reports those wrongly.`,
    `## Budgets\n\n${markdownTable({ columns, rows })}`,
    ...tables.map(
      (table) => `## ${table.title}\n\n${markdownTable(table)}${table.note ? `\n\n${table.note}` : ''}`,
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Puts a table between the two marks that carry this name. */
export function withTable(text: string, name: string, table: string): string {
  const marks = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`] as const;
  const [from, to] = marks.map((mark) => text.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from)
    throw new Error(`No marks for ${name}`);
  return `${text.slice(0, from + marks[0].length)}\n${table}\n${text.slice(to)}`;
}
