import { config } from '../../infra.config.ts';
import { type Actor, holds, rolesOfGroups, scopeOf } from '../domain/authorization.ts';
import { Problem } from '../domain/problems.ts';
import { type Claims, claimsOf, clientIn, isProgram, namesIn, scopesIn } from './access-token.ts';
import type { Route } from './route.ts';

/** What the gateway says about a request. */
export interface Credentials {
  /** Claims of the access token that its authorizer has verified. */
  readonly verified: Claims | undefined;
  /** The header `Authorization`. */
  readonly header: string | undefined;
}

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  /** The gateway's time of the request, in milliseconds: the same clock that its authorizer used. */
  readonly receivedAt: number;
}

/**
 * The caller, from the access token that the gateway's authorizer has verified. Checked again here, because the
 * gateway cannot tell an ID token from an access token, and a function must not depend on how it is wired.
 *
 * @throws Problem `unauthenticated`, `forbidden`
 */
export function authorise(route: Route, { verified, header }: Credentials, expected: Expected): Actor {
  const scope = scopeOf(route.privilege);
  if (scope === 'none') return { kind: 'link', name: 'setup', roles: [] };
  const claims = verified && claimsOf(verified, header);
  if (!claims || !isAccessToken(claims, expected) || isOfNobody(claims)) {
    throw new Problem(
      'unauthenticated',
      'Send an access token of the configured issuer: Authorization: Bearer …',
    );
  }
  if (!scopesIn(claims).includes(scope)) {
    throw new Problem('forbidden', `This route needs an access token with the scope ${scope}.`);
  }
  if (scope === 'countersign/verify') return { kind: 'application', name: applicationIn(claims), roles: [] };
  if (scope === 'countersign/self') {
    return { kind: 'user', name: personIn(claims, 'unauthenticated'), roles: [] };
  }
  const groups = config.identity.groupsClaims
    .map((claim) => namesIn(claims[claim]))
    .find((names) => names.length > 0);
  const roles = rolesOfGroups(groups ?? []);
  if (!holds(roles, route.privilege)) {
    throw new Problem(
      'forbidden',
      `This needs the privilege ${route.privilege}. An administrator can grant it.`,
    );
  }
  return isProgram(claims)
    ? { kind: 'client', name: applicationIn(claims), roles }
    : { kind: 'operator', name: personIn(claims, 'forbidden'), roles };
}

function isAccessToken(claims: Claims, { issuer, audience, receivedAt }: Expected): boolean {
  const use = claims['token_use'];
  return (
    claims['iss'] === issuer &&
    namesIn(claims['aud'] ?? claims['client_id']).includes(audience) &&
    Number(claims['exp']) > receivedAt / 1000 &&
    (use === undefined || use === 'access') &&
    claims['nonce'] === undefined &&
    claims['at_hash'] === undefined
  );
}

const isOfNobody = (claims: Claims): boolean => !isName(claims['sub']) && !isName(clientIn(claims));

/** A program is identified by its client. */
function applicationIn(claims: Claims): string {
  const client = clientIn(claims);
  return isName(client) ? client : String(claims['sub']);
}

/** People are identified by the configured claim alone: another claim may name somebody else. */
function personIn(claims: Claims, code: 'unauthenticated' | 'forbidden'): string {
  const { userIdClaim } = config.identity;
  const name = claims[userIdClaim];
  if (isName(name)) return name;
  throw new Problem(code, `The access token identifies no person: its claim ${userIdClaim} is missing.`);
}

const isName = (name: unknown): name is string => typeof name === 'string' && name !== '';
