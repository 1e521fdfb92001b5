import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { assetHeaders, pageHeaders } from '../../build/page-headers.ts';
import { buildPage, type PageName, vitePages } from '../../build/vite-page.ts';

interface Scripted {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `lost` is an answer that breaks off. A connection cut before it would be tried again by the browser itself. */
export type Answer = Scripted | 'lost' | Promise<Scripted>;

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, string>>;
}

const mediaTypes: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** What is not a page's own file: the API, and how people sign in. */
const asked = /^\/(v1\/|identity\/|sign-in\.json$)/;

const addresses: Readonly<Record<string, string>> = { '/': 'console', '/me': 'me', '/setup': 'setup' };

/** Pages as they are deployed, in front of an API that answers what a test writes down. */
export class ScriptedOrigin {
  readonly requests: ApiRequest[] = [];
  answer: (request: ApiRequest) => Answer = () => ({ status: 500 });
  readonly #folder = mkdtempSync(join(tmpdir(), 'countersign-pages-'));
  readonly #server = createServer(async (request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', this.origin);
    if (asked.test(path)) {
      const { method = 'GET', headers } = request;
      const call = { method, path, query, headers, body: parsed(await text(request)) };
      this.requests.push(call);
      const answer = await this.answer(call);
      if (answer === 'lost') {
        return response.writeHead(200, { 'content-length': 99 }).write('{', () => request.socket.destroy());
      }
      const type = answer.status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(answer.status, { 'content-type': type, ...answer.headers });
      return response.end(JSON.stringify(answer.body ?? {}));
    }
    const address = addresses[path];
    const file = join(this.#folder, address ? `${address}/index.html` : path);
    if (!existsSync(file)) return response.writeHead(404).end();
    const type = mediaTypes[extname(file)];
    response.writeHead(200, {
      ...(type ? assetHeaders : pageHeaders([])),
      'content-type': type ?? 'text/html; charset=utf-8',
    });
    return response.end(readFileSync(file));
  });

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async open(...pages: readonly PageName[]): Promise<void> {
    for (const page of pages) await buildPage(page, join(this.#folder, vitePages[page].address));
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true });
  }
}

/** A body as JSON, or as a form that an OAuth client sends. */
function parsed(body: string): ApiRequest['body'] {
  if (body === '') return {};
  return body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}
