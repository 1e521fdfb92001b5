/** The value that this share of all values does not exceed; the median by default. */
export function quantile(values: readonly number[], share = 0.5): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values);

/** Runs each of them once per round, each round in another order, so that a slow machine affects all alike. */
export async function interleaved(
  rounds: number,
  contenders: readonly (() => Promise<unknown>)[],
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < contenders.length; place++) {
      await contenders[(place + round) % contenders.length]?.();
    }
  }
}

/** Does something for every member, this many at the same time. */
export async function concurrently<T>(
  width: number,
  members: Iterable<T>,
  act: (member: T) => Promise<unknown>,
): Promise<void> {
  const queue = members[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: width }, work));
}
