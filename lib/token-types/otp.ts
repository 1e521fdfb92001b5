import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { counterToBytes, dynamicTruncate, truncateDigits } from '@otplib/core/utils';
import type { TokenParameters } from '../domain/user-state.ts';

/** HOTP value for one counter (RFC 4226 section 5.3). Node computes the HMAC, so that the key never leaves its KeyObject. */
export function hotpCode(key: KeyObject, counter: number, { algorithm, digits }: TokenParameters): string {
  const mac = createHmac(algorithm, key).update(counterToBytes(counter)).digest();
  return truncateDigits(dynamicTruncate(mac), digits);
}

/** All counters from `first` to `last` whose code equals the given one. Every one is computed and compared. */
export function matchingCounters(
  code: string,
  key: KeyObject,
  first: number,
  last: number,
  parameters: TokenParameters,
): number[] {
  const given = Buffer.from(code.padEnd(parameters.digits, '-'));
  const matches: number[] = [];
  for (let counter = Math.max(first, 0); counter <= last; counter++) {
    const expected = Buffer.from(hotpCode(key, counter, parameters));
    const equal = given.length === expected.length && timingSafeEqual(given, expected);
    if (equal) matches.push(counter);
  }
  return matches;
}
