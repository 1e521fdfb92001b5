/** What proves that the visitor may use the link. */
export interface Credentials {
  readonly token: string;
  readonly pin?: string;
}

/** Answer of `POST /v1/setup/open`. */
export interface Details {
  readonly displayName: string;
  readonly issuer: string;
  readonly secret: string;
  readonly otpauthUri: string;
  readonly qrCodeSvg: string;
  readonly expiresAt: string;
}

/** A problem of the API, or `offline` where no answer came. */
export interface Refusal {
  readonly code: string;
  readonly attemptsRemaining?: number;
  readonly retryAfterSeconds?: number;
  /** The request's id, for the help desk. */
  readonly reference?: string;
}

export type Answer<T> = { readonly value: T } | { readonly refusal: Refusal };

const patienceMilliseconds = 20_000;

export function openLink(credentials: Credentials): Promise<Answer<Details>> {
  return post('/v1/setup/open', credentials);
}

/** @param attemptId the same for every repetition of one attempt: a lost answer is then given again. */
export function confirm(credentials: Credentials, code: string, attemptId: string) {
  const headers = { 'idempotency-key': attemptId };
  return post<{ backupCodes: string[] }>('/v1/setup/confirm', { ...credentials, code }, headers);
}

async function post<T>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    if (response.ok) return { value: await response.json() };
    return { refusal: await refusalOf(response) };
  } catch {
    return { refusal: { code: 'offline' } };
  }
}

/** A field that cannot be right is no different, to the visitor, from one that is wrong. */
const codesByField: Readonly<Record<string, string>> = {
  token: 'link-not-found',
  pin: 'pin-required',
  code: 'invalid-code',
};

async function refusalOf(response: Response): Promise<Refusal> {
  const problem = await response.json().catch(() => ({}));
  const retryAfterSeconds = Number(response.headers.get('retry-after'));
  return {
    code: codesByField[problem.errors?.[0]?.path] ?? String(problem.code ?? response.status),
    ...(Number.isInteger(problem.attemptsRemaining) && { attemptsRemaining: problem.attemptsRemaining }),
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
    ...(typeof problem.instance === 'string' && { reference: problem.instance }),
  };
}
