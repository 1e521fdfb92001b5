import { setTimeout as sleep } from 'node:timers/promises';
import type { Summary } from '../../lib/files/send-file.ts';

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

const maximumTries = 8;
const longestWait = 30_000;

/** Sends documents to the import, with a fresh access token, again and again while the service asks to wait. */
export function importService(service: Service): (document: string) => Promise<Summary> {
  const { url, mediaType, wait = sleep } = service;
  let token = service.accessToken;
  return async (document) => {
    let failure = '';
    for (let tries = 0; tries < maximumTries; tries++) {
      if (tries > 0) await wait(Math.min(longestWait, 250 * 2 ** tries));
      let response: Response;
      try {
        token ??= await fetchToken(service);
        const headers = { authorization: `Bearer ${token}`, 'content-type': mediaType };
        response = await fetch(new URL('/v1/users/import', url), { method: 'POST', headers, body: document });
        if (response.ok) return (await response.json()) as Summary;
      } catch (error) {
        if (error instanceof Refused) throw error;
        failure = error instanceof Error ? String(error.cause ?? error.message) : String(error);
        continue;
      }
      failure = await detailOf(response);
      if (response.status === 401 && service.accessToken === undefined && tries === 0) token = undefined;
      else if (response.status !== 429 && response.status < 500) throw new Refused(failure);
      const seconds = Number(response.headers.get('retry-after'));
      if (seconds > 0) await wait(Math.min(longestWait, seconds * 1000));
    }
    throw new Refused(`The service did not accept the rows after ${maximumTries} tries: ${failure}`);
  };
}

/** Trying again would not help. */
export class Refused extends Error {}

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
