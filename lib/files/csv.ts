import { parse } from 'csv-parse/sync';
import { type Line, linesOf } from './lines.ts';

export interface CsvRow {
  /** In the document, from 1. */
  readonly line: number;
  /** In the order of the header; a refused row has as many as were read. */
  readonly values: readonly string[];
  /** Why the row cannot be read. It never repeats the row's content. */
  readonly refusal?: string;
}

export interface CsvTable {
  /** The values of the first line, which name the columns. */
  readonly header: readonly string[];
  readonly rows: Iterable<CsvRow>;
}

/**
 * Reads a CSV document (RFC 4180) whose first line names the columns. Its rows are read on demand, one by one.
 *
 * @param trim drop the blanks around values
 */
export function readCsv(document: string, { trim = false } = {}): CsvTable {
  const lines = linesOf(document.replace(/^\uFEFF/, ''));
  const { value: first } = lines.next();
  const header = valuesOf(first?.text ?? '', trim) ?? [];
  return { header, rows: rowsBelow(header.length, lines, trim) };
}

function* rowsBelow(columns: number, lines: Iterable<Line>, trim: boolean): Generator<CsvRow> {
  for (const { line, text } of lines) {
    const values = valuesOf(text, trim);
    if (!values) {
      const refusal = 'The line is not valid CSV: a quote is unclosed or inside a value.';
      yield { line, values: [], refusal };
    } else if (values.length !== columns) {
      const refusal = `The line has ${values.length} values; the first line names ${columns} columns.`;
      yield { line, values, refusal };
    } else yield { line, values };
  }
}

/** The values of one line, or `undefined` if it is not CSV. */
function valuesOf(line: string, trim: boolean): string[] | undefined {
  try {
    const [values = []] = parse(line, { relax_column_count: true, trim }) as string[][];
    return values;
  } catch {
    return undefined;
  }
}
