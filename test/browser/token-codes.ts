import { createSecretKey } from 'node:crypto';
import { decodeBase32 } from '../../lib/crypto/base32.ts';
import { hotpCode } from '../../lib/token-types/otp.ts';

const periodMilliseconds = 30_000;

/** What a counter device with this key shows. */
export function counterCode(secret: string, counter: number): string {
  const key = createSecretKey(decodeBase32(secret.replaceAll(' ', '')) ?? Buffer.alloc(0));
  return hotpCode(key, counter, { algorithm: 'SHA1', digits: 6, periodSeconds: 0 });
}

/** What an authenticator app with this key shows now, or shows on a phone whose clock is `ahead` seconds off. */
export const clockCode = (secret: string, ahead = 0): string =>
  counterCode(secret, Math.floor((Date.now() + ahead * 1000) / periodMilliseconds));
