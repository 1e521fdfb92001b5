/** The closed list of what can go wrong, as callers see it (RFC 9457). A new problem is one row here. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'An access token is required' },
  'invalid-code': { status: 401, title: 'The code is not valid' },
  forbidden: { status: 403, title: 'Not allowed' },
  'account-disabled': { status: 403, title: 'The account is disabled' },
  'enrollment-expired': { status: 403, title: 'The enrollment period has expired' },
  'pin-required': { status: 403, title: 'A PIN is required' },
  'user-not-found': { status: 404, title: 'There is no such user' },
  'token-not-found': { status: 404, title: 'There is no such token' },
  'link-not-found': { status: 404, title: 'The link is not valid any more' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'no-usable-factor': { status: 409, title: 'No factor may answer' },
  'last-active-token': { status: 409, title: 'This is the last active token' },
  'already-exists': { status: 409, title: 'It exists already' },
  conflict: { status: 409, title: 'It was changed meanwhile' },
  'not-allowed-in-state': { status: 409, title: 'Not possible in this state' },
  'verification-expired': { status: 410, title: 'The verification has expired' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'verification-locked': { status: 423, title: 'The verification is locked' },
  'account-throttled': { status: 429, title: 'Too many failed attempts' },
  'send-limit': { status: 429, title: 'Too many messages' },
  'delivery-unavailable': { status: 503, title: 'What is needed for this cannot be reached now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

interface ProblemDetails {
  /** Members in addition to the standard ones, such as `attemptsRemaining`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Seconds for the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
}

/** A refusal that callers may see. Anything else that is thrown becomes a bare 500. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  /** @param detail What happened and what to do next. Never repeats input that may be secret. */
  constructor(
    code: ProblemCode,
    detail: string,
    { extensions = {}, retryAfterSeconds }: ProblemDetails = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.extensions = extensions;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What is wrong with one field of the input. The value is not repeated: it may be secret. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

export const invalidFields = (errors: readonly FieldError[]): Problem =>
  new Problem('invalid-request', 'Some fields are not valid; see "errors".', { extensions: { errors } });
