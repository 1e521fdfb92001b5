import type { OriginRequest } from './gateway/gateway.ts';

/** The origin is `127.0.0.1`; people type this. */
export function localhostOf(host: string): string {
  return host.replace('127.0.0.1', 'localhost');
}

/**
 * Pages, sign-in, cookies and access tokens belong to one origin, so a browser at `localhost` is redirected there; it
 * keeps a setup link's fragment. A program is answered at either name.
 *
 * @returns whether it was redirected
 */
export function sendsToOrigin({ request, response, method }: OriginRequest, origin: string): boolean {
  const { host, accept = '' } = request.headers;
  const isVisit = method === 'GET' && accept.includes('text/html');
  if (!isVisit || host !== localhostOf(new URL(origin).host)) return false;
  // Not permanent: tomorrow another program may use this port.
  response.writeHead(307, { location: `${origin}${request.url}`, 'cache-control': 'no-store' }).end();
  return true;
}
