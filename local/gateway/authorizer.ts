import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { type Issuer, issuerOf, type Permission } from '../../lib/domain/issuers.ts';
import { type Claims, isMeantFor } from '../../lib/http/access-token.ts';

/** API Gateway's own checks of an access token; the function checks it again. */
export interface Authorizer {
  /** @returns the claims, or why the token was refused */
  authorize(header: string | undefined, permission: Permission): Promise<Authorized | Refused>;
}

export interface Authorized {
  readonly claims: Readonly<Record<string, string>>;
  /** What API Gateway writes for a route that asks for no scope. */
  readonly scopes: null;
}

export interface Refused {
  readonly refused: 'unauthenticated';
  readonly detail: string;
  /** For the header `www-authenticate`. */
  readonly challenge: string;
}

/** An issuer, and the keys that the gateway would fetch from it. */
export interface IssuerWithKeys extends Issuer {
  readonly keys: JSONWebKeySet;
}

const tokensKept = 1_000;

/** HTTP APIs verify signatures of RSA alone. */
const algorithms = ['RS256', 'RS384', 'RS512'];

/**
 * One JWT authorizer for each issuer; a route has the one whose issuer grants its permission. Uses real time, like the
 * identity provider, whatever the business clock says.
 */
export function jwtAuthorizer(issuers: readonly IssuerWithKeys[]): Authorizer {
  const verifiers = new Map(issuers.map((issuer) => [issuer, verifierOf(issuer)]));
  return {
    async authorize(header, permission) {
      const issuer = issuerOf(issuers, permission);
      const token = header?.replace(/^bearer +/i, '').trim();
      if (!token) return unauthenticated('Bearer');
      const payload = issuer && (await verifiers.get(issuer)?.(token));
      return payload
        ? { claims: gatewayClaims(payload), scopes: null }
        : unauthenticated('Bearer error="invalid_token"');
    },
  };
}

/** An application sends the same token for an hour: its signature is verified once, its times every time. */
function verifierOf(issuer: IssuerWithKeys): (token: string) => Promise<JWTPayload | undefined> {
  const keySet = createLocalJWKSet(issuer.keys);
  const verified = new Map<string, JWTPayload>();
  const isDue = ({ exp = 0, nbf = 0, iat = 0 }: JWTPayload, now: number) =>
    exp > now && nbf <= now && iat <= now;

  return async (token) => {
    const now = Date.now() / 1000;
    const known = verified.get(token);
    if (known) return isDue(known, now) ? known : undefined;
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer: issuer.issuer,
        algorithms,
        requiredClaims: ['exp', 'iat'],
      });
      if (!isMeantFor(issuer, payload) || !isDue(payload, now)) return undefined;
      if (verified.size >= tokensKept) verified.clear();
      verified.set(token, payload);
      return payload;
    } catch {
      return undefined;
    }
  };
}

function unauthenticated(challenge: string): Refused {
  const detail = 'Send an access token of the configured issuer: Authorization: Bearer …';
  return { refused: 'unauthenticated', detail, challenge };
}

/** API Gateway passes every claim as a string; a list becomes `[one two]`, whatever its members contain. */
export function gatewayClaims(payload: Claims): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asString(value)]));
}

function asString(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asString).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
