import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { refuseDevice } from '../domain/hardware.ts';
import { Problem } from '../domain/problems.ts';
import { at, attributeOf, textAt } from './xml.ts';

/** What the sender gave the receiver through a channel other than the document. */
export interface SharedWithSender {
  readonly key?: Uint8Array | undefined;
  readonly password?: string | undefined;
}

/** Decrypts the encrypted values of one container. */
export type OpenValue = (value: unknown, mac: string | undefined) => Buffer;

/** NIST SP 800-132 asks for at least 1,000 iterations; a million take half a second. */
const mostIterations = 1_000_000;

const ciphers: readonly {
  readonly method: RegExp;
  readonly name: (bits: string) => string;
  readonly iv?: string;
}[] = [
  {
    method: /^http:\/\/www\.w3\.org\/2001\/04\/xmlenc#aes(128|192|256)-cbc$/,
    name: (bits) => `aes-${bits}-cbc`,
  },
  {
    method: /^http:\/\/www\.w3\.org\/2001\/04\/xmlenc#kw-aes(128|192|256)$/,
    name: (bits) => `id-aes${bits}-wrap`,
    iv: 'a6a6a6a6a6a6a6a6',
  },
  {
    method: /^http:\/\/www\.w3\.org\/2009\/xmlenc11#kw-aes-(128|192|256)-pad$/,
    name: (bits) => `id-aes${bits}-wrap-pad`,
    iv: 'a65959a6',
  },
];

const wrongKey = (): never => refuseDevice('the key or password sent does not decrypt it');

/** @throws Problem `invalid-request` when the document is encrypted and the secret to open it was not sent */
export async function openerOf(container: unknown, shared: SharedWithSender): Promise<OpenValue> {
  const encryption = at(container, 'EncryptionKey');
  if (encryption === undefined) return () => refuseDevice('it is encrypted, but the document names no key');
  const key = await encryptionKey(encryption, shared);
  const macKey = remembered(() => macKeyOf(container, key));
  const macMethod = attributeOf(at(container, 'MACMethod'), 'Algorithm');
  return (value, mac) => {
    const cipher = cipherOf(value);
    // RFC 6030 section 6.1: AES-CBC does not authenticate. The MAC is checked before anything is decrypted.
    if (mac !== undefined) checkMac(macMethod, macKey(), cipher.bytes, mac);
    else if (!cipher.iv) refuseDevice('the encrypted key has no ValueMAC');
    return decrypt(cipher, key);
  };
}

async function encryptionKey(encryption: unknown, { key, password }: SharedWithSender): Promise<Uint8Array> {
  const method = at(encryption, 'DerivedKey', 'KeyDerivationMethod');
  if (method === undefined) {
    if (key) return key;
    throw new Problem('invalid-request', 'The document is encrypted: send its key in the header x-pskc-key.');
  }
  if (password !== undefined) return derive(method, password);
  throw new Problem('invalid-request', 'The document is encrypted: send its password in x-pskc-password.');
}

/** PKCS #5 (RFC 8018), with an upper limit on the iterations to protect the service. */
async function derive(method: unknown, password: string): Promise<Uint8Array> {
  const parameters = at(method, 'PBKDF2-params');
  const iterations = Number(textAt(parameters, 'IterationCount'));
  const length = Number(textAt(parameters, 'KeyLength'));
  const salt = base64(textAt(parameters, 'Salt', 'Specified'));
  const hash = /#hmac-sha(1|224|256|384|512)$/.exec(
    attributeOf(at(parameters, 'PRF'), 'Algorithm') ?? '#hmac-sha1',
  )?.[1];
  const known = /#pbkdf2$/.test(attributeOf(method, 'Algorithm') ?? '') && hash && salt;
  if (!known || ![16, 24, 32].includes(length) || !(iterations >= 1 && iterations <= mostIterations)) {
    throw new Problem(
      'invalid-request',
      `The key must be derived by PBKDF2 with at most ${mostIterations} iterations, to 16, 24 or 32 bytes.`,
    );
  }
  return promisify(pbkdf2)(password, salt, Math.floor(iterations), length, `sha${hash}`);
}

/** The MAC's own key, encrypted with the document's key; if it has none, the document's key itself. */
function macKeyOf(container: unknown, key: Uint8Array): Uint8Array {
  const sealed = at(container, 'MACMethod', 'MACKey');
  return sealed === undefined ? key : decrypt(cipherOf(sealed), key);
}

function checkMac(method: string | undefined, key: Uint8Array, bytes: Uint8Array, mac: string): void {
  const hash = /^http:\/\/www\.w3\.org\/.*#hmac-sha(1|224|256|384|512)$/.exec(method ?? '')?.[1];
  if (!hash) refuseDevice('the method of its MAC is unknown');
  const expected = createHmac(`sha${hash}`, key).update(bytes).digest();
  const given = base64(mac);
  if (!given || given.length !== expected.length || !timingSafeEqual(given, expected)) {
    refuseDevice('its MAC is wrong: the file was changed, or the key or password sent does not match');
  }
}

interface Cipher {
  readonly name: string;
  readonly keyLength: number;
  /** Ciphers that authenticate their content. */
  readonly iv?: string;
  readonly bytes: Buffer;
}

function cipherOf(value: unknown): Cipher {
  const method = attributeOf(at(value, 'EncryptionMethod'), 'Algorithm') ?? '';
  const bytes = base64(textAt(value, 'CipherData', 'CipherValue'));
  if (!bytes || bytes.length < 24) refuseDevice('the encrypted key is incomplete');
  for (const { method: pattern, name, iv } of ciphers) {
    const bits = pattern.exec(method)?.[1];
    if (bits) return { name: name(bits), keyLength: Number(bits) / 8, bytes, ...(iv ? { iv } : {}) };
  }
  return refuseDevice('it is encrypted with an unsupported method: use AES in CBC mode or AES key wrap');
}

function decrypt({ name, keyLength, iv, bytes }: Cipher, key: Uint8Array): Buffer {
  if (key.length !== keyLength) wrongKey();
  try {
    if (iv) {
      const unwrap = createDecipheriv(name, key, Buffer.from(iv, 'hex'));
      return Buffer.concat([unwrap.update(bytes), unwrap.final()]);
    }
    const decipher = createDecipheriv(name, key, bytes.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
    // XML Encryption section 5.2: of the padding only the last byte is fixed, its length.
    const padding = padded.at(-1) ?? 0;
    return padding >= 1 && padding <= 16 ? padded.subarray(0, -padding) : wrongKey();
  } catch {
    return wrongKey();
  }
}

export function base64(text: string | undefined): Buffer | undefined {
  const given = text?.replaceAll(/\s/g, '');
  const whole = given && given.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(given);
  return whole ? Buffer.from(given, 'base64') : undefined;
}

/** Computed once, on first use; a refusal is repeated. */
function remembered<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
