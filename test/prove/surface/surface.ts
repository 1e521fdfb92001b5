import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Server } from 'node:http';
import { Agent, request } from 'node:http';
import { SignJWT } from 'jose';
import { functions } from '../../../functions/index.ts';
import { handler as unmatched } from '../../../functions/unmatched.ts';
import { functionHandler } from '../../../lib/http/function-handler.ts';
import type { Services } from '../../../lib/services.ts';
import { type IssuerWithKeys, jwtAuthorizer } from '../../../local/gateway/authorizer.ts';
import { edge as edgeOf } from '../../../local/gateway/edge.ts';
import { gateway } from '../../../local/gateway/gateway.ts';
import { router } from '../../../local/gateway/routes.ts';
import { closeServer, listen } from '../../../local/http.ts';
import { originServer } from '../../../local/origin.ts';
import { environmentWith } from '../../support/environment.ts';
import { deployment, issuer } from '../../support/gateway-event.ts';

const match = router(functions);

function routeKeyOf(method: string, target: string): string | undefined {
  try {
    return match(method, target.split('?')[0] ?? '').route.routeKey;
  } catch {
    return undefined;
  }
}

export interface Asked {
  readonly method: string;
  /** As sent in the request line: nothing corrects it on the way. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The gateway's route that this is; none if the address cannot be read. */
  readonly routeKey: string | undefined;
  readonly milliseconds: number;
}

/** The deployed handlers behind the gateway of the local runner, over HTTP, all in this process. */
export class Surface {
  /** Signs what the issuer signs. */
  readonly key: KeyObject;
  readonly kid = 'the-key';
  readonly publicKey: KeyObject;
  /** How often the gateway let a request through to a function. */
  invocations = 0;
  readonly #server: Server;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

  private constructor(
    server: Server,
    port: number,
    { privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject },
  ) {
    this.#server = server;
    this.#port = port;
    this.key = privateKey;
    this.publicKey = publicKey;
  }

  /** @param brought an issuer of its own, instead of one whose key is here */
  static async start(services: Services, brought?: IssuerWithKeys): Promise<Surface> {
    for (const [name, value] of Object.entries(environmentWith())) process.env[name] ??= value;
    const handlers = new Map<string, (event: never, context: never) => Promise<unknown>>(
      functions
        .filter(({ routes }) => routes.length > 0)
        .map(({ name, routes }) => [
          name,
          functionHandler(
            routes,
            () => (brought ? { ...deployment, issuers: [brought] } : deployment),
            () => services,
          ) as never,
        ]),
    );
    handlers.set('unmatched', unmatched as never);
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'the-key', alg: 'RS256', use: 'sig' };
    const { server, open } = originServer();
    const { port } = await listen(server);
    const edge = edgeOf(deployment.origin);
    let surface: Surface | undefined;
    const call = gateway({
      functions,
      authorizer: jwtAuthorizer([brought ?? { ...issuer, keys: { keys: [jwk as never] } }]),
      edge,
      host: '127.0.0.1',
      async invoke(functionName, event) {
        if (surface) surface.invocations++;
        // What Lambda gets and gives is JSON.
        const sent = JSON.parse(JSON.stringify(event)) as never;
        const context = { getRemainingTimeInMillis: () => 60_000 } as never;
        return JSON.parse(JSON.stringify(await handlers.get(functionName)?.(sent, context)));
      },
    });
    open(call, edge, () => {});
    surface = new Surface(server, port, pair);
    return surface;
  }

  /** An access token of the issuer with these claims beside the usual ones. */
  async sign(claims: object): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: issuer.issuer, aud: 'countersign', iat: now - 10, exp: now + 36_000 };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: this.kid })
      .sign(this.key);
  }

  async ask({ method, target, headers = {}, body }: Asked): Promise<Heard> {
    const from = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<Heard>();
    const sent = request({
      host: '127.0.0.1',
      port: this.#port,
      agent: this.#agent,
      method,
      path: target,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
          routeKey: routeKeyOf(method, target),
          milliseconds: performance.now() - from,
        });
      });
    });
    sent.end(body);
    return promise;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await closeServer(this.#server, 0);
  }
}
