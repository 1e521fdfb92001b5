import type { Row, Table } from '../groups/group.ts';
import { type Check, holds, written } from '../measure/checks.ts';

export function verdictOf({ checks, notRun }: Row): 'holds' | 'misses' | 'not run' {
  if (checks.length > 0 && checks.every(holds)) return 'holds';
  return notRun ? 'not run' : 'misses';
}

const signs = { 'at most': '≤ ', 'at least': '≥ ', exactly: '' } as const;

const limitOf = ({ bound, limit, what }: Check): string => `${signs[bound]}${written(limit)} ${what}`;

const figureOf = ({ value, what }: Check): string => `${written(value)} ${what}`;

export const columns = ['what', 'budget', 'figure', 'verdict', 'how'] as const;

/** Budget and figure in the same words, in the same order. */
export const cellsOf = (row: Row): string[] => [
  row.what,
  row.checks.map(limitOf).join(', '),
  row.checks.map(figureOf).join(', '),
  verdictOf(row),
  row.note ?? '',
];

export function printed(rows: readonly Row[], tables: readonly Table[]): string {
  const cells = rows.map(cellsOf);
  const parts =
    rows.length > 0 ? [aligned([columns.slice(0, 4), ...cells.map((row) => row.slice(0, 4))])] : [];
  for (const { title, columns: heads, rows: body } of tables)
    parts.push(`${title}\n${aligned([heads, ...body])}`);
  return `\n${parts.join('\n\n')}\n`;
}

function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, place) =>
    Math.max(...lines.map((line) => line[place]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, place) => cell.padEnd(widths[place] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
