import { readBody, serve } from '../../../local/http.ts';
import { type AwsRequest, permissionsOf, type Service, serviceOf } from './permissions.ts';

export type Upstreams = Readonly<Partial<Record<Service, string>>>;

const mostBytes = 4 * 1024 * 1024;

/** Stands between the unmodified SDK clients of one function and AWS's stand-ins, and notes what the calls need. */
export class RecordingProxy {
  readonly permissions = new Set<string>();
  readonly #upstreams: Upstreams;
  readonly #table: string;
  #server: { readonly url: string; close(): Promise<void> } = { url: '', close: async () => {} };

  private constructor(table: string, upstreams: Upstreams) {
    this.#table = table;
    this.#upstreams = upstreams;
  }

  static async start(table: string, upstreams: Upstreams): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(table, upstreams);
    proxy.#server = await serve(async (incoming, outgoing) => {
      const body = (await readBody(incoming, mostBytes)) ?? Buffer.alloc(0);
      const request: AwsRequest = { headers: incoming.headers, path: incoming.url ?? '/', body };
      const reply = await proxy.#answer(request, incoming.method ?? 'POST');
      outgoing.writeHead(reply.status, { 'content-type': reply.type }).end(reply.body);
    });
    return proxy;
  }

  get url(): string {
    return this.#server.url;
  }

  async stop(): Promise<void> {
    await this.#server.close();
  }

  async #answer(request: AwsRequest, method: string) {
    for (const permission of permissionsOf(request, this.#table)) this.permissions.add(permission);
    const upstream = this.#upstreams[serviceOf(request)];
    if (upstream === undefined) throw new Error(`Nobody is there for ${serviceOf(request)}`);
    const { host: _host, connection: _connection, expect: _expect, ...headers } = request.headers;
    const answer = await fetch(new URL(request.path, upstream), {
      method,
      headers: headers as Record<string, string>,
      body: new Uint8Array(request.body),
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    return { status: answer.status, type, body: Buffer.from(await answer.arrayBuffer()) };
  }
}
