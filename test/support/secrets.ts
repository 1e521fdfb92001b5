import { randomBytes, randomInt } from 'node:crypto';
import { type DataKey, deriveDataKey } from '../../lib/crypto/sealing.ts';

/** A data key of its own, as the keyring would open it. */
export const newDataKey = (id = 1): DataKey => deriveDataKey(id, randomBytes(32));

/** A copy with one bit turned, anywhere. */
export function flipOneBit(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const place = randomInt(copy.length);
  copy[place] = (copy[place] ?? 0) ^ (1 << randomInt(8));
  return copy;
}

/**
 * Pearson's statistic against a uniform distribution. With `d` degrees of freedom it stays below
 * the limit, eight deviations above its mean, in all but a few of many millions of honest runs.
 */
export function chiSquare(counts: readonly number[]): { readonly value: number; readonly limit: number } {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const value = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return { value, limit: freedom + 8 * Math.sqrt(2 * freedom) };
}
