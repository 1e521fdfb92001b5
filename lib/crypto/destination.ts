import type { Keyring } from './keyring.ts';
import { keyedHash } from './sealing.ts';

/**
 * The hash that sends to an address or number are counted by; the clear value is stored nowhere. All spellings of one
 * mailbox count as one.
 */
export async function hashOfDestination({ byId }: Keyring, address: string): Promise<string> {
  // Always under the first key: counts from before a new key was added remain valid.
  const key = await byId(1);
  return keyedHash(key, ['destination', address.toLowerCase()]).subarray(0, 16).toString('base64url');
}
