import { AssertionError } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { httpFunctions } from '../../functions/http-functions.ts';
import { functionHandler } from '../../lib/http/function-handler.ts';
import type { Services } from '../../lib/services.ts';

export type Caller =
  | 'application'
  | 'administrator'
  | 'helpdesk'
  | 'auditor'
  | 'nobody'
  | { readonly claims: object }
  | { readonly self: string };

const deployment = {
  origin: 'https://countersign.test',
  issuer: 'https://identity.test',
  audience: 'countersign',
};

/** Claims of an access token as the gateway hands them over: numbers and lists as text. */
function claimsOf(caller: Caller, receivedAt: number): object | undefined {
  const common = {
    iss: deployment.issuer,
    aud: deployment.audience,
    exp: String(Math.floor(receivedAt / 1000) + 600),
  };
  if (caller === 'nobody') return undefined;
  if (typeof caller === 'object' && 'claims' in caller) return { ...common, ...caller.claims };
  if (typeof caller === 'object') return { ...common, sub: caller.self, scope: 'countersign/self' };
  if (caller === 'application')
    return { ...common, sub: 'app', client_id: 'app', scope: 'countersign/verify' };
  const group = { administrator: 'administrators', helpdesk: 'helpdesk', auditor: 'auditors' }[caller];
  return { ...common, sub: `the-${caller}`, scope: 'countersign/operate', groups: `[countersign-${group}]` };
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly headers: Readonly<Record<string, string>>;
}

interface Options {
  readonly as?: Caller;
  readonly body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  readonly rawBody?: string;
  /** Sent instead, in base64: what the gateway makes of a body that is not text. */
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the deployed handlers with the events that API Gateway makes of requests. */
export class Api {
  readonly #handlers;

  constructor(services: Services) {
    this.#handlers = httpFunctions.flatMap(({ routes }) =>
      routes.map((route) => ({
        route,
        handler: functionHandler(
          routes,
          () => deployment,
          () => services,
        ),
      })),
    );
  }

  async call(
    method: string,
    target: string,
    { as = 'administrator', body, rawBody, bytes, headers = {} }: Options = {},
  ): Promise<Answer> {
    const url = new URL(target, deployment.origin);
    const asked = url.pathname.split('/');
    const found = this.#handlers
      .filter(({ route }) => route.method === method)
      .map((entry) => ({ ...entry, parts: entry.route.path.split('/') }))
      .filter(
        ({ parts }) =>
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
    const event = {
      version: '2.0',
      routeKey: `${method} ${found.route.path}`,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: { 'content-type': 'application/json', ...headers },
      ...(url.search ? { queryStringParameters: Object.fromEntries(url.searchParams) } : {}),
      pathParameters,
      requestContext: {
        requestId: randomUUID(),
        timeEpoch: receivedAt,
        http: { method, path: url.pathname, sourceIp: '192.0.2.1', userAgent: 'test', protocol: 'HTTP/1.1' },
        ...(claims ? { authorizer: { jwt: { claims, scopes: null } } } : {}),
      },
      ...(rawBody !== undefined || body !== undefined ? { body: rawBody ?? JSON.stringify(body) } : {}),
      ...(bytes ? { body: Buffer.from(bytes).toString('base64') } : {}),
      isBase64Encoded: bytes !== undefined,
    };
    const result = await found.handler(event as never, { getRemainingTimeInMillis: () => 60_000 } as never);
    return {
      status: result.statusCode ?? 0,
      body: result.body ? JSON.parse(result.body) : undefined,
      headers: result.headers as Record<string, string>,
    };
  }

  /** Calls and insists on a status, so that a walk reads without noise. */
  async expect(status: number, method: string, target: string, options?: Options): Promise<Answer['body']> {
    const answer = await this.call(method, target, options);
    if (answer.status !== status) {
      throw new AssertionError({
        message: `${method} ${target}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`,
      });
    }
    return answer.body;
  }
}
