import { Problem } from './problems.ts';
import type { VerificationSession } from './session-state.ts';
import type { EpochSeconds } from './time.ts';
import type { UserState } from './user-state.ts';

/** Sessions kept per user: a sixth takes the place of the one that matters least. */
const sessionsKept = 5;

/**
 * `<22 characters>.<user id>`: the id leads to the user's partition without a lookup, and its first characters
 * hold the time it was made, so that an id whose session is long gone is answered as expired, not unknown.
 */
export function verificationIdOf(sessionId: string, userId: string): string {
  return `${sessionId}.${Buffer.from(userId).toString('base64url')}`;
}

/** @throws Problem `not-found` when the id was never ours */
export function parseVerificationId(verificationId: string): { sessionId: string; userId: string } {
  const [sessionId = '', user = ''] = verificationId.split('.');
  const userId = Buffer.from(user, 'base64url').toString();
  if (
    !/^[\w-]{22}$/.test(sessionId) ||
    userId === '' ||
    verificationIdOf(sessionId, userId) !== verificationId
  ) {
    throw unknownVerification();
  }
  return { sessionId, userId };
}

export const unknownVerification = (): Problem =>
  new Problem('not-found', 'There is no such verification. Start one with POST /v1/verifications.');

/** 96 random bits behind the second at which it was made. */
export function newSessionId(now: EpochSeconds, random: (bytes: number) => Buffer): string {
  const time = Buffer.alloc(4);
  time.writeUInt32BE(now);
  return Buffer.concat([time, random(12)]).toString('base64url');
}

/**
 * @throws Problem `verification-expired` for a session that is over or was pruned, `not-found` for one that
 * never was
 */
export function findSession(state: UserState, sessionId: string, now: EpochSeconds): VerificationSession {
  const session = state.sessions[sessionId];
  const expired = new Problem('verification-expired', 'This verification is over. Start a new one.');
  if (session?.status === 'locked' || session?.status === 'verified') return session;
  if (session) {
    if (session.status === 'ended' || session.expiresAt <= now) throw expired;
    return session;
  }
  const madeAt = Buffer.from(sessionId, 'base64url').readUInt32BE();
  // Over, or it had to make room for five newer ones.
  throw madeAt <= now ? expired : unknownVerification();
}

/** Adds a session; over five, the expired go first, then the finished, then the oldest. */
export function addSession(
  state: UserState,
  sessionId: string,
  session: VerificationSession,
  now: EpochSeconds,
): UserState {
  const worth = ({ status, expiresAt }: VerificationSession): number =>
    expiresAt <= now ? 0 : status === 'challenge' || status === 'enrollment-required' ? 2 : 1;
  const kept = Object.entries(state.sessions)
    .sort(([, a], [, b]) => worth(b) - worth(a) || b.expiresAt - a.expiresAt)
    .filter(([, old], place) => place < sessionsKept - 1 && worth(old) > 0);
  return { ...state, sessions: { ...Object.fromEntries(kept), [sessionId]: session } };
}

/** Codes that are on their way to a token are good for nothing any more. */
export function withoutSentCodes(state: UserState, tokenId: string): UserState {
  const sessions = Object.entries(state.sessions).map(([id, session]) => {
    const { sent, ...rest } = session;
    return [id, sent?.tokenId === tokenId ? rest : session];
  });
  const { test, ...standing } = state;
  return {
    ...standing,
    ...(test && test.tokenId !== tokenId ? { test } : {}),
    sessions: Object.fromEntries(sessions),
  };
}

export function changeSession(
  state: UserState,
  sessionId: string,
  change: Partial<VerificationSession>,
): UserState {
  const session = state.sessions[sessionId];
  return session
    ? { ...state, sessions: { ...state.sessions, [sessionId]: { ...session, ...change } } }
    : state;
}
