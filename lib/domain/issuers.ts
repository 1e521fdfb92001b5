/** What an access token may permit: `verify` to applications, `self` to users, `operate` to operators. */
export type Permission = 'verify' | 'self' | 'operate';

/**
 * An OpenID Connect issuer whose access tokens are accepted. No provider has code of its own: what differs from one to
 * the next is said here. docs/identity/ has the values for the usual ones.
 */
export interface Issuer {
  /** As in the claim `iss`, character for character, with a final slash where it has one. */
  readonly issuer: string;
  /** One of them must be in `aud`; for a token without `aud` (Amazon Cognito) it must be its `client_id`. */
  readonly audiences: readonly string[];
  /** What this issuer calls each permission that it grants. It grants none that is missing here. */
  readonly scopes: Readonly<Partial<Record<Permission, string>>>;
  /** Claims in which the scopes are. `scope` and `scp` hold words, any other a list of names. */
  readonly scopeClaims?: readonly string[];
  /** The claim that contains the Countersign user id of a person. */
  readonly userIdClaim: string;
  /**
   * Claims that list a person's groups; all of them count. Each is a name (`cognito:groups`), or a path
   * (`realm_access.roles`).
   */
  readonly groupsClaims: readonly string[];
  /** The groups of a role, by the role's name, where this issuer calls them otherwise than infra.config.ts. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Groups of programs that may operate, by client id, for an issuer that puts none into their tokens. */
  readonly programs?: Readonly<Record<string, readonly string[]>>;
  /** How people sign in to the pages. Needed where the issuer grants `operate` or `self` to people. */
  readonly signIn?: SignIn;
}

/** A public client of the issuer: authorization code with PKCE, back to `<origin>/` and `<origin>/me`. */
export interface SignIn {
  readonly clientId: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string;
  /** What to ask for beside `openid`, where that is not the scope's name itself (`api://…/operate`). */
  readonly scopes?: Readonly<Partial<Record<Permission, string>>>;
  /** Name of the parameter that says where to go after signing out. */
  readonly signOutParameter?: 'post_logout_redirect_uri' | 'logout_uri';
  /** Additional parameters of the authorization request, such as `{ audience: 'countersign' }`. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const permissions: readonly Permission[] = ['verify', 'self', 'operate'];

/** The issuer that grants a permission. */
export const issuerOf = <I extends Issuer>(issuers: readonly I[], permission: Permission): I | undefined =>
  issuers.find(({ scopes }) => scopes[permission] !== undefined);

/**
 * Each route of API Gateway has one JWT authorizer, so each permission comes from one issuer.
 *
 * @returns the sentence that says what is wrong, if anything is
 */
export function faultIn(issuers: readonly Issuer[]): string | undefined {
  for (const permission of permissions) {
    const granting = issuers.filter(({ scopes }) => scopes[permission] !== undefined);
    if (granting.length === 1) continue;
    return granting.length === 0
      ? `No issuer grants the permission ${permission}. Add its scope to one of them.`
      : `${granting.map(({ issuer }) => issuer).join(' and ')} both grant the permission ${permission}. Leave its scope out of one of them.`;
  }
  for (const permission of ['self', 'operate'] as const) {
    const issuer = issuerOf(issuers, permission);
    if (!issuer?.signIn)
      return `The issuer ${issuer?.issuer} grants ${permission} and lacks signIn, so nobody can sign in.`;
  }
  const nameless = issuers.find(({ audiences }) => audiences.length === 0);
  return nameless && `The issuer ${nameless.issuer} has no audience: every token of it would be refused.`;
}
