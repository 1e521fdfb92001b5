import { decodeBase32 } from '../crypto/base32.ts';

/** NIST SP 800-63B-4 section 3.1.4.1: at least 112 bits; RFC 4226 section 4 R6: at least 128. */
const secretBytes = { least: 16, most: 64 };

export const isKeyLength = ({ length }: Uint8Array): boolean =>
  length >= secretBytes.least && length <= secretBytes.most;

/** @returns the key, or `undefined` unless it is letters A-Z and digits 2-7 of 128 to 512 bits (3.12) */
export function parseTypedKey(typed: string): Uint8Array | undefined {
  const key = decodeBase32(typed);
  return key && isKeyLength(key) ? key : undefined;
}

/** Why {@link parseTypedKey} refused. */
export const typedKeyRule = 'must be letters A-Z and digits 2-7 only, 26 to 103 of them (128 to 512 bits)';
