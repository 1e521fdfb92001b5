import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Edge } from './gateway/edge.ts';
import type { OriginRequest } from './gateway/gateway.ts';
import { errorCode } from './start-problem.ts';

export type Dispatch = (call: OriginRequest) => Promise<void>;

/** Until everything is ready: `/_local/health` says so in the same words, and a browser retries by itself. */
const starting = JSON.stringify({ ready: false, detail: 'Countersign is starting.' });
const startingHeaders = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'retry-after': '1',
  refresh: '1',
};

/** The one server in front of everything. Until `open` is called it asks callers to wait. */
export function originServer(): {
  server: Server;
  open(dispatch: Dispatch, edge: Edge, onFailure: OnFailure): void;
} {
  let answer = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(503, startingHeaders).end(starting);
  };
  const server = createServer((request, response) => answer(request, response));
  server.on('clientError', refuseMalformed);
  return {
    server,
    open(dispatch, edge, onFailure) {
      answer = (request, response) => {
        const requestId = randomUUID();
        handle(request, response, requestId, dispatch, edge).catch((error) => {
          onFailure(error);
          edge.failure(response, requestId);
        });
      };
    },
  };
}

type OnFailure = (error: unknown) => void;

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  dispatch: Dispatch,
  edge: Edge,
): Promise<void> {
  const [path = '', ...rest] = (request.url ?? '').split('?');
  const query = rest.join('?');
  if (!path.startsWith('/') || !isDecodable(path) || !isDecodable(query)) {
    return edge.problem(response, 'invalid-request', 'The address is not encoded correctly.', requestId);
  }
  await dispatch({ request, response, method: request.method ?? 'GET', path, query, requestId });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A request that is not HTTP, or one with endless headers. */
function refuseMalformed(error: Error, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const status = errorCode(error) === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const title = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ type: 'about:blank', title, status, code: 'invalid-request' });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\nconnection: close\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
