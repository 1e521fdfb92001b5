export interface Line {
  /** In the file, from 1. */
  readonly number: number;
  readonly text: string;
}

/** A row of all fields at their longest is far below; what is longer is cut here, and refused by the service. */
const longestLine = 16 * 1024;

/** The lines of a file that hold something. However large the file or a line of it, little of it is held. */
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

/** Cuts lines into requests of at most so many rows, which are below the service's limit of 4 MB whatever they hold. */
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
