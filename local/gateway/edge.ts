import type { ServerResponse } from 'node:http';
import { Problem, type ProblemCode } from '../../lib/domain/problems.ts';
import { problemAnswer } from '../../lib/http/problem-answer.ts';
import type { Reply } from '../../lib/http/route.ts';
import { secureHeaders } from '../../lib/http/secure-headers.ts';

/** The headers of an answer of the API that no function wrote. */
const headers = { 'cache-control': 'no-store', ...secureHeaders };

/** The answers of gateway and edge themselves. In AWS, CloudFront gives the gateway's bare errors this form. */
export interface Edge {
  problem(
    response: ServerResponse,
    code: ProblemCode,
    detail: string,
    requestId: string,
    headers?: Readonly<Record<string, string>>,
  ): void;
  /** An internal failure: the caller gets only the request's id. */
  failure(response: ServerResponse, requestId: string): void;
}

export function edge(origin: string): Edge {
  const send = (response: ServerResponse, reply: Reply, more?: Readonly<Record<string, string>>) => {
    if (response.headersSent) return void response.destroy();
    response.writeHead(reply.status, { ...headers, ...reply.headers, ...more });
    response.end(JSON.stringify(reply.body));
  };
  return {
    problem: (response, code, detail, requestId, more) =>
      send(response, problemAnswer(new Problem(code, detail), requestId, origin), more),
    failure: (response, requestId) => send(response, problemAnswer(undefined, requestId, origin)),
  };
}
