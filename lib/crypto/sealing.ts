import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** A data key of the keyring, split by use: the key that seals never authenticates. */
export interface DataKey {
  readonly id: number;
  readonly sealing: KeyObject;
  readonly hashing: KeyObject;
  /** Seals the ids of verifications: there are so many that they share a key with nothing that is stored. */
  readonly naming: KeyObject;
}

/** What a sealed value belongs to. It opens for exactly this and nothing else (rule 5). */
export interface Belonging {
  readonly purpose:
    | 'otp-secret'
    | 'pool-secret'
    | 'message'
    | 'device'
    | 'signing-key'
    | 'provider'
    | 'verification';
  readonly userId: string;
  /** The token, message or provider it is part of. */
  readonly subjectId: string;
}

/** Version of the format below; part of the authenticated data. */
const version = 1;
const headLength = 3;
const ivLength = 12;
const tagLength = 16;

export function deriveDataKey(id: number, key: Uint8Array): DataKey {
  const derive = (use: string): KeyObject =>
    createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `countersign ${use}`, 32)));
  return { id, sealing: derive('sealing'), hashing: derive('hashing'), naming: derive('naming') };
}

const authenticated = ({ purpose, userId, subjectId }: Belonging, head: Uint8Array): Buffer =>
  Buffer.concat([head, Buffer.from(JSON.stringify([purpose, userId, subjectId]))]);

const sealingKey = ({ sealing, naming }: DataKey, { purpose }: Belonging): KeyObject =>
  purpose === 'verification' ? naming : sealing;

/** AES-256-GCM: version (1 byte), key id (2), nonce (12), ciphertext, tag (16). */
export function seal(
  plain: Uint8Array,
  belonging: Belonging,
  key: DataKey,
  random: (bytes: number) => Uint8Array,
): Uint8Array {
  const head = Buffer.from([version, key.id >> 8, key.id & 255]);
  const iv = random(ivLength);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key, belonging), iv).setAAD(
    authenticated(belonging, head),
  );
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([head, iv, sealed, cipher.getAuthTag()]);
}

/** The id of the data key that opens a sealed value. */
export const keyIdOf = (sealed: Uint8Array): number => ((sealed[1] ?? 0) << 8) | (sealed[2] ?? 0);

/** @throws Error when the value was changed, or belongs to something else */
export function open(sealed: Uint8Array, belonging: Belonging, key: DataKey): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const head = bytes.subarray(0, headLength);
  if (head[0] !== version) throw new Error('Unknown version of a sealed value');
  const iv = bytes.subarray(headLength, headLength + ivLength);
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key, belonging), iv, {
    authTagLength: tagLength,
  });
  decipher.setAAD(authenticated(belonging, head)).setAuthTag(bytes.subarray(-tagLength));
  return Buffer.concat([
    decipher.update(bytes.subarray(headLength + ivLength, -tagLength)),
    decipher.final(),
  ]);
}

/** HMAC-SHA-256 under the data key: for values that could be guessed, such as PINs and mailed codes. */
export function keyedHash(key: DataKey, parts: readonly string[]): Buffer {
  return createHmac('sha256', key.hashing).update(JSON.stringify(parts)).digest();
}
