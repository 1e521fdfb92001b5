import { afterWrongCode, type WrongCodeCounted } from '../../domain/lockout.ts';
import { Problem } from '../../domain/problems.ts';
import type { VerificationSession } from '../../domain/session-state.ts';
import { chargeGuess } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { UserState } from '../../domain/user-state.ts';
import { changeSession } from '../../domain/verification-sessions.ts';
import type { Written } from '../gate/change-user.ts';
import type { OngoingAttempt } from './attempt.ts';
import type { Elsewhere } from './judge-code.ts';

/** An attempt that providers decide: charged as wrong before any provider is asked. */
export interface Charged {
  readonly ongoing: OngoingAttempt;
  readonly elsewhere: Elsewhere;
  /** The verification if the attempt is wrong. */
  readonly counted: WrongCodeCounted;
  readonly throttled: boolean;
  readonly at: EpochSeconds;
}

/** @throws Problem `conflict` for a retry that arrives before the verdict, or after a crash that left no verdict */
export function assertNotAsked({ askedAttempt }: VerificationSession, attemptId: string): void {
  if (askedAttempt !== attemptId) return;
  throw new Problem('conflict', 'This attempt is still being checked. Ask again, or send another code.', {
    retryAfterSeconds: 1,
  });
}

/**
 * Counts the attempt as wrong before a provider hears of it: excess parallel guesses are refused here, before a
 * provider could answer them. The session is not locked yet, because this may still be the right code.
 */
export function charge(
  state: UserState,
  session: VerificationSession,
  ongoing: OngoingAttempt,
  elsewhere: Elsewhere,
  now: EpochSeconds,
): Written<Charged> {
  const counted = afterWrongCode(session, ongoing.policy.settings);
  const { state: charged, told } = chargeGuess(state, elsewhere.tried, now);
  const change = { attempts: counted.attempts, guessed: true as const, askedAttempt: ongoing.attemptId };
  return {
    state: changeSession(charged, session, change, now),
    event: { type: 'verification.asked', details: { verification: session.sessionId } },
    answer: { ongoing, elsewhere, counted, throttled: told.throttled ?? false, at: now },
  };
}
