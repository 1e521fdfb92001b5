import type { Answer, Api } from '../../test/support/api.ts';

/** Starts a verification like an application does, and returns its id. */
export async function begin(api: Api, userId: string): Promise<string> {
  const body = { userId };
  const { verificationId } = await api.expect(201, 'POST', '/v1/verifications', { as: 'application', body });
  return String(verificationId);
}

/** Starts and answers in one call. */
export function signedIn(api: Api, userId: string, code: string): Promise<Answer['body']> {
  return api.expect(201, 'POST', '/v1/verifications', { as: 'application', body: { userId, code } });
}

/** Answers a verification with a code; returns the whole answer, whatever it is. */
export function answer(api: Api, verificationId: string, code: string): Promise<Answer> {
  const path = `/v1/verifications/${verificationId}/attempts`;
  return api.call('POST', path, { as: 'application', body: { code } });
}

/** The same, where only one answer may be measured. */
export async function answered(
  status: number,
  api: Api,
  verificationId: string,
  code: string,
): Promise<Answer['body']> {
  const reply = await answer(api, verificationId, code);
  if (reply.status !== status)
    throw new Error(`Answered ${reply.status} instead of ${status}: ${JSON.stringify(reply.body)}`);
  return reply.body;
}
