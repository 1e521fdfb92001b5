/** What the straightforward design stores: an item for every concept. */
export interface NaiveSession {
  readonly userId: string;
  readonly status: 'open' | 'verified' | 'locked';
  readonly attempts: number;
  /** Seconds since 1970, like every time here. */
  readonly expiresAt: number;
}

export interface NaiveUser {
  readonly userId: string;
  readonly enabled: boolean;
  readonly secret: Uint8Array;
  readonly lastStep: number;
  readonly failures: number;
  readonly lastUsedAt?: number;
}

export const naiveKeys = {
  session: (id: string) => ({ pk: `SESSION#${id}`, sk: 'SESSION' }),
  user: (userId: string) => ({ pk: `USER#${userId}`, sk: 'USER' }),
  /** Exists once a step's code was accepted. */
  used: (userId: string, step: number) => ({ pk: `USED#${userId}`, sk: String(step) }),
  audit: (userId: string, at: number, id: string) => ({ pk: `AUDIT#${userId}`, sk: `${at}#${id}` }),
} as const;

export const secretOf = (userId: string) => ({ purpose: 'otp-secret', userId, subjectId: 'totp' }) as const;
