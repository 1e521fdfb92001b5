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

export interface Patience {
  /** Milliseconds to wait before the same rows are sent again, or `undefined` if that would not help. */
  readonly again: (error: unknown, tries: number) => number | undefined;
  /** How time passes between two tries. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
}

const maximumTries = 8;
const longestWait = 30_000;

/** Sends rows until an answer comes. A row that was written before the answer was lost is found unchanged: sending it again does no harm. */
export async function patiently<T>(send: () => Promise<T>, { again, wait }: Patience): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await send();
    } catch (error) {
      const pause = tries < maximumTries ? again(error, tries) : undefined;
      if (pause === undefined) throw error;
      await wait(pause);
    }
  }
}

/**
 * Trying again helps where no answer came, where the service asks for patience, and where it failed.
 *
 * @param status 0: no answer came
 */
export function pauseBefore(
  { status, retryAfterSeconds }: { readonly status: number; readonly retryAfterSeconds?: number | undefined },
  tries: number,
): number | undefined {
  if (status !== 0 && status !== 429 && status < 500) return undefined;
  return Math.min(longestWait, retryAfterSeconds ? retryAfterSeconds * 1000 : 250 * 2 ** tries);
}
