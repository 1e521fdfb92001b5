import { linesOfChunks } from '../../../../lib/files/lines.ts';
import {
  type Format,
  importFile,
  mediaTypes,
  type Progress,
  type Summary,
} from '../../../../lib/files/send-file.ts';
import { csvFile } from '../../parts/csv.ts';

export type { Format, Progress };
export type RefusedRow = Summary['refused'][number];

/** By the ending of the file's name. */
export function formatOf(fileName: string): Format | undefined {
  const ending = fileName.split('.').at(-1)?.toLowerCase();
  if (ending === 'csv') return 'csv';
  return ending === 'ndjson' || ending === 'jsonl' ? 'ndjson' : undefined;
}

/** Small enough that the bar moves and cancelling is soon; large enough that a big file takes few requests. */
const rowsPerRequest = 250;
const maximumTries = 6;
const longestWait = 30_000;

export interface Import {
  readonly format: Format;
  /** The file's text; read twice, once to count its rows. */
  readonly read: () => AsyncIterable<string>;
  readonly send: (document: Blob) => Promise<Summary>;
  /** Milliseconds to wait before the same rows are sent again, or `undefined` if that would not help. */
  readonly again: (error: unknown, tries: number) => number | undefined;
  readonly wait: (milliseconds: number) => Promise<void>;
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
    send: (document) => patiently(order, new Blob([document], { type: mediaTypes[order.format] })),
    onRefused: order.onRefused,
    onProgress: (progress) => order.onProgress({ ...progress }, total),
  });
}

/** A row that was written before the answer was lost is found unchanged: sending it again does no harm. */
async function patiently({ send, again, wait }: Import, document: Blob): Promise<Summary> {
  for (let tries = 1; ; tries++) {
    try {
      return await send(document);
    } catch (error) {
      const pause = tries < maximumTries ? again(error, tries) : undefined;
      if (pause === undefined) throw error;
      await wait(pause);
    }
  }
}

/** Trying again helps where no answer came, where the service asks for patience, and where it failed. */
export function pauseBefore(
  { status, retryAfterSeconds }: { readonly status: number; readonly retryAfterSeconds?: number | undefined },
  tries: number,
): number | undefined {
  if (status !== 0 && status !== 429 && status < 500) return undefined;
  return Math.min(longestWait, retryAfterSeconds ? retryAfterSeconds * 1000 : 250 * 2 ** tries);
}

/** The refused rows as a file: a CSV that any spreadsheet opens. */
export const refusedCsv = (rows: readonly RefusedRow[]): string =>
  csvFile([['line', 'code', 'reason'], ...rows.map(({ line, code, reason }) => [line, code, reason])]);
