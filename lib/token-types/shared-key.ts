import { decodeBase32 } from '../crypto/base32.ts';
import { Problem } from '../domain/problems.ts';
import type { TokenParameters } from '../domain/user-state.ts';
import { hotp } from './hotp.ts';
import { keyChoices } from './key-choices.ts';
import { totp } from './totp.ts';
import { isKeyLength } from './typed-key.ts';

/** A key that a device and another system already share. */
export interface SharedKey {
  readonly type: 'totp' | 'hotp';
  readonly secret: Uint8Array;
  readonly parameters: TokenParameters;
}

export const refused = (reason: string): Problem => new Problem('invalid-request', reason);

export const keyDefaults = (type: SharedKey['type']): TokenParameters =>
  (type === 'totp' ? totp : hotp).key?.defaults ?? { algorithm: 'SHA1', digits: 6, periodSeconds: 0 };

/**
 * The rules that apply to every key, wherever it comes from.
 *
 * @throws Problem `invalid-request` with what is wrong, never with what was sent
 */
export function sharedKey(
  type: SharedKey['type'],
  secret: Uint8Array | undefined,
  parameters: TokenParameters,
): SharedKey {
  if (!secret) throw refused('The key must be letters A-Z and digits 2-7 only.');
  if (!isKeyLength(secret)) {
    throw refused(
      `The key has ${secret.length * 8} bits; from 128 to 512 are accepted. Enroll the user again.`,
    );
  }
  const { algorithm, digits, periodSeconds, counter } = parameters;
  if (!keyChoices.algorithm.includes(algorithm))
    throw refused('The algorithm must be SHA1, SHA256 or SHA512.');
  if (!keyChoices.digits.some((one) => one === digits)) throw refused('The codes must have 6 or 8 digits.');
  if (type === 'totp' && !keyChoices.periodSeconds.some((one) => one === periodSeconds))
    throw refused('The period must be 30 or 60 seconds.');
  if (counter !== undefined && !(Number.isSafeInteger(counter) && counter >= 0 && counter <= 2 ** 48)) {
    throw refused('The counter must be a whole number up to 2^48.');
  }
  return { type, secret, parameters };
}

const known = {
  totp: ['secret', 'issuer', 'algorithm', 'digits', 'period'],
  hotp: ['secret', 'issuer', 'algorithm', 'digits', 'counter'],
};

/**
 * Reads an `otpauth:` URI (Key URI Format). An unknown parameter is refused, not ignored: some apps use one to change
 * how codes are made.
 *
 * @throws Problem `invalid-request` with what is wrong, never with what was sent
 */
export function parseOtpauthUri(uri: string): SharedKey {
  const [, name, query = ''] = /^otpauth:\/\/(totp|hotp)\/[^?#/]+\?([^#]+)$/.exec(uri) ?? [];
  if (name !== 'totp' && name !== 'hotp')
    throw refused('The otpauth URI must begin with otpauth://totp/ or otpauth://hotp/.');
  const given = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [parameter = '', value = '', ...more] = pair.split('=');
    if (!known[name].includes(parameter) || given.has(parameter) || value === '' || more.length > 0) {
      throw refused(`The otpauth URI may hold each of these once, with a value: ${known[name].join(', ')}.`);
    }
    given.set(parameter, value);
  }
  const number = (parameter: string, otherwise: number): number => {
    const value = given.get(parameter);
    if (value === undefined) return otherwise;
    return /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  };
  const defaults = keyDefaults(name);
  if (name === 'hotp' && !given.has('counter'))
    throw refused('The otpauth URI of a counter token must hold its counter.');
  return sharedKey(name, decodeBase32(given.get('secret') ?? ''), {
    algorithm: (given.get('algorithm') ?? defaults.algorithm) as TokenParameters['algorithm'],
    digits: number('digits', defaults.digits),
    periodSeconds: number('period', defaults.periodSeconds),
    ...(name === 'hotp' ? { counter: number('counter', 0) } : {}),
  });
}
