import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** The public half of a P-256 key (RFC 7517). */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export interface NewSigningKey {
  /** PKCS #8 in DER, in clear: to be sealed before it goes anywhere. */
  readonly privateKey: Uint8Array;
  readonly publicJwk: PublicJwk;
}

const header = { alg: 'ES256', typ: 'assertion+jwt' } as const;
/** ECDSA signatures of JOSE are two numbers side by side, not DER (RFC 7518 section 3.4). */
const dsaEncoding = 'ieee-p1363';
const signatureBytes = 64;

export function newSigningKey(): NewSigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return {
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
    publicJwk: { kty: 'EC', crv: 'P-256', x, y },
  };
}

export const openSigningKey = (pkcs8: Buffer): KeyObject =>
  createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });

/** RFC 7638: the key's own name, the same wherever it is computed. */
export const thumbprintOf = ({ crv, kty, x, y }: PublicJwk): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A compact JWS (RFC 7515) over claims, of a type of its own so that it passes for no other kind of token. */
export function signClaims(claims: object, kid: string, key: KeyObject): string {
  const signed = `${encode({ ...header, kid })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding }).toString('base64url')}`;
}

/**
 * The claims of a compact JWS, if one of the keys signed it just so. The algorithm is ours and never the header's
 * choice (RFC 8725 section 3.1).
 */
export function readClaims(compact: string, keys: ReadonlyMap<string, PublicJwk>): unknown {
  const [head = '', payload = '', signature = '', ...more] = compact.split('.');
  const { alg, typ, kid, crit } = (decode(head) ?? {}) as Record<string, unknown>;
  const jwk = keys.get(String(kid));
  if (more.length > 0 || alg !== header.alg || typ !== header.typ || crit !== undefined || !jwk) {
    return undefined;
  }
  const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.length !== signatureBytes || bytes.toString('base64url') !== signature) return undefined;
  const right = verify('sha256', Buffer.from(`${head}.${payload}`), { key, dsaEncoding }, bytes);
  return right ? decode(payload) : undefined;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
