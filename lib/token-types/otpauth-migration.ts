import type { TokenParameters } from '../domain/user-state.ts';
import { keyDefaults, refused, type SharedKey, sharedKey } from './shared-key.ts';

/** One account of an `otpauth-migration:` payload, the export of Google Authenticator. */
export interface MigrationAccount {
  /** As the app shows it, often `issuer:account`. */
  readonly name: string;
  readonly issuer: string;
  /** @throws Problem `invalid-request` for what cannot be imported */
  readonly key: () => SharedKey;
}

type Field = readonly [number: number, value: bigint | Uint8Array];

const damaged = () => refused('The otpauth-migration payload is damaged.');

/** Protocol Buffers, as far as the payload needs them: varints and bytes; other fields are skipped. */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw damaged();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw damaged();
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw damaged();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (wire === 0) yield [number, varint()];
    else if (wire === 2) yield [number, take(Number(varint()))];
    else if (wire === 1 || wire === 5) take(wire === 1 ? 8 : 4);
    else throw damaged();
  }
}

/** By the numbers of the payload's enumerations; 0 is "unspecified", which apps take for the default. */
const algorithms = ['SHA1', 'SHA1', 'SHA256', 'SHA512'] as const;
const digits = [6, 6, 8] as const;
const types = [undefined, 'hotp', 'totp'] as const;

function accountOf(bytes: Uint8Array): MigrationAccount {
  const fields = new Map(fieldsOf(bytes));
  const enumerated = (number: number): number => {
    const value = fields.get(number) ?? 0n;
    if (typeof value !== 'bigint') throw damaged();
    return Number(value);
  };
  const raw = (number: number): Uint8Array => {
    const value = fields.get(number) ?? new Uint8Array();
    if (typeof value === 'bigint') throw damaged();
    return value;
  };
  const text = (number: number): string => Buffer.from(raw(number)).toString();
  return {
    name: text(2),
    issuer: text(3),
    key() {
      const algorithm = algorithms[enumerated(4)];
      const length = digits[enumerated(5)];
      const type = types[enumerated(6)];
      if (!algorithm || !length || !type) {
        throw refused('The account is of a type, algorithm or length that is not supported.');
      }
      const parameters: TokenParameters = { ...keyDefaults(type), algorithm, digits: length };
      const counter = type === 'hotp' ? { counter: enumerated(7) } : {};
      return sharedKey(type, raw(1), { ...parameters, ...counter });
    },
  };
}

/**
 * Reads `otpauth-migration://offline?data=…`.
 *
 * @throws Problem `invalid-request` when it is not one, or damaged
 */
export function parseMigration(uri: string): MigrationAccount[] {
  const [, data] = /^otpauth-migration:\/\/offline\?data=([A-Za-z0-9+/=%]+)$/.exec(uri) ?? [];
  if (!data) throw refused('The payload must begin with otpauth-migration://offline?data=.');
  const base64 = /%(?!2B|2F|3D)/i.test(data) ? '' : decodeURIComponent(data);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) throw damaged();
  const accounts = [...fieldsOf(Buffer.from(base64, 'base64'))].filter(([number]) => number === 1);
  return accounts.map(([, value]) => {
    if (typeof value === 'bigint') throw damaged();
    return accountOf(value);
  });
}
