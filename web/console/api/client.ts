import type { Session } from '../../shared/sign-in.ts';

/** A refusal of the API (RFC 9457), or `offline` where no answer came. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What is wrong with which field, by its path in the body. */
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** The request's id, for whoever reads the logs. */
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** The whole document: some problems say more. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>, retryAfter: string | null) {
    super(String(body['title'] ?? status));
    this.code = String(body['code'] ?? status);
    this.status = status;
    this.title = String(body['title'] ?? '');
    this.detail = String(body['detail'] ?? '');
    this.errors = (body['errors'] ?? []) as ApiProblem['errors'];
    this.requestId = typeof body['instance'] === 'string' ? body['instance'] : undefined;
    this.retryAfterSeconds = Number(retryAfter) || undefined;
    this.body = body;
  }
}

let session: Session | undefined;
const endings = new Set<() => void>();

/** From now on calls carry this access token. */
export function callWith(begun: Session): void {
  session = begun;
}

/** @param listener called when a call finds the sign-in over */
export function onSignInEnded(listener: () => void): () => void {
  endings.add(listener);
  return () => endings.delete(listener);
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CallOptions {
  /** Members without a value are left out. */
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

const patienceMilliseconds = 40_000;

/**
 * One call of the API with the operator's access token.
 *
 * @param path with its parts encoded: see `path`
 * @param body sent as JSON; a `Blob` as it is, with its own type
 * @throws ApiProblem
 */
export async function call<T>(
  method: Method,
  path: string,
  body?: unknown,
  { query = {}, headers = {}, signal }: CallOptions = {},
): Promise<T> {
  const patience = AbortSignal.timeout(patienceMilliseconds);
  const isDocument = body instanceof Blob;
  let response: Response;
  try {
    response = await fetch(path + queryString(query), {
      method,
      headers: {
        authorization: `Bearer ${session?.accessToken}`,
        ...(body !== undefined && { 'content-type': isDocument ? body.type : 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isDocument ? body : JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, { code: 'offline' }, null);
  }
  if (response.status === 204) return undefined as T;
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const problem = new ApiProblem(response.status, answer, response.headers.get('retry-after'));
  if (problem.code === 'unauthenticated') for (const listener of endings) listener();
  throw problem;
}

function queryString(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}

/** A path whose variable parts are encoded: path`/v1/users/${userId}/status`. */
export function path(parts: TemplateStringsArray, ...names: readonly string[]): string {
  return String.raw({ raw: parts }, ...names.map(encodeURIComponent));
}

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}
