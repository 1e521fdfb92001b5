import { Problem, type ProblemCode, problems } from '../domain/problems.ts';
import type { Reply } from './route.ts';

/** The one place that decides what leaves the process when something went wrong (RFC 9457). */
export function problemAnswer(error: unknown, requestId: string, origin: string): Reply {
  if (error instanceof Problem) {
    const { status, title } = problems[error.code];
    const { retryAfterSeconds } = error;
    return reply(
      status,
      {
        type: `${origin}/docs#${error.code}`,
        title,
        status,
        detail: error.message,
        instance: requestId,
        code: error.code,
        ...error.extensions,
        ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      },
      retryAfterSeconds,
      error.code,
    );
  }
  const unavailable = isUnavailable(error);
  const status = unavailable ? 503 : 500;
  const title = unavailable ? 'Temporarily unavailable' : 'Internal error';
  const detail = unavailable
    ? 'Nothing was changed, or the change was complete. Try again; a retry is safe.'
    : 'The request failed. Its id is in "instance".';
  return reply(
    status,
    { type: 'about:blank', title, status, detail, instance: requestId },
    unavailable ? 1 : undefined,
  );
}

function reply(
  status: number,
  body: object,
  retryAfterSeconds: number | undefined,
  code?: ProblemCode,
): Reply {
  return {
    status,
    body,
    headers: {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      // RFC 9110 section 15.5.2 wants it with every 401. Only a refused access token may be reported this way (RFC
      // 6750): OAuth clients would react to a wrong code with a new token and the same code, and spend a second
      // attempt.
      ...(status === 401
        ? { 'www-authenticate': code === 'invalid-code' ? 'Second-Factor' : 'Bearer error="invalid_token"' }
        : {}),
    },
  };
}

/** Errors that AWS classes as the client's although they mean "try again later". */
const unavailableNames = [
  'TimeoutError',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'DisabledException',
  'KMSInvalidStateException',
];

/** A dependency that did not answer or asked to try later; not one that was called wrongly. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $fault, $retryable, $metadata } = error as Error & {
    code?: unknown;
    $fault?: unknown;
    $retryable?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  return (
    $fault === 'server' ||
    $retryable !== undefined ||
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    unavailableNames.includes(name) ||
    (typeof code === 'string' && /^E[A-Z]+$/.test(code))
  );
}
