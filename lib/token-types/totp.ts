import { encodeBase32 } from '../crypto/base32.ts';
import type { TokenType } from './contract.ts';
import { matchingCounters } from './otp.ts';

/** Time-based one-time passwords (RFC 6238), as every authenticator app makes them (3.01). */
export const totp: TokenType = {
  type: 'totp',
  name: 'Authenticator app',
  mode: 'otp',
  /** Other values exist in the standard, but widespread apps ignore them without a word. */
  defaults: { algorithm: 'SHA1', digits: 6, periodSeconds: 30 },

  check({ code, key, parameters, moving, now, window }) {
    const step = Math.floor(now / parameters.periodSeconds);
    const matches = matchingCounters(code, key, step - window, step + window, parameters);
    // RFC 6238 section 5.2: a code is accepted once. Greater, not different: else T+1, T, T+1 would all pass.
    const fresh = matches.findLast((match) => match > (moving ?? -1));
    if (fresh !== undefined) return { outcome: 'accepted', moving: fresh };
    return { outcome: matches.length > 0 ? 'spent' : 'wrong' };
  },

  provisioningUri({ issuer, account, secret, parameters }) {
    // The label's two halves are divided by a colon, so neither may hold one (Key URI Format).
    const label = [issuer, account].map((part) => encodeURIComponent(part.replaceAll(':', ' '))).join(':');
    const query = [
      `secret=${encodeBase32(secret)}`,
      `issuer=${encodeURIComponent(issuer.replaceAll(':', ' '))}`,
      `algorithm=${parameters.algorithm}`,
      `digits=${parameters.digits}`,
      `period=${parameters.periodSeconds}`,
    ];
    return `otpauth://totp/${label}?${query.join('&')}`;
  },
};
