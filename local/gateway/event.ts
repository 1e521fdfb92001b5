import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { Authorized } from './authorizer.ts';
import type { Match } from './routes.ts';

export interface EventParts {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly match: Match;
  readonly authorized: Authorized | undefined;
  readonly requestId: string;
  readonly host: string;
}

/** The API Gateway HTTP API event, payload format 2.0. */
export function toEvent({ request, path, query, body, match, authorized, requestId, host }: EventParts) {
  const headers = joinedHeaders(request);
  const cookies = request.headers.cookie?.split('; ');
  const isBase64Encoded = body.length > 0 && !isText(headers['content-type'], body);
  const now = new Date();
  return {
    version: '2.0',
    routeKey: match.route.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies && { cookies }),
    headers,
    ...(query !== '' && { queryStringParameters: joinedQuery(query) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      ...(authorized && { authorizer: { jwt: authorized } }),
      domainName: host,
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: match.route.routeKey,
      stage: '$default',
      time: now.toUTCString(),
      // Real time on purpose: access tokens are checked by it.
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

function joinedHeaders(request: IncomingMessage): Record<string, string> {
  const all = Object.entries(request.headersDistinct).filter(([name]) => name !== 'cookie');
  return Object.fromEntries(all.map(([name, values = []]) => [name, values.join(',')]));
}

function joinedQuery(query: string): Record<string, string> {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]),
  );
}

/** These few types reach a function as text; every other body, and one without a type, as base64. */
function isText(contentType = '', body: Buffer): boolean {
  return /^(text\/|application\/(json|xml|javascript)\s*(;|$))/i.test(contentType) && isUtf8(body);
}
