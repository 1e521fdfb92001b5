import { decodeBase32 } from '../../../lib/crypto/base32.ts';

/** Google Authenticator's export, written by the definition of its messages and by nothing of ours. */

const varint = (value: number | bigint): number[] => {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    bytes.push(Number(rest % 128n) + (rest >= 128n ? 128 : 0));
    rest /= 128n;
  } while (rest > 0n);
  return bytes;
};

const number = (field: number, value: number | bigint): number[] => [...varint(field * 8), ...varint(value)];

const bytes = (field: number, value: Uint8Array | readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...value,
];

const text = (field: number, value: string): number[] => bytes(field, new TextEncoder().encode(value));

export interface Account {
  readonly secret: string;
  readonly name?: string;
  readonly issuer?: string;
  readonly algorithm?: 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';
  readonly digits?: number;
  readonly type?: 'totp' | 'hotp';
  readonly counter?: number;
}

export function account(given: Account): number[] {
  const {
    secret,
    name = 'anna',
    issuer = 'Old',
    algorithm = 'SHA1',
    digits = 6,
    type = 'totp',
    counter = 0,
  } = given;
  return [
    ...bytes(1, decodeBase32(secret) ?? []),
    ...text(2, name),
    ...text(3, issuer),
    ...number(4, { SHA1: 1, SHA256: 2, SHA512: 3, MD5: 4 }[algorithm]),
    ...number(5, { 6: 1, 8: 2 }[digits] ?? 9),
    ...number(6, { hotp: 1, totp: 2 }[type]),
    ...(type === 'hotp' ? number(7, counter) : []),
    ...text(8, 'an id that newer versions add'),
  ];
}

export function migrationUri(accounts: readonly number[][]): string {
  const payload = [
    ...accounts.flatMap((one) => bytes(1, one)),
    ...number(2, 1),
    ...number(3, 1),
    ...number(4, 0),
    ...number(5, 1_234_567_890n),
  ];
  const data = Buffer.from(payload).toString('base64');
  return `otpauth-migration://offline?data=${encodeURIComponent(data)}`;
}
