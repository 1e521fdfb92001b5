export interface Line {
  /** In the file, from 1. */
  readonly number: number;
  readonly text: string;
}

/** A row with all fields at their longest is far shorter; a longer one is cut here and refused by the service. */
const longestLine = 16 * 1024;

/** The non-empty lines of a file. However large the file or a line is, little of it is held in memory. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  let rest = '';
  let number = 0;
  const line = (text: string): Line => ({
    number: ++number,
    text: text.replace(/\r$/, '').slice(0, longestLine),
  });
  const holdsSomething = ({ text }: Line): boolean => text.replace('\uFEFF', '').trim() !== '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = (parts.pop() ?? '').slice(0, longestLine + 1);
    yield* parts.map(line).filter(holdsSomething);
  }
  yield* [line(rest)].filter(holdsSomething);
}

/**
 * Splits lines into requests of at most this many rows, which stay below the service's limit of 4 MB whatever they
 * contain.
 */
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
