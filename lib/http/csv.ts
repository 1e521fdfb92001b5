import { parse } from 'csv-parse/sync';
import { Problem } from '../domain/problems.ts';

/**
 * The non-empty lines of a document, numbered from 1. A row is a line: no field may contain a line break, so an
 * unclosed quote costs only its own row.
 */
export function* linesOf(text: string): Generator<{ readonly line: number; readonly text: string }> {
  for (let line = 1, from = 0; from < text.length; line++) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    const row = text.slice(from, end).replace(/\r$/, '');
    from = end + 1;
    if (row.trim() !== '') yield { line, text: row };
  }
}

/**
 * The values of one line (RFC 4180).
 *
 * @throws Problem `invalid-request`
 */
export function csvValues(line: string): string[] {
  try {
    const [values = []] = parse(line, { relax_column_count: true }) as string[][];
    return values;
  } catch {
    throw new Problem('invalid-request', 'The line is not valid CSV: a quote is unclosed or inside a value.');
  }
}
