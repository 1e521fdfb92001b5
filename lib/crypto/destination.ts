import type { Keyring } from './keyring.ts';
import { keyedHash } from './sealing.ts';

/** What an address or a number is counted by: the clear one stands nowhere. However it is written, it is one mailbox. */
export async function hashOfDestination({ byId }: Keyring, address: string): Promise<string> {
  // Always of the first key: what was counted before a key was added counts on.
  const key = await byId(1);
  return keyedHash(key, ['destination', address.toLowerCase()]).subarray(0, 16).toString('base64url');
}
