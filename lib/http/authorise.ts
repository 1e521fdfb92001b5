import { type Actor, holds, permissionFor, rolesOfGroups } from '../domain/authorization.ts';
import { type Issuer, issuerOf } from '../domain/issuers.ts';
import { Problem } from '../domain/problems.ts';
import {
  type Claims,
  claimsOf,
  clientIn,
  groupsIn,
  hasTooManyGroups,
  isIdToken,
  isMeantFor,
  isProgram,
  scopesIn,
} from './access-token.ts';
import type { Route } from './route.ts';

/** What the gateway says about a request. */
export interface Credentials {
  /** Claims of the access token that its authorizer has verified. */
  readonly verified: Claims | undefined;
  /** The header `Authorization`. */
  readonly header: string | undefined;
}

export interface Expected {
  readonly issuers: readonly Issuer[];
  /** The gateway's time of the request, in milliseconds: the same clock that its authorizer used. */
  readonly receivedAt: number;
}

/**
 * The caller, from the access token that the gateway's authorizer has verified. Issuer, audience and time are checked
 * again, because a function must not depend on how it is wired. What a token permits is decided here alone: the gateway
 * knows neither an ID token nor the names that an issuer has for our permissions.
 *
 * @throws Problem `unauthenticated`, `forbidden`
 */
export function authorise(
  { privilege }: Route,
  { verified, header }: Credentials,
  { issuers, receivedAt }: Expected,
): Actor {
  const permission = permissionFor(privilege);
  if (permission === 'none') return { kind: 'link', name: 'setup', roles: [] };
  const issuer = issuerOf(issuers, permission);
  const claims = verified && claimsOf(verified, header);
  if (!issuer || !claims || !isAccessToken(claims, issuer, receivedAt) || isOfNobody(claims)) {
    throw new Problem(
      'unauthenticated',
      'Send an access token of the configured issuer: Authorization: Bearer …',
    );
  }
  const scope = issuer.scopes[permission] ?? '';
  if (!scopesIn(claims, issuer).includes(scope)) {
    throw new Problem('forbidden', `This route needs an access token with the scope ${scope}.`);
  }
  if (permission === 'verify') return { kind: 'application', name: applicationIn(claims), roles: [] };
  if (permission === 'self') {
    return { kind: 'user', name: personIn(claims, issuer, 'unauthenticated'), roles: [] };
  }
  const roles = rolesOfGroups(groupsIn(claims, issuer), issuer.groups);
  if (!holds(roles, privilege)) throw new Problem('forbidden', whyNot(claims, privilege));
  return isProgram(claims)
    ? { kind: 'client', name: applicationIn(claims), roles }
    : { kind: 'operator', name: personIn(claims, issuer, 'forbidden'), roles };
}

const isAccessToken = (claims: Claims, issuer: Issuer, receivedAt: number): boolean =>
  claims['iss'] === issuer.issuer &&
  isMeantFor(issuer, claims) &&
  Number(claims['exp']) > receivedAt / 1000 &&
  !isIdToken(claims);

const whyNot = (claims: Claims, privilege: string): string =>
  hasTooManyGroups(claims)
    ? 'Your access token lists no groups, because there are too many of them. An administrator can assign you an app role instead.'
    : `This needs the privilege ${privilege}. An administrator can grant it.`;

const isOfNobody = (claims: Claims): boolean => !isName(claims['sub']) && !isName(clientIn(claims));

/** A program is identified by its client. */
function applicationIn(claims: Claims): string {
  const client = clientIn(claims);
  return isName(client) ? client : String(claims['sub']);
}

/** People are identified by the configured claim alone: another claim may name somebody else. */
function personIn(claims: Claims, { userIdClaim }: Issuer, code: 'unauthenticated' | 'forbidden'): string {
  const name = claims[userIdClaim];
  if (isName(name)) return name;
  throw new Problem(code, `The access token identifies no person: its claim ${userIdClaim} is missing.`);
}

const isName = (name: unknown): name is string => typeof name === 'string' && name !== '';
