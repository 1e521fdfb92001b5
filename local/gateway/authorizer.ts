import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import type { Claims } from '../../lib/http/access-token.ts';

/** API Gateway's own checks of an access token; the function checks it again. */
export interface Authorizer {
  /** @returns the claims, or why the token was refused */
  authorize(header: string | undefined, scope: string): Promise<Authorized | Refused>;
}

export interface Authorized {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[];
}

export interface Refused {
  readonly refused: 'unauthenticated' | 'forbidden';
  readonly detail: string;
  /** For the header `www-authenticate`. */
  readonly challenge: string;
}

export interface AuthorizerOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JSONWebKeySet;
}

const tokensKept = 1_000;

/** Uses real time, like the identity provider, whatever the business clock says. */
export function jwtAuthorizer({ issuer, audience, keys }: AuthorizerOptions): Authorizer {
  const keySet = createLocalJWKSet(keys);
  const verified = new Map<string, JWTPayload>();

  /** An application sends the same token for an hour: its signature is verified once, its times every time. */
  async function verify(token: string): Promise<JWTPayload | undefined> {
    const known = verified.get(token);
    if (known) return (known.exp ?? 0) > Date.now() / 1000 ? known : undefined;
    try {
      const { payload } = await jwtVerify(token, keySet, {
        issuer,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp', 'iat'],
      });
      if (verified.size >= tokensKept) verified.clear();
      verified.set(token, payload);
      return payload;
    } catch {
      return undefined;
    }
  }

  return {
    async authorize(header, scope) {
      const token = header?.replace(/^bearer +/i, '').trim();
      if (!token) return unauthenticated('Bearer');
      const payload = await verify(token);
      if (!payload || !isMeantFor(audience, payload) || (payload.iat ?? 0) > Date.now() / 1000) {
        return unauthenticated('Bearer error="invalid_token"');
      }
      const scopes = scopesOf(payload);
      if (!scopes.includes(scope)) {
        return {
          refused: 'forbidden',
          detail: `This route needs an access token with the scope ${scope}.`,
          challenge: `Bearer error="insufficient_scope", scope="${scope}"`,
        };
      }
      return { claims: gatewayClaims(payload), scopes };
    },
  };
}

function unauthenticated(challenge: string): Refused {
  const detail = 'Send an access token of the configured issuer: Authorization: Bearer …';
  return { refused: 'unauthenticated', detail, challenge };
}

/** Amazon Cognito's access tokens have no audience; the gateway then looks at the client's id. */
function isMeantFor(audience: string, { aud, client_id: clientId }: JWTPayload): boolean {
  return aud === undefined ? clientId === audience : [aud].flat().includes(audience);
}

function scopesOf({ scope, scp }: JWTPayload): string[] {
  const found = scope ?? scp;
  if (Array.isArray(found)) return found.map(String);
  return typeof found === 'string' ? found.split(' ') : [];
}

/** API Gateway passes every claim as a string; a list becomes `[one two]`, whatever its members contain. */
export function gatewayClaims(payload: Claims): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asString(value)]));
}

function asString(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asString).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
