/**
 * Computes a value on first use and then reuses it: a rule that lost a race and decides again gets the same value.
 * For values that are slow or random.
 */
export function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= compute();
    return made;
  };
}
