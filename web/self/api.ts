import type { output } from 'zod/mini';
import type { EventAnswer } from '../../functions/events.ts';
import type { MeAnswer, SentAnswer, StartedAnswer } from '../../functions/self.ts';
import { type Answer, request } from '../shared/preact/request.ts';

export type Own = output<typeof MeAnswer>;
export type Token = Own['tokens'][number];
export type Started = output<typeof StartedAnswer>;
export type Sent = output<typeof SentAnswer>;

interface Events {
  readonly items: readonly output<typeof EventAnswer>[];
  readonly nextCursor?: string;
}

interface NewToken {
  readonly type: string;
  readonly label?: string | undefined;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  /** A fresh code of an active token. */
  readonly code?: string | undefined;
}

export type Api = ReturnType<typeof apiOf>;

/**
 * The calls of whoever signed in: everything under `/v1/me`.
 *
 * @param onEnded called when the service finds the sign-in over
 */
export function apiOf(accessToken: string, onEnded: () => void) {
  const headers = { authorization: `Bearer ${accessToken}` };
  const call = async <T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Answer<T>> => {
    const answer = await request<T>(`/v1/me${path}`, { method, body, headers });
    if ('refusal' in answer && answer.refusal.code === 'unauthenticated') onEnded();
    return answer;
  };
  const token = (tokenId: string) => `/tokens/${encodeURIComponent(tokenId)}`;
  return {
    read: () => call<Own>('GET', ''),
    events: (cursor = '') =>
      call<Events>('GET', `/events?limit=10${cursor && `&cursor=${encodeURIComponent(cursor)}`}`),
    add: (order: NewToken) => call<Started>('POST', '/tokens', order),
    confirm: (tokenId: string, code: string) =>
      call<{ backupCodes: string[] }>('POST', `${token(tokenId)}/confirm`, { code }),
    sendCode: (tokenId: string) => call<Sent>('POST', `${token(tokenId)}/challenge`),
    /** @param code a fresh one, unless the token was never confirmed */
    remove: (tokenId: string, code: string | undefined, confirmNoActiveToken: boolean) =>
      call<void>('DELETE', token(tokenId), { code, confirmNoActiveToken }),
    recreateCodes: (code: string) => call<{ backupCodes: string[] }>('POST', '/backup-codes', { code }),
  };
}
