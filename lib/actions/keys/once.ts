/**
 * Computes something when it is asked for first, and never again: a rule that lost a race and decides anew gets what it
 * got before. What takes long or is random is made by this, outside of the rule.
 */
export function once<T>(compute: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= compute();
    return made;
  };
}
