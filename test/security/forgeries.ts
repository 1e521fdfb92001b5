import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from 'node:crypto';

/** What somebody has who forges: everything that is public, a right token of somebody else, and keys of their own. */
export interface Forger {
  readonly publicKey: KeyObject;
  readonly kid: string;
  /** The claims of a right access token. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** A right access token. */
  readonly token: string;
  /** Signs with the issuer's own key: a token that it made for another purpose. */
  readonly issued: (claims: object, header?: object) => Promise<string>;
}

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edwards = generateKeyPairSync('ed25519');

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const without = (claims: object, name: string): object =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const now = (): number => Math.floor(Date.now() / 1000);

const unsigned = (header: object, claims: unknown, signature = ''): string =>
  `${part(header)}.${part(claims)}.${signature}`;

function signedBy(key: KeyObject, header: object, claims: unknown): string {
  const text = `${part(header)}.${part(claims)}`;
  const hash = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const signature = sign(hash, Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

function hmac(secret: string | Buffer, header: object, claims: unknown, hash = 'sha256'): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

type Forge = (forger: Forger) => string | Promise<string>;

/** No signature of the issuer's is on these, whatever their claims say. */
const unsignedOnes: Record<string, Forge> = Object.fromEntries(
  ['none', 'None', 'NONE', 'nOnE', ''].map((alg) => [
    `the algorithm "${alg}" and no signature`,
    ({ kid, claims }: Forger) => unsigned({ alg, typ: 'at+jwt', kid }, claims),
  ]),
);

/** The public key is no secret, in whatever form it is taken for one. */
const confused: Record<string, Forge> = {
  'HS256 with the public key as PEM': ({ publicKey, kid, claims }) =>
    hmac(publicKey.export({ type: 'spki', format: 'pem' }), { alg: 'HS256', kid }, claims),
  'HS256 with the public key as PKCS #1 PEM': ({ publicKey, kid, claims }) =>
    hmac(publicKey.export({ type: 'pkcs1', format: 'pem' }), { alg: 'HS256', kid }, claims),
  'HS256 with the public key as DER': ({ publicKey, kid, claims }) =>
    hmac(publicKey.export({ type: 'spki', format: 'der' }), { alg: 'HS256', kid }, claims),
  'HS256 with the public key as JWK': ({ publicKey, kid, claims }) =>
    hmac(JSON.stringify(publicKey.export({ format: 'jwk' })), { alg: 'HS256', kid }, claims),
  'HS256 with the modulus': ({ publicKey, kid, claims }) =>
    hmac(
      Buffer.from(String(publicKey.export({ format: 'jwk' }).n), 'base64url'),
      { alg: 'HS256', kid },
      claims,
    ),
  'HS512 with the public key as PEM': ({ publicKey, kid, claims }) =>
    hmac(publicKey.export({ type: 'spki', format: 'pem' }), { alg: 'HS512', kid }, claims, 'sha512'),
  'HS256 with an empty secret': ({ kid, claims }) => hmac('', { alg: 'HS256', kid }, claims),
  'HS256 with the key id': ({ kid, claims }) => hmac(kid, { alg: 'HS256', kid }, claims),
};

const jwkOf = (key: KeyObject): JsonWebKey => createPublicKey(key).export({ format: 'jwk' });

const otherKeys: Record<string, Forge> = {
  'another key under the same kid': ({ kid, claims }) =>
    signedBy(own.privateKey, { alg: 'RS256', typ: 'at+jwt', kid }, claims),
  'another key under a kid of its own': ({ claims }) =>
    signedBy(own.privateKey, { alg: 'RS256', kid: 'mine' }, claims),
  'another key and no kid': ({ claims }) => signedBy(own.privateKey, { alg: 'RS256' }, claims),
  'a kid that is a path': ({ claims }) => hmac('', { alg: 'HS256', kid: '../../../../dev/null' }, claims),
  'a kid that is a query': ({ claims }) => hmac('x', { alg: 'HS256', kid: "x' UNION SELECT 'x" }, claims),
  'a kid that is a list': ({ kid, claims }) => signedBy(own.privateKey, { alg: 'RS256', kid: [kid] }, claims),
  'a key that it brings along': ({ kid, claims }) =>
    signedBy(own.privateKey, { alg: 'RS256', kid, jwk: jwkOf(own.privateKey) }, claims),
  'a key of another kind that it brings along': ({ claims }) =>
    signedBy(curve.privateKey, { alg: 'ES256', jwk: jwkOf(curve.privateKey) }, claims),
  'an address of keys': ({ claims }) =>
    signedBy(
      own.privateKey,
      { alg: 'RS256', kid: 'mine', jku: 'https://keys.example.org/jwks.json' },
      claims,
    ),
  'an address of a certificate': ({ claims }) =>
    signedBy(own.privateKey, { alg: 'RS256', kid: 'mine', x5u: 'https://keys.example.org/x.pem' }, claims),
  'a certificate that it brings along': ({ kid, claims }) =>
    signedBy(own.privateKey, { alg: 'RS256', kid, x5c: ['MIIBszCCAVmgAwIBAgIU'] }, claims),
  'ES256 by the id of the RSA key': ({ kid, claims }) =>
    signedBy(curve.privateKey, { alg: 'ES256', kid }, claims),
  'ES256 of zeros': ({ kid, claims }) =>
    unsigned({ alg: 'ES256', kid }, claims, Buffer.alloc(64).toString('base64url')),
  'ES256 of zeros and no kid': ({ claims }) =>
    unsigned({ alg: 'ES256' }, claims, Buffer.alloc(64).toString('base64url')),
  'RS256 of zeros': ({ kid, claims }) =>
    unsigned({ alg: 'RS256', kid }, claims, Buffer.alloc(256).toString('base64url')),
  'an Edwards key': ({ kid, claims }) => signedBy(edwards.privateKey, { alg: 'EdDSA', kid }, claims),
};

/** Parts of a right token, put together otherwise. */
const damaged: Record<string, Forge> = {
  'an empty signature': ({ token }) => token.replace(/[^.]+$/, ''),
  'no signature part': ({ token }) => token.split('.').slice(0, 2).join('.'),
  'half of it': ({ token }) => token.slice(0, token.length / 2),
  'the last characters missing': ({ token }) => token.slice(0, -4),
  'a bit of the signature changed': ({ token }) => {
    const [head, payload, signature = ''] = token.split('.');
    const bytes = Buffer.from(signature, 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return [head, payload, bytes.toString('base64url')].join('.');
  },
  'another person': ({ token, claims }) =>
    token.replace(/\.[^.]+\./, `.${part({ ...claims, sub: 'root' })}.`),
  'another group': ({ token, claims }) =>
    token.replace(/\.[^.]+\./, `.${part({ ...claims, groups: ['countersign-administrators'] })}.`),
  'the same claims written otherwise': ({ token, claims }) =>
    token.replace(/\.[^.]+\./, `.${part(JSON.stringify(claims, undefined, 1))}.`),
  'claims that stand twice': ({ token, claims }) =>
    token.replace(
      /\.[^.]+\./,
      `.${part(JSON.stringify(claims).replace('{', '{"sub":"root","sub":"root",'))}.`,
    ),
  'another header': ({ token }) =>
    token.replace(/^[^.]+/, part({ alg: 'RS256', kid: 'the-key', typ: 'JWT' })),
  'a fourth part': ({ token }) => `${token}.${part('more')}`,
  'an encrypted form': ({ token }) => `${token}.${part('a')}.${part('b')}`,
  'two tokens': ({ token }) => `${token},${token}`,
  'a word': () => 'not.a.token',
  'JSON that is none': () => `${part('{')}.${part('{')}.${part('x')}`,
  'claims that are a list': ({ kid }) => signedBy(own.privateKey, { alg: 'RS256', kid }, []),
  '6 kB of claims': ({ kid, claims }) =>
    signedBy(own.privateKey, { alg: 'RS256', kid }, { ...claims, x: 'x'.repeat(6_000) }),
};

/** Out of the issuer's own hands, but not for this, not now, or not for us. */
const misused: Record<string, Forge> = {
  'another issuer': ({ issued, claims }) => issued({ ...claims, iss: 'https://identity.test.evil' }),
  'an issuer with a slash more': ({ issued, claims }) => issued({ ...claims, iss: `${claims['iss']}/` }),
  'no issuer': ({ issued, claims }) => issued(without(claims, 'iss')),
  'another audience': ({ issued, claims }) => issued({ ...claims, aud: 'another-service' }),
  'several other audiences': ({ issued, claims }) =>
    issued({ ...claims, aud: ['one', 'countersign-console'] }),
  'another audience, and our name for its client': ({ issued, claims }) =>
    issued({ ...claims, aud: 'another-service', client_id: 'countersign' }),
  'no audience, and another client': ({ issued, claims }) =>
    issued({ ...without(claims, 'aud'), client_id: 'another-service' }),
  'neither audience nor client': ({ issued, claims }) => issued(without(without(claims, 'aud'), 'client_id')),
  'an end that is over': ({ issued, claims }) => issued({ ...claims, exp: now() - 1 }),
  'no end': ({ issued, claims }) => issued(without(claims, 'exp')),
  'an end in words': ({ issued, claims }) => issued({ ...claims, exp: '9999999999' }),
  'a beginning to come': ({ issued, claims }) => issued({ ...claims, nbf: now() + 60 }),
  'a beginning in words': ({ issued, claims }) => issued({ ...claims, nbf: 'now' }),
  'issued in the future': ({ issued, claims }) => issued({ ...claims, iat: now() + 60 }),
  'an extension that must be understood': ({ issued, claims }) =>
    issued(claims, { crit: ['http://example.org/odd'], 'http://example.org/odd': true }),
};

/** Signed and meant for us: which kind of token it is, API Gateway does not ask. */
export const otherKinds: Record<string, Forge> = {
  'an ID token by its kind': ({ issued, claims }) => issued({ ...claims, typ: 'ID' }),
  'an ID token by its hash of the code': ({ issued, claims }) =>
    issued({ ...claims, c_hash: 'LDktKdoQak3Pk0cnXxCltA' }),
  'an ID token by its hash of the access token': ({ issued, claims }) =>
    issued({ ...claims, at_hash: '77QmUPtjPfzWtF2A' }),
  'an ID token by its use': ({ issued, claims }) => issued({ ...claims, token_use: 'id' }),
  'a refresh token by its use': ({ issued, claims }) => issued({ ...claims, token_use: 'refresh' }),
  'a token of nobody': ({ issued, claims }) => issued({ ...without(without(claims, 'sub'), 'client_id') }),
  'a token of an empty name': ({ issued, claims }) => issued({ ...without(claims, 'client_id'), sub: '' }),
};

/** What whoever verifies signatures must refuse. */
export const forgeries: Record<string, Forge> = {
  ...unsignedOnes,
  ...confused,
  ...otherKeys,
  ...damaged,
  ...misused,
};
