import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http.ts';
import type { Authorized, Authorizer } from './authorizer.ts';
import type { Edge } from './edge.ts';
import { toEvent } from './event.ts';
import { sendResult } from './reply.ts';
import { type RoutedFunction, router } from './routes.ts';

const bodyLimit = 10 * 1024 * 1024;

export interface GatewayOptions {
  readonly functions: readonly RoutedFunction[];
  readonly authorizer: Authorizer;
  readonly edge: Edge;
  readonly host: string;
  invoke(functionName: string, event: unknown): Promise<unknown>;
}

/** One request to the origin, with its address split and known to be decodable. */
export interface OriginRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** As sent. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  readonly requestId: string;
}

/** API Gateway's part: route, authorize, hand over as an event, hand back. */
export function gateway(options: GatewayOptions): (call: OriginRequest) => Promise<void> {
  const { authorizer, edge, host, invoke } = options;
  const match = router(options.functions);
  return async ({ request, response, method, path, query, requestId }) => {
    const matched = match(method, path);
    const { permission, functionName } = matched.route;
    let authorized: Authorized | undefined;
    if (permission !== 'none') {
      const verdict = await authorizer.authorize(request.headers.authorization, permission);
      if ('refused' in verdict) {
        const { refused, detail, challenge } = verdict;
        return edge.problem(response, refused, detail, requestId, { 'www-authenticate': challenge });
      }
      authorized = verdict;
    }
    const body = await readBody(request, bodyLimit);
    if (body === undefined) {
      // The rest of the body is not read, so the connection cannot serve another request.
      const close = { connection: 'close' };
      return edge.problem(response, 'payload-too-large', 'No request may exceed 10 MB.', requestId, close);
    }
    const event = toEvent({ request, path, query, body, match: matched, authorized, requestId, host });
    sendResult(response, await invoke(functionName, event));
  };
}
