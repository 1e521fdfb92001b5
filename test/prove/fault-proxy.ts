import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { Barrier } from './barrier.ts';
import { deferSome, type Fault, isDeferring, type Reply, refusalOf } from './protocol.ts';

/** One HTTP request as it came by, and what was done to it. */
export interface Seen {
  readonly operation: string;
  readonly fault: Fault | undefined;
}

/** Decides of every request what happens to it. */
export type Plan = (operation: string, body: Buffer) => Fault | undefined;

const slowMilliseconds = 60;

/**
 * Stands between the unmodified SDK clients and a service that raises no faults by itself: DynamoDB Local, or the
 * stand-ins for KMS, SES and SNS.
 */
export class FaultProxy {
  readonly seen: Seen[] = [];
  readonly #server: Server;
  readonly #upstream: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 512 });
  #plan: Plan = () => undefined;
  #barrier: Barrier | undefined;

  private constructor(server: Server, upstream: string) {
    this.#server = server;
    this.#upstream = new URL(upstream);
  }

  static async start(upstream: string): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server, upstream);
    server.on('request', (incoming, outgoing) => {
      // The caller gave up waiting and is gone, so there is nobody to answer.
      proxy.#take(incoming, outgoing).catch(() => outgoing.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** From now on. Forgets what was seen. */
  plan(plan: Plan): void {
    this.#plan = plan;
    this.seen.length = 0;
  }

  /** Holds all writes until this many are waiting: every writer had then read before anybody wrote. */
  barrier(writers: number): Barrier {
    this.#barrier = new Barrier(writers);
    return this.#barrier;
  }

  async #take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const operation = operationOf(incoming, body);
    const fault = this.#plan(operation, body);
    this.seen.push({ operation, fault });
    if (isWrite(operation)) await this.#barrier?.pass();
    const answer = (reply: Reply): void => {
      outgoing.writeHead(reply.status, reply.headers).end(reply.body);
    };
    const forward = (sent = body): Promise<Reply> => this.#forward(incoming, sent);

    if (fault === 'throttled' || fault === 'error before' || fault === 'conflict') {
      return answer(refusalOf(fault, operation, body));
    }
    if (fault === 'dropped before') return void outgoing.destroy();
    if (fault === 'slow') await after(slowMilliseconds);
    if (fault === 'some deferred' && isDeferring(operation)) return answer(await deferSome(body, forward));
    const reply = await forward();
    if (fault === 'delivered twice') return answer(await forward());
    if (fault === 'error after') return answer(refusalOf('error before', operation, body));
    if (fault === 'dropped after') return void outgoing.destroy();
    // The caller's own limit ends the wait.
    if (fault === 'silence after') return;
    answer(reply);
  }

  #forward({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Reply> {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const sent = request(
      new URL(url ?? '/', this.#upstream),
      {
        method,
        agent: this.#agent,
        headers: { ...headers, host: this.#upstream.host, 'content-length': body.length },
      },
      async (answer) => {
        const { 'transfer-encoding': _encoding, 'x-amz-crc32': _checksum, ...kept } = answer.headers;
        resolve({ status: answer.statusCode ?? 502, headers: kept, body: await bodyOf(answer) });
      },
    );
    sent.once('error', reject);
    sent.end(body);
    return promise;
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}

/** `UpdateItem`, `Decrypt`, `SendEmail`, `Publish`. */
function operationOf({ headers }: IncomingMessage, body: Buffer): string {
  const target = String(headers['x-amz-target'] ?? '').split('.')[1];
  return target ?? new URLSearchParams(body.toString()).get('Action') ?? '';
}

export const isWrite = (operation: string): boolean =>
  /^(UpdateItem|PutItem|DeleteItem|TransactWriteItems)$/.test(operation);
