type Cell = string | number | boolean | null | undefined;

/** What spreadsheets take for the beginning of a formula, in full width too. */
const formula = '=+\\-@\\t\\r＝＋－＠';

/**
 * Where a formula may begin: at the start of a cell, blanks and quotes aside, and behind whatever another program may
 * take for the end of one (spreadsheets of some countries divide at semicolons).
 */
const beginning = new RegExp(`(?<=^|[,;\\t\\r\\n|])((?:[^\\S\\t\\r\\n]|["'\`])*)(?=[${formula}])`, 'gu');

/** Nothing but a number: no program computes anything from it. */
const plainNumber = /^-?\d{1,15}(\.\d{1,15})?$/;

/**
 * One cell of a CSV file (RFC 4180) that no spreadsheet takes for a formula: an apostrophe stands before what one
 * could begin with. Numbers stay numbers.
 */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return String(value);
  const text = String(value);
  if (plainNumber.test(text)) return text;
  const harmless = text.replace(beginning, "'$1");
  return /[",;\t\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows as one file. The mark at its beginning tells spreadsheets that it is UTF-8. */
export const csvFile = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
