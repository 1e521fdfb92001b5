import { randomUUID } from 'node:crypto';
import { httpFunctions } from '../../functions/wiring/http-functions.ts';
import type { Issuer } from '../../lib/domain/issuers.ts';
import type { Claims } from '../../lib/http/access-token.ts';
import { gatewayClaims } from '../../local/gateway/authorizer.ts';

export type Caller =
  | 'application'
  | 'administrator'
  | 'helpdesk'
  | 'auditor'
  | 'nobody'
  | { readonly claims: object }
  | { readonly self: string };

export const issuer: Issuer = {
  issuer: 'https://identity.test',
  audiences: ['countersign'],
  scopes: { verify: 'countersign/verify', self: 'countersign/self', operate: 'countersign/operate' },
  userIdClaim: 'sub',
  groupsClaims: ['groups', 'cognito:groups'],
};

export const deployment = { origin: 'https://countersign.test', issuers: [issuer] };

export interface Options {
  readonly as?: Caller;
  readonly body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  readonly rawBody?: string;
  /** Sent instead, in base64: what the gateway makes of a body that is not text. */
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

const routed = httpFunctions.flatMap(({ name, routes }) =>
  routes.map((route) => ({ functionName: name, route, parts: route.path.split('/') })),
);

/** What API Gateway makes of a request, and the function that it calls with it. */
export function gatewayEvent(
  method: string,
  target: string,
  { as = 'administrator', body, rawBody, bytes, headers = {} }: Options = {},
): { readonly functionName: string; readonly event: object } {
  const url = new URL(target, deployment.origin);
  const asked = url.pathname.split('/');
  const found = routed
    .filter(
      ({ route, parts }) =>
        route.method === method &&
        parts.length === asked.length &&
        parts.every((part, i) => part.startsWith('{') || part === asked[i]),
    )
    .sort((a, b) => a.route.path.split('{').length - b.route.path.split('{').length)[0];
  if (!found) throw new Error(`No route for ${method} ${target}`);
  const pathParameters = Object.fromEntries(
    found.parts.flatMap((part, i) =>
      part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(asked[i] ?? '')]] : [],
    ),
  );
  const receivedAt = Date.now();
  const claims = claimsOf(as, receivedAt);
  const authorization = claims && { authorization: `Bearer ${accessToken(claims)}` };
  const event = {
    version: '2.0',
    routeKey: `${method} ${found.route.path}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    ...(url.search ? { queryStringParameters: Object.fromEntries(url.searchParams) } : {}),
    pathParameters,
    requestContext: {
      requestId: randomUUID(),
      timeEpoch: receivedAt,
      http: { method, path: url.pathname, sourceIp: '192.0.2.1', userAgent: 'test', protocol: 'HTTP/1.1' },
      ...(claims ? { authorizer: { jwt: { claims: gatewayClaims(claims), scopes: null } } } : {}),
    },
    ...(rawBody !== undefined || body !== undefined ? { body: rawBody ?? JSON.stringify(body) } : {}),
    ...(bytes ? { body: Buffer.from(bytes).toString('base64') } : {}),
    isBase64Encoded: bytes !== undefined,
  };
  return { functionName: found.functionName, event };
}

/** What the gateway has verified; nobody looks at its signature again. */
const accessToken = (claims: object): string =>
  [{ alg: 'RS256' }, claims, 'signature']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');

/** Claims of an access token as the issuer writes them. */
function claimsOf(caller: Caller, receivedAt: number): Claims | undefined {
  const common = {
    iss: issuer.issuer,
    aud: 'countersign',
    exp: Math.floor(receivedAt / 1000) + 600,
  };
  if (caller === 'nobody') return undefined;
  if (typeof caller === 'object' && 'claims' in caller) return withoutGaps({ ...common, ...caller.claims });
  if (typeof caller === 'object') return { ...common, sub: caller.self, scope: 'countersign/self' };
  if (caller === 'application')
    return { ...common, sub: 'app', client_id: 'app', scope: 'countersign/verify' };
  const group = { administrator: 'administrators', helpdesk: 'helpdesk', auditor: 'auditors' }[caller];
  return {
    ...common,
    sub: `the-${caller}`,
    scope: 'countersign/operate',
    groups: [`countersign-${group}`],
  };
}

/** JSON has no `undefined`: a claim without a value is none. */
const withoutGaps = (claims: object): Claims => JSON.parse(JSON.stringify(claims)) as Claims;
