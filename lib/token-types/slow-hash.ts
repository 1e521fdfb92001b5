import { createHmac, scrypt } from 'node:crypto';
import type { DataKey } from '../crypto/sealing.ts';

export const saltBytes = 16;

/**
 * scrypt at 16 MiB: about 30 ms here. It makes a leaked table slow to search; the pepper makes it useless without
 * KMS, which is what protects an answer that many people give.
 */
const cost = { N: 2 ** 14, r: 8, p: 1 };

/** The user a hash is bound to, and its key. */
export interface Pepper {
  readonly key: DataKey;
  readonly userId: string;
}

/** A slow hash with a salt of its own, peppered with a data key and bound to a user. */
export function slowHash(text: string, salt: Uint8Array, { key, userId }: Pepper): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(text, salt, 32, cost, (error, slow) => {
      if (error) reject(error);
      else resolve(createHmac('sha256', key.hashing).update(userId).update('\0').update(slow).digest());
    });
  });
}
