import { generate } from '@otplib/uri';
import { encodeBase32 } from '../crypto/base32.ts';
import type { TokenParameters } from '../domain/user-state.ts';
import type { KeyBased } from './contract.ts';

/** An `otpauth:` URI (Key URI Format). It leaves out what every app assumes: SHA-1, 6 digits, 30 seconds. */
export function otpauthUri(
  type: KeyBased['uriType'],
  {
    issuer,
    account,
    secret,
    parameters: { algorithm, digits, periodSeconds, counter = 0 },
  }: {
    readonly issuer: string;
    readonly account: string;
    readonly secret: Uint8Array;
    readonly parameters: TokenParameters;
  },
): string {
  // A colon separates the label's two halves, so neither may contain one.
  const [provider, name] = [issuer, account].map((part) => part.replaceAll(':', ' ')) as [string, string];
  const params = {
    secret: encodeBase32(secret),
    issuer: provider,
    algorithm: algorithm.toLowerCase() as Lowercase<typeof algorithm>,
    digits,
    period: periodSeconds,
    counter,
  };
  return generate({ type, label: `${provider}:${name}`, params });
}
