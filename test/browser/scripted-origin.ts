import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { assetHeaders, pageHeaders } from '../../build/page-headers.ts';
import { buildPage } from '../../build/vite-page.ts';

interface Scripted {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `lost` is an answer that breaks off. A connection cut before it would be tried again by the browser itself. */
export type Answer = Scripted | 'lost' | Promise<Scripted>;

export interface ApiRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, string>>;
}

const mediaTypes: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The setup page as it is deployed, in front of an API that answers what a test writes down. */
export class ScriptedOrigin {
  readonly requests: ApiRequest[] = [];
  answer: (request: ApiRequest) => Answer = () => ({ status: 500 });
  readonly #folder = mkdtempSync(join(tmpdir(), 'countersign-pages-'));
  readonly #server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', this.origin).pathname;
    if (path.startsWith('/v1/')) {
      const call = { path, headers: request.headers, body: JSON.parse(await text(request)) };
      this.requests.push(call);
      const answer = await this.answer(call);
      if (answer === 'lost') {
        return response.writeHead(200, { 'content-length': 99 }).write('{', () => request.socket.destroy());
      }
      const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
      return response.end(JSON.stringify(answer.body ?? {}));
    }
    const file = join(this.#folder, path === '/setup' ? 'setup/index.html' : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = mediaTypes[extname(file)];
    response.writeHead(200, {
      ...(type ? assetHeaders : pageHeaders),
      'content-type': type ?? 'text/html; charset=utf-8',
    });
    return response.end(readFileSync(file));
  });

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async open(): Promise<void> {
    await buildPage('setup', join(this.#folder, 'setup'));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true });
  }
}
