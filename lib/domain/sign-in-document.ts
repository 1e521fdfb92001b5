import { type Issuer, issuerOf, type SignIn } from './issuers.ts';

/** How people sign in to one page: whom it asks, as which client, for what. */
export interface PageSignIn extends Required<Omit<SignIn, 'scopes'>> {
  readonly issuer: string;
  /** For the authorization request. */
  readonly scope: string;
}

/** `/sign-in.json`: the console needs a token that permits to operate, the own page one for oneself. */
export type SignInDocument = Readonly<Record<'operate' | 'self', PageSignIn>>;

/** @param issuers checked by `faultIn` */
export function signInDocument(issuers: readonly Issuer[]): SignInDocument {
  return { operate: pageSignIn(issuers, 'operate'), self: pageSignIn(issuers, 'self') };
}

function pageSignIn(issuers: readonly Issuer[], permission: 'operate' | 'self'): PageSignIn {
  const found = issuerOf(issuers, permission);
  if (!found?.signIn) throw new Error(`No issuer signs people in for ${permission}`);
  const { scopes, signOutParameter = 'post_logout_redirect_uri', parameters = {}, ...rest } = found.signIn;
  const asked = scopes?.[permission] ?? found.scopes[permission];
  return { issuer: found.issuer, ...rest, scope: `openid ${asked}`, signOutParameter, parameters };
}
