import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { fileURLToPath } from 'node:url';
import { listen } from '../../local/http.ts';
import { issuer } from '../../test/support/gateway-event.ts';
import { selfSigned } from './certificate.ts';

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const limitMilliseconds = 60_000;

/** Starts processes and measures how long each took to its first request, which arrives here over TLS. */
export class FirstRequests {
  readonly #server: Server;
  readonly #endpoint: string;
  #arrived: () => void = () => {};

  private constructor(server: Server, endpoint: string) {
    this.#server = server;
    this.#endpoint = endpoint;
    server.on('request', () => this.#arrived());
  }

  static async open(): Promise<FirstRequests> {
    const server = createServer(selfSigned());
    const { port } = await listen(server);
    return new FirstRequests(server, `https://127.0.0.1:${port}`);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Milliseconds from starting a process until Node runs its first line. */
  async bare(): Promise<number> {
    const { child, from } = this.#start([fileOf('bare.mjs')]);
    await once(child.stdout, 'data');
    return this.#took(child, from);
  }

  /** Milliseconds from starting a process until the function that it loads has sent its first request. */
  async function(bundle: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#arrived = resolve;
    const { child, from } = this.#start([fileOf('first-request.mjs'), bundle]);
    let words = '';
    child.stderr.on('data', (data) => {
      words += data;
    });
    child.once('exit', () => reject(new Error(`${bundle} ended before its first request: ${words}`)));
    await promise;
    return this.#took(child, from);
  }

  #start(options: string[]) {
    const from = performance.now();
    const child = spawn(process.execPath, options, {
      env: {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_ENDPOINT_URL_DYNAMODB: this.#endpoint,
        AWS_ENDPOINT_URL_KMS: this.#endpoint,
        // The certificate belongs to this run, so nothing else can answer at this endpoint.
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_NO_WARNINGS: '1',
        POWERTOOLS_TRACE_ENABLED: 'false',
        TABLE_NAME: 'bench',
        KEY_ID: 'bench',
        ORIGIN: 'https://countersign.test',
        IDENTITY: JSON.stringify([issuer]),
        MAIL_FROM: 'bench@example.org',
        MAIL_CONFIGURATION_SET: 'bench',
        SMS_SENDERS: '{"senderId":"bench","numbers":{}}',
        METRIC_NAMESPACE: 'countersign',
      },
      timeout: limitMilliseconds,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { child, from };
  }

  async #took(child: ReturnType<typeof spawn>, from: number): Promise<number> {
    const took = performance.now() - from;
    child.removeAllListeners('exit');
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await ended;
    return took;
  }
}
