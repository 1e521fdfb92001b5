import type { OriginRequest } from './gateway/gateway.ts';

/** The origin is `127.0.0.1`; people type this. */
export function localhostOf(host: string): string {
  return host.replace('127.0.0.1', 'localhost');
}

/**
 * Pages, sign-in, cookies and access tokens belong to one origin, so a browser at `localhost` is sent there; it takes
 * a setup link's fragment along. A program is answered at either name.
 *
 * @returns whether that was the answer
 */
export function sendsToOrigin({ request, response, method }: OriginRequest, origin: string): boolean {
  const { host, accept = '' } = request.headers;
  const isVisit = method === 'GET' && accept.includes('text/html');
  if (!isVisit || host !== localhostOf(new URL(origin).host)) return false;
  // Not for good: tomorrow another program may answer at this port.
  response.writeHead(307, { location: `${origin}${request.url}`, 'cache-control': 'no-store' }).end();
  return true;
}
