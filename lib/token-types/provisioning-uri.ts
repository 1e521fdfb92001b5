import { encodeBase32 } from '../crypto/base32.ts';
import type { TokenParameters } from '../domain/user-state.ts';

/** An `otpauth:` URI (Key URI Format); `moving` is the period of a TOTP or the counter of a HOTP. */
export function otpauthUri(
  type: 'totp' | 'hotp',
  {
    issuer,
    account,
    secret,
    parameters,
  }: {
    readonly issuer: string;
    readonly account: string;
    readonly secret: Uint8Array;
    readonly parameters: TokenParameters;
  },
  moving: string,
): string {
  // The label's two halves are divided by a colon, so neither may hold one.
  const label = [issuer, account].map((part) => encodeURIComponent(part.replaceAll(':', ' '))).join(':');
  const query = [
    `secret=${encodeBase32(secret)}`,
    `issuer=${encodeURIComponent(issuer.replaceAll(':', ' '))}`,
    `algorithm=${parameters.algorithm}`,
    `digits=${parameters.digits}`,
    moving,
  ];
  return `otpauth://${type}/${label}?${query.join('&')}`;
}
