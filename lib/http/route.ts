import type { $ZodType, output } from 'zod/v4/core';
import type { Actor, Privilege } from '../domain/authorization.ts';
import type { ProblemCode } from '../domain/problems.ts';
import type { Services } from '../services.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler receives: validated input and the caller, and nothing of the transport. */
export interface Call<B, P, Q, H = undefined> {
  readonly body: B;
  readonly params: P;
  readonly query: Q;
  /** The headers that the route declares. */
  readonly headers: H;
  readonly actor: Actor;
  readonly requestId: string;
  /** `Idempotency-Key` of the caller, if one was sent: a retry with the same key gets the same answer. */
  readonly idempotencyKey: string | undefined;
  /** The media type of the body, one of the route's `mediaTypes`; otherwise JSON. */
  readonly mediaType: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One endpoint: its whole contract and its handler. CDK, the local runner, the OpenAPI document and the authorization
 * tests read this and nothing else.
 */
export interface Route {
  readonly method: Method;
  /** API Gateway path, parameters in braces. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  readonly privilege: Privilege;
  readonly params?: $ZodType;
  readonly query?: $ZodType;
  readonly body?: $ZodType;
  /**
   * Headers that the route reads, by their names in lower case: for secrets that open a document and must not be in a
   * URL. Not strict: other headers are none of the route's business.
   */
  readonly headers?: $ZodType;
  /** Success status and the schema of its body. */
  readonly success: { readonly status: number; readonly body?: $ZodType };
  readonly problems: readonly ProblemCode[];
  /** A retry with the same `Idempotency-Key` gets the same answer. */
  readonly idempotencyKey?: true;
  /** For documents instead of JSON: the accepted media types. `body` then reads the document as text. */
  readonly mediaTypes?: readonly string[];
  /** Largest body accepted, in bytes. Default 8 KB. */
  readonly maxBodyBytes?: number;
  readonly handle: (call: Call<never, never, never>, services: Services) => Promise<Reply>;
}

type Of<S extends $ZodType | undefined> = S extends $ZodType ? output<S> : undefined;

/** Declares a route; the schemas type the handler's input. */
export function route<
  P extends $ZodType | undefined = undefined,
  Q extends $ZodType | undefined = undefined,
  B extends $ZodType | undefined = undefined,
  H extends $ZodType | undefined = undefined,
>(
  definition: Omit<Route, 'params' | 'query' | 'body' | 'headers' | 'handle'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly headers?: H;
    readonly handle: (call: Call<Of<B>, Of<P>, Of<Q>, Of<H>>, services: Services) => Promise<Reply>;
  },
): Route {
  return definition as unknown as Route;
}
