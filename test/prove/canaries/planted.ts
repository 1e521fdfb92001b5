import { encodeBase32 } from '../../../lib/crypto/base32.ts';
import { found, type Remains } from './look.ts';
import { Secrets } from './secrets.ts';

const writings: Readonly<Record<string, (secret: string) => unknown>> = {
  'as it is': (secret) => secret,
  'base 32': (secret) => encodeBase32(Buffer.from(secret)),
  'base 64': (secret) => Buffer.from(secret).toString('base64'),
  'base 64 for URLs': (secret) => Buffer.from(secret).toString('base64url'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  'for URLs': (secret) => encodeURIComponent(secret),
  backwards: (secret) => [...secret].reverse().join(''),
  bytes: (secret) => new Uint8Array(Buffer.from(secret)),
};

/** Where a secret that is put there in some writing is not found, when it alone is looked for. */
export function overlooked(remains: Remains, secret: string): { planted: number; missed: string[] } {
  const secrets = new Secrets();
  secrets.note('planted', secret);
  const missed: string[] = [];
  let planted = 0;
  for (const [writing, write] of Object.entries(writings)) {
    for (const place of Object.keys(remains.places)) {
      planted++;
      const places = { ...remains.places, [place]: [remains.places[place], { deep: [write(secret)] }] };
      if (found({ ...remains, secrets, places }).length === 0) missed.push(`${writing} in ${place}`);
    }
  }
  return { planted, missed };
}
