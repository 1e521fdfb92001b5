import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into questions of every shape
  readonly body: any;
  /** Whether the signature is that of the key, by an implementation that is not ours. */
  readonly signed: boolean;
}

type Answer = (received: Received, response: ServerResponse) => void | Promise<void>;

/** An organisation's own service, as docs/providers.md describes it. */
export class ProviderService {
  readonly received: Received[] = [];
  answer: Answer;
  readonly #server: Server;

  private constructor(server: Server, answer: Answer) {
    this.#server = server;
    this.answer = answer;
  }

  static async start(whsec: string, answer: Answer): Promise<ProviderService> {
    const server = createServer();
    const service = new ProviderService(server, answer);
    server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
      let text = '';
      for await (const part of request) text += part;
      const { headers } = request;
      const received = {
        headers,
        text,
        body: JSON.parse(text),
        signed: await isSigned(headers, text, whsec),
      };
      service.received.push(received);
      await service.answer(received, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/factor`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

export const answerJson =
  (body: object, status = 200): Answer =>
  (_received, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

/** Standard Webhooks with the Web Crypto API, as a receiver in a browser's or worker's runtime would check it. */
async function isSigned(headers: IncomingMessage['headers'], text: string, whsec: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(whsec.replace(/^whsec_/, '')), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'verify',
  ]);
  const [version, signature = ''] = String(headers['webhook-signature']).split(',');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  const given = Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0));
  return version === 'v1' && crypto.subtle.verify('HMAC', key, given, new TextEncoder().encode(signed));
}
