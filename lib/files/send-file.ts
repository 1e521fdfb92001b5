import { batchesOf, type Line, linesOfChunks } from './lines.ts';

export type Format = 'csv' | 'ndjson';

export const mediaTypes = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The answer of `POST /v1/users/import`. */
export interface Summary {
  readonly rows: number;
  readonly created: number;
  readonly unchanged: number;
  readonly refused: readonly { readonly line: number; readonly code: string; readonly reason: string }[];
  readonly nextLine?: number;
}

export interface Progress {
  rows: number;
  created: number;
  unchanged: number;
  refused: number;
}

export interface Run {
  readonly format: Format;
  readonly rowsPerRequest: number;
  /** Sends one document. */
  readonly send: (document: string) => Promise<Summary>;
  /** Called for each refused row, with its line in the file. */
  readonly onRefused: (row: Summary['refused'][number]) => void;
  readonly onProgress: (progress: Readonly<Progress>) => void;
}

/**
 * Imports a file of any size, request by request. It may be stopped at any moment and started again: users imported
 * earlier are then reported as unchanged.
 */
export async function importFile(chunks: AsyncIterable<string>, run: Run): Promise<Progress> {
  const progress: Progress = { rows: 0, created: 0, unchanged: 0, refused: 0 };
  const lines = linesOfChunks(chunks);
  const header: Line[] = [];
  if (run.format === 'csv') {
    const { value } = await lines.next();
    if (!value) throw new Error('The file is empty. Its first line must name the columns.');
    header.push(value);
  }
  for await (const batch of batchesOf(lines, run.rowsPerRequest)) {
    for (let rest = batch; rest.length > 0; ) {
      const document = [...header, ...rest];
      const summary = await run.send(document.map(({ text }) => `${text}\n`).join(''));
      const numberOf = (line: number): number => document[line - 1]?.line ?? 0;
      for (const row of summary.refused) run.onRefused({ ...row, line: numberOf(row.line) });
      progress.rows += summary.rows;
      progress.created += summary.created;
      progress.unchanged += summary.unchanged;
      progress.refused += summary.refused.length;
      run.onProgress(progress);
      if (summary.rows === 0)
        throw new Error(`The service accepts no rows from line ${numberOf(header.length + 1)} on.`);
      rest = summary.nextLine === undefined ? [] : document.slice(summary.nextLine - 1);
    }
  }
  return progress;
}
