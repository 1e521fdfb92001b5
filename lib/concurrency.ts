import pMap from 'p-map';

/** Users, parts or rows that are processed at the same time. */
const width = 8;

/**
 * Does the same with each, several at a time. Everything that has started ends before this does, so nothing is
 * written after the answer.
 *
 * @param afterFault `stop`: nothing more starts after a fault; `go on`: a failing one holds up none of the others
 * @throws the first fault, at the end
 */
export async function eachOf<T>(
  all: Iterable<T> | AsyncIterable<T>,
  work: (one: T) => Promise<void>,
  afterFault: 'stop' | 'go on' = 'stop',
  concurrency = width,
): Promise<void> {
  const faults: unknown[] = [];
  async function* wanted(): AsyncGenerator<T> {
    for await (const one of all) {
      if (faults.length > 0 && afterFault === 'stop') return;
      yield one;
    }
  }
  const caught = (one: T): Promise<void> =>
    work(one).catch((error: unknown) => {
      faults.push(error);
    });
  await pMap(wanted(), caught, { concurrency });
  if (faults.length > 0) throw faults[0];
}
