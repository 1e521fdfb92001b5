/** A problem of the API, or `offline` where no answer came. */
export interface Refusal {
  readonly code: string;
  /** The first field that is not valid, by its path. */
  readonly field?: string;
  readonly attemptsRemaining?: number;
  readonly retryAfterSeconds?: number;
  /** The request's id, for the help desk. */
  readonly reference?: string;
}

export type Answer<T> = { readonly value: T } | { readonly refusal: Refusal };

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const patienceMilliseconds = 20_000;

/** One call of the API. Never throws: where no answer came, that is the refusal. */
export async function request<T>(path: string, { method, body, headers }: Call): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    if (!response.ok) return { refusal: await refusalOf(response) };
    return { value: response.status === 204 ? undefined : await response.json() };
  } catch {
    return { refusal: { code: 'offline' } };
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const problem = await response.json().catch(() => ({}));
  const retryAfterSeconds = Number(response.headers.get('retry-after'));
  const field = problem.errors?.[0]?.path;
  return {
    code: String(problem.code ?? response.status),
    ...(typeof field === 'string' && { field }),
    ...(Number.isInteger(problem.attemptsRemaining) && { attemptsRemaining: problem.attemptsRemaining }),
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
    ...(typeof problem.instance === 'string' && { reference: problem.instance }),
  };
}
