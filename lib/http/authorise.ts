import { config } from '../../infra.config.ts';
import { type Actor, holds, rolesOfGroups, scopeOf } from '../domain/authorization.ts';
import { Problem } from '../domain/problems.ts';
import type { Route } from './route.ts';

export type Claims = Readonly<Record<string, unknown>>;

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  /** The gateway's time of the request, in milliseconds: the same clock that its authorizer used. */
  readonly receivedAt: number;
}

/**
 * Who calls, from the claims that the gateway's authorizer has verified. Checked again here, for the gateway
 * cannot tell an ID token from an access token, and a function must not depend on how it is wired.
 *
 * @throws Problem `unauthenticated`, `forbidden`
 */
export function authorise(route: Route, claims: Claims | undefined, expected: Expected): Actor {
  const scope = scopeOf(route.privilege);
  if (scope === 'none') return { kind: 'link', name: 'setup', roles: [] };
  if (!claims || !isAccessToken(claims, expected)) {
    throw new Problem(
      'unauthenticated',
      'Send an access token of the configured issuer: Authorization: Bearer …',
    );
  }
  if (!listOf(claims['scope'] ?? claims['scp']).includes(scope)) {
    throw new Problem('forbidden', `This route needs an access token with the scope ${scope}.`);
  }
  const name = nameOf(claims, scope);
  if (scope !== 'countersign/operate') {
    return { kind: scope === 'countersign/verify' ? 'application' : 'user', name, roles: [] };
  }
  const groups = config.identity.groupsClaims
    .map((claim) => listOf(claims[claim]))
    .find((list) => list.length > 0);
  const roles = rolesOfGroups(groups ?? []);
  if (!holds(roles, route.privilege)) {
    throw new Problem(
      'forbidden',
      `This needs the privilege ${route.privilege}. An administrator can grant it.`,
    );
  }
  return { kind: 'operator', name, roles };
}

function isAccessToken(claims: Claims, { issuer, audience, receivedAt }: Expected): boolean {
  const audiences = listOf(claims['aud'] ?? claims['client_id']);
  const use = claims['token_use'];
  return (
    claims['iss'] === issuer &&
    audiences.includes(audience) &&
    Number(claims['exp']) > receivedAt / 1000 &&
    (use === undefined || use === 'access') &&
    claims['nonce'] === undefined &&
    claims['at_hash'] === undefined
  );
}

/** Applications are their client; people are the claim that names the user, operators that are programs their client. */
function nameOf(claims: Claims, scope: string): string {
  const person = claims[config.identity.userIdClaim];
  const program = claims['client_id'] ?? claims['sub'];
  const name =
    scope === 'countersign/verify' ? program : scope === 'countersign/self' ? person : (person ?? program);
  if (typeof name !== 'string' || name === '') {
    throw new Problem('unauthenticated', 'The access token names nobody.');
  }
  return name;
}

/** Lists arrive as JSON arrays, as words, or as the gateway writes arrays: `[a b]`. */
function listOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[|\]$/g, '')
    .split(' ')
    .filter(Boolean);
}
