export interface Line {
  /** In the file, from 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * A row with all fields at their longest is far shorter; a longer line of a large file is cut here and refused by the
 * service.
 */
const longestLine = 16 * 1024;

/**
 * Splits text into its non-empty lines. A row is a line: no field may contain a line break, so an unclosed quote
 * costs only its own row.
 */
function lineReader(longest = Number.POSITIVE_INFINITY) {
  let rest = '';
  let number = 0;
  const cut = (text: string): Line => ({ line: ++number, text: text.replace(/\r$/, '').slice(0, longest) });
  const holdsSomething = ({ text }: Line): boolean => text.replace('\uFEFF', '').trim() !== '';
  return {
    *read(chunk: string): Generator<Line> {
      const parts = (rest + chunk).split('\n');
      rest = (parts.pop() ?? '').slice(0, longest + 1);
      for (const part of parts) {
        const line = cut(part);
        if (holdsSomething(line)) yield line;
      }
    },
    *end(): Generator<Line> {
      yield* [cut(rest)].filter(holdsSomething);
    },
  };
}

/** The lines of a document. */
export function* linesOf(document: string): Generator<Line> {
  const reader = lineReader();
  yield* reader.read(document);
  yield* reader.end();
}

/** The lines of a file. However large the file or a line is, little of it is held in memory. */
export async function* linesOfChunks(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  const reader = lineReader(longestLine);
  for await (const chunk of chunks) yield* reader.read(chunk);
  yield* reader.end();
}

/** Cuts lines into requests of a bounded number of rows, each request below the service's limit of 4 MB. */
export async function* batchesOf(lines: AsyncIterable<Line>, rows: number): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  let size = 0;
  for await (const line of lines) {
    if (batch.length === rows || size > longestBatch) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(line);
    size += line.text.length;
  }
  if (batch.length > 0) yield batch;
}

/** Characters; one of them takes up to three bytes. */
const longestBatch = 1024 * 1024;
