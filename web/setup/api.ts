import { type Answer, type Refusal, request } from '../shared/preact/request.ts';

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

export function openLink(credentials: Credentials): Promise<Answer<Details>> {
  return post('/v1/setup/open', credentials);
}

/** @param attemptId the same for every repetition of one attempt: a lost answer is then given again. */
export function confirm(credentials: Credentials, code: string, attemptId: string) {
  const headers = { 'idempotency-key': attemptId };
  return post<{ backupCodes: string[] }>('/v1/setup/confirm', { ...credentials, code }, headers);
}

async function post<T>(path: string, body: unknown, headers = {}): Promise<Answer<T>> {
  const answer = await request<T>(path, { method: 'POST', body, headers });
  return 'refusal' in answer ? { refusal: asIfWrong(answer.refusal) } : answer;
}

const codesByField: Readonly<Record<string, string>> = {
  token: 'link-not-found',
  pin: 'pin-required',
  code: 'invalid-code',
};

/** A field that cannot be right is no different, to the visitor, from one that is wrong. */
const asIfWrong = (refusal: Refusal): Refusal => ({
  ...refusal,
  code: codesByField[refusal.field ?? ''] ?? refusal.code,
});
