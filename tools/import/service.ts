import { setTimeout as sleep } from 'node:timers/promises';
import { patiently, pauseBefore, type Summary } from '../../lib/files/send-file.ts';

/** Where the access token comes from: given, or fetched with the credentials of a program. */
export interface Credentials {
  readonly accessToken?: string | undefined;
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

export interface Service extends Credentials {
  readonly url: string;
  readonly mediaType: string;
  /** How time passes between two tries. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** Sends documents to the import, with a fresh access token, again and again while the service asks for patience. */
export function importService(service: Service): (document: string) => Promise<Summary> {
  const { url, mediaType, wait = sleep } = service;
  let token = service.accessToken;
  const send = async (body: string): Promise<Summary> => {
    token ??= await fetchToken(service);
    const headers = { authorization: `Bearer ${token}`, 'content-type': mediaType };
    const response = await fetch(new URL('/v1/users/import', url), { method: 'POST', headers, body });
    if (response.ok) return (await response.json()) as Summary;
    throw new Refused(await detailOf(response), response);
  };
  const again = (error: unknown, tries: number): number | undefined => {
    if (!(error instanceof Refused)) return pauseBefore({ status: 0 }, tries);
    // An access token that has expired meanwhile is fetched again, once.
    const expired = error.status === 401 && service.accessToken === undefined && tries === 1;
    if (expired) token = undefined;
    return expired ? 0 : pauseBefore(error, tries);
  };
  return (document) =>
    patiently(() => send(document), { again, wait }).catch((error: unknown) => {
      if (error instanceof Refused && pauseBefore(error, 1) === undefined) throw error;
      const { message, cause } = error as Error;
      throw new Refused(`The service did not take the rows, asked again and again: ${cause ?? message}`);
    });
}

/** The service, or the issuer of access tokens, says no, and why. */
export class Refused extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number;

  /** @param response what says so; without one, trying again does not help */
  constructor(detail: string, response?: Response) {
    super(detail);
    this.status = response?.status ?? 400;
    this.retryAfterSeconds = Number(response?.headers.get('retry-after'));
  }
}

async function detailOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as { detail?: unknown };
  return `${response.status} ${problem.detail ?? response.statusText}`;
}

async function fetchToken({ issuer, clientId, clientSecret }: Credentials): Promise<string> {
  if (!issuer || !clientId || !clientSecret) {
    throw new Refused(
      'Set COUNTERSIGN_ACCESS_TOKEN, or COUNTERSIGN_ISSUER, COUNTERSIGN_CLIENT_ID and COUNTERSIGN_CLIENT_SECRET.',
    );
  }
  const discovery = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  if (!discovery.ok) throw new Refused(`The issuer did not return its configuration: ${discovery.status}.`);
  const { token_endpoint: endpoint } = (await discovery.json()) as { token_endpoint: string };
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'countersign/operate' }),
  });
  if (!response.ok) throw new Refused(`The issuer refused this client an access token: ${response.status}.`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
