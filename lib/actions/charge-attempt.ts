import { chargeGuess } from '../domain/guesses.ts';
import { Problem } from '../domain/problems.ts';
import type { Purpose, VerificationSession } from '../domain/session-state.ts';
import type { Settings } from '../domain/settings.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { UserState } from '../domain/user-state.ts';
import { changeSession } from '../domain/verification-sessions.ts';
import type { Written } from './change-user.ts';
import type { Elsewhere } from './judge-code.ts';

/** An attempt that providers decide: charged as if it were wrong, before anybody is asked. */
export interface Charged {
  readonly attemptId: string;
  readonly elsewhere: Elsewhere;
  readonly purpose: Purpose;
  readonly details: string | undefined;
  /** Attempts left in the verification if it is wrong. */
  readonly remaining: number;
  readonly throttled: boolean;
  readonly at: EpochSeconds;
}

/** Stands in the session while providers are asked about the attempt. */
const pendingId = (attemptId: string): string => `?${attemptId}`;

/** @throws Problem `conflict` for a retry that comes before the verdict, or after nobody lived to write it */
export function assertNotPending(session: VerificationSession, attemptId: string): void {
  if (session.attemptId !== pendingId(attemptId)) return;
  throw new Problem('conflict', 'This attempt is being judged. Ask again, or send another code.', {
    retryAfterSeconds: 1,
  });
}

/**
 * Counts the attempt as a wrong one before a provider hears of it: parallel guesses are refused here, not answered
 * there. The session is not locked yet, for this may still be the right code.
 */
export function charge(
  state: UserState,
  sessionId: string,
  session: VerificationSession,
  { attemptId, elsewhere }: Pick<Charged, 'attemptId' | 'elsewhere'>,
  settings: Settings,
  now: EpochSeconds,
): Written<Charged> {
  const attempts = session.attempts + 1;
  const { state: charged, told } = chargeGuess(state, elsewhere.tried, now);
  return {
    state: changeSession(charged, sessionId, { attempts, attemptId: pendingId(attemptId) }),
    event: { type: 'verification.asked', details: { verification: sessionId } },
    answer: {
      attemptId,
      elsewhere,
      purpose: session.purpose,
      details: session.details,
      remaining: Math.max(0, settings.maximumInvalidAttempts - attempts),
      throttled: told.throttled ?? false,
      at: now,
    },
  };
}
