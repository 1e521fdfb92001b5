import * as oauth from 'oauth4webapi';
import type { PageSignIn, SignInDocument } from '../../lib/domain/sign-in-document.ts';

export interface Session {
  /** Only in memory: what another script, tab or visit could find in a storage is not there. */
  readonly accessToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  signOut(): void;
}

/** The identity provider refused, or the answer does not belong to a question of this tab. */
export class SignInRefused extends Error {}

/** What has to outlive the way to the identity provider and back. None of it opens anything by itself. */
interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where in the page the person wanted to go. */
  readonly hash: string;
}

const begunKey = 'countersign.sign-in';

/**
 * Signs the person in by the authorization code flow with PKCE (RFC 7636, RFC 9700 section 2.1.1). Leaves the page
 * for the identity provider unless its answer is already in the address; the promise then stays open.
 *
 * @param page path of this page, where the provider sends the person back to
 * @throws SignInRefused
 */
export async function signIn(page: '/' | '/me', permission: keyof SignInDocument): Promise<Session> {
  const provider = (await readDocument())[permission];
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state')) return leaveFor(provider, page);
  const begun = takeBegun();
  // The code and the state leave the address bar, and the history with it.
  history.replaceState(null, '', page + (begun?.hash ?? ''));
  if (!begun) throw new SignInRefused('state');
  return finish(provider, begun, answer, page);
}

async function readDocument(): Promise<SignInDocument> {
  const response = await fetch('/sign-in.json', { cache: 'no-cache', credentials: 'omit' });
  if (!response.ok) throw new SignInRefused('sign-in.json');
  return response.json();
}

async function leaveFor(provider: PageSignIn, page: string): Promise<never> {
  const begun: Begun = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    hash: location.hash,
  };
  sessionStorage.setItem(begunKey, JSON.stringify(begun));
  const question = new URL(provider.authorizationEndpoint);
  question.search = new URLSearchParams({
    ...provider.parameters,
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: location.origin + page,
    scope: provider.scope,
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: 'S256',
  }).toString();
  location.replace(question);
  return new Promise(() => {});
}

/** Once: an answer that arrives a second time finds nothing. */
function takeBegun(): Begun | undefined {
  const kept = sessionStorage.getItem(begunKey);
  sessionStorage.removeItem(begunKey);
  return kept === null ? undefined : JSON.parse(kept);
}

async function finish(
  provider: PageSignIn,
  { state, nonce, verifier }: Begun,
  answer: URLSearchParams,
  page: string,
): Promise<Session> {
  const server = { issuer: provider.issuer, token_endpoint: provider.tokenEndpoint };
  const client = { client_id: provider.clientId };
  try {
    const parameters = oauth.validateAuthResponse(server, client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      location.origin + page,
      verifier,
      // Only where the page itself came over plain HTTP: a service on this machine.
      { [oauth.allowInsecureRequests]: location.protocol === 'http:' },
    );
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    });
    return {
      accessToken: tokens.access_token,
      expiresAt: Date.now() + (tokens.expires_in ?? 3600) * 1000,
      signOut: () => location.assign(farewell(provider, tokens.id_token, page)),
    };
  } catch (error) {
    const code = error instanceof oauth.AuthorizationResponseError ? error.error : 'exchange';
    throw new SignInRefused(code, { cause: error });
  }
}

/** OpenID Connect RP-Initiated Logout, section 2; some providers call the way back otherwise. */
function farewell(
  { endSessionEndpoint, clientId, signOutParameter }: PageSignIn,
  idToken: string | undefined,
  page: string,
): URL {
  const address = new URL(endSessionEndpoint);
  address.search = new URLSearchParams({
    client_id: clientId,
    [signOutParameter]: location.origin + page,
    ...(idToken && { id_token_hint: idToken }),
  }).toString();
  return address;
}
