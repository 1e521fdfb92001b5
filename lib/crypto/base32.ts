import { base32 } from '@otplib/plugin-base32-scure';

/** RFC 4648 base 32, upper case, without padding: what authenticator apps take. */
export const encodeBase32 = (bytes: Uint8Array): string => base32.encode(bytes);

/**
 * @returns the bytes, or `undefined` unless `text` is letters A-Z and digits 2-7 only (3.12), of a length that
 * whole bytes can have
 */
export function decodeBase32(text: string): Buffer | undefined {
  if (!/^[A-Z2-7]+$/.test(text) || [1, 3, 6].includes(text.length % 8)) return undefined;
  // Apps pass over the bits after the last whole byte, whatever they are; the library refuses them. So whole groups go in.
  const bytes = base32.decode(text.padEnd(Math.ceil(text.length / 8) * 8, 'A'));
  return Buffer.from(bytes.subarray(0, Math.floor((text.length * 5) / 8)));
}
