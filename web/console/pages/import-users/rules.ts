import { linesOfChunks } from '../../../../lib/files/lines.ts';
import {
  type Format,
  importFile,
  mediaTypes,
  type Patience,
  type Progress,
  patiently,
  pauseBefore,
  type Summary,
} from '../../../../lib/files/send-file.ts';
import { csvFile } from '../../parts/csv.ts';

export type { Format, Progress };
export { pauseBefore };
export type RefusedRow = Summary['refused'][number];

/** By the ending of the file's name. */
export function formatOf(fileName: string): Format | undefined {
  const ending = fileName.split('.').at(-1)?.toLowerCase();
  if (ending === 'csv') return 'csv';
  return ending === 'ndjson' || ending === 'jsonl' ? 'ndjson' : undefined;
}

/** Small enough that the bar moves and cancelling is soon; large enough that a big file takes few requests. */
const rowsPerRequest = 250;

export interface Import extends Patience {
  readonly format: Format;
  /** The file's text; read twice, once to count its rows. */
  readonly read: () => AsyncIterable<string>;
  readonly send: (document: Blob) => Promise<Summary>;
  readonly onProgress: (progress: Readonly<Progress>, total: number) => void;
  readonly onRefused: (row: RefusedRow) => void;
}

/** Imports a file in parts. What was imported stays so, whatever ends it. */
export async function runImport(order: Import): Promise<Progress> {
  let total = order.format === 'csv' ? -1 : 0;
  for await (const _ of linesOfChunks(order.read())) total++;
  const nothing: Progress = { rows: 0, created: 0, unchanged: 0, refused: 0 };
  if (total <= 0) return nothing;
  order.onProgress(nothing, total);
  return importFile(order.read(), {
    format: order.format,
    rowsPerRequest,
    send: (document) => {
      const body = new Blob([document], { type: mediaTypes[order.format] });
      return patiently(() => order.send(body), order);
    },
    onRefused: order.onRefused,
    onProgress: (progress) => order.onProgress({ ...progress }, total),
  });
}

/** The refused rows as a file: a CSV that any spreadsheet opens. */
export const refusedCsv = (rows: readonly RefusedRow[]): string =>
  csvFile([['line', 'code', 'reason'], ...rows.map(({ line, code, reason }) => [line, code, reason])]);
