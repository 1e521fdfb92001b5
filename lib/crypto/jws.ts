import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CompactSign, calculateJwkThumbprint, compactVerify, errors, importJWK } from 'jose';

/** The public half of a P-256 key (RFC 7517). */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export interface NewSigningKey {
  /** PKCS #8 in DER, unencrypted: to be sealed before it goes anywhere. */
  readonly privateKey: Uint8Array;
  readonly publicJwk: PublicJwk;
}

const alg = 'ES256';
/** A type of its own, so that an assertion cannot pass for another kind of token. */
const typ = 'assertion+jwt';

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

/** RFC 7638: the key's thumbprint, the same wherever it is computed. */
export const thumbprintOf = (jwk: PublicJwk): Promise<string> => calculateJwkThumbprint({ ...jwk });

/** A compact JWS (RFC 7515) over claims. */
export const signClaims = (claims: object, kid: string, key: KeyObject): Promise<string> =>
  new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg, typ, kid }).sign(key);

/**
 * The claims of a compact JWS, if one of the keys signed exactly these bytes. The algorithm is fixed here and never
 * the header's choice (RFC 8725 section 3.1).
 */
export async function readClaims(compact: string, keys: ReadonlyMap<string, PublicJwk>): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(
      compact,
      ({ kid = '' }) => {
        const jwk = keys.get(kid);
        if (!jwk) throw new errors.JWKSNoMatchingKey();
        return importJWK({ ...jwk }, alg);
      },
      { algorithms: [alg] },
    );
    return protectedHeader.typ === typ ? JSON.parse(Buffer.from(payload).toString()) : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
