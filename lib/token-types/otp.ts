import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { TokenParameters } from '../domain/user-state.ts';

const hashes = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;

/** HOTP value for one counter (RFC 4226 section 5.3). */
export function hotpCode(key: KeyObject, counter: number, { algorithm, digits }: TokenParameters): string {
  const moving = Buffer.alloc(8);
  moving.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(hashes[algorithm], key).update(moving).digest();
  const truncated = mac.readUInt32BE((mac.at(-1) ?? 0) & 0x0f) & 0x7fffffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}

/** All counters from `first` to `last` whose code is the one given. Every one is computed and compared. */
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
