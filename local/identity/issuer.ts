import type { Issuer } from '../../lib/domain/issuers.ts';
import { consoleClient } from './people.ts';

export const identityPath = '/oidc';

/** What the runner's access tokens are meant for. */
export const audience = 'countersign';

/** The runner's own identity provider, as a deployment would name it. */
export function localIssuer(origin: string): Issuer & Required<Pick<Issuer, 'signIn'>> {
  const issuer = `${origin}${identityPath}`;
  return {
    issuer,
    audiences: [audience],
    scopes: {
      verify: 'countersign/verify',
      self: 'countersign/self',
      operate: 'countersign/operate',
    },
    userIdClaim: 'sub',
    groupsClaims: ['groups'],
    signIn: {
      clientId: consoleClient,
      authorizationEndpoint: `${issuer}/auth`,
      tokenEndpoint: `${issuer}/token`,
      endSessionEndpoint: `${issuer}/session/end`,
    },
  };
}
