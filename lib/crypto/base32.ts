import { base32 } from '@otplib/plugin-base32-scure';

/** RFC 4648 base 32, upper case, without padding: what authenticator apps take. */
export const encodeBase32 = (bytes: Uint8Array): string => base32.encode(bytes);

/**
 * @returns the bytes, or `undefined` unless `text` has only the letters A-Z and digits 2-7 (3.12), and a length that
 * encodes whole bytes
 */
export function decodeBase32(text: string): Buffer | undefined {
  if (!/^[A-Z2-7]+$/.test(text) || [1, 3, 6].includes(text.length % 8)) return undefined;
  // Apps ignore the bits after the last whole byte, whatever they are; the library refuses them. So only whole groups
  // go in.
  const bytes = base32.decode(text.padEnd(Math.ceil(text.length / 8) * 8, 'A'));
  return Buffer.from(bytes.subarray(0, Math.floor((text.length * 5) / 8)));
}
