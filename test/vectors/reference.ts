import { createHmac } from 'node:crypto';

/** RFC 4226 section 5.3 by way of texts and big numbers: it shares nothing with the product but Node's HMAC. */
export function referenceCode(hash: string, key: Uint8Array, counter: number, digits: number): string {
  const lastUsedMovingFactor = Buffer.from(BigInt(counter).toString(16).padStart(16, '0'), 'hex');
  const mac = createHmac(hash, key).update(lastUsedMovingFactor).digest('hex');
  const at = 2 * Number.parseInt(mac.slice(-1), 16);
  const truncated = BigInt(`0x${mac.slice(at, at + 8)}`) % 2n ** 31n;
  return String(truncated % 10n ** BigInt(digits)).padStart(digits, '0');
}

/** RFC 4648 section 6 by way of a text of zeroes and ones, without the padding. */
export function referenceBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
}
