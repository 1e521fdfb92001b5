import type { EpochSeconds } from './time.ts';

export const purposes = ['sign-in', 'approval', 'password-reset'] as const;

export type Purpose = (typeof purposes)[number];

/**
 * What a start decided. Nothing of it is stored: the verification's id carries it, sealed, and every later call
 * returns it.
 */
export interface StartedVerification {
  /** Tells the verifications of one user apart; STATE stores what happened in one under it. */
  readonly sessionId: string;
  readonly userId: string;
  /** The user's {@link UserState.epoch} at the start. */
  readonly epoch: number;
  /** The user's version at the start: an order of starts that needs no clock. */
  readonly version: number;
  /** The mark of the application that started it; for every other application it does not exist. */
  readonly application: string;
  readonly purpose: Purpose;
  readonly asks: 'challenge' | 'enrollment-required' | 'not-required';
  readonly expiresAt: EpochSeconds;
  /** The verdict comes with a signed assertion. */
  readonly assertion?: true;
  /** Where the user signs in from, for the audit and for remembering it (3.19). */
  readonly clientIp?: string;
  /** What is to be approved (2.14). */
  readonly details?: string;
}

/**
 * What happened in a verification: a slot of STATE. Every verification in which a code was sent, or an attempt failed
 * or succeeded, has one until it expires.
 */
export interface VerificationSlot {
  readonly status: 'open' | 'verified' | 'locked';
  /** Attempts that failed. */
  readonly attempts: number;
  /** Whether one of them was a guess; a spent code is none. */
  readonly guessed?: true;
  readonly expiresAt: EpochSeconds;
  /** The user's version at the start. */
  readonly version: number;
  /** The last attempt that was decided: a retry of it is recognised and not checked again. */
  readonly attemptId?: string;
  /** Those refused before it, newest first: a retry of one of these is not charged again. */
  readonly earlierAttempts?: readonly string[];
  /** An attempt that is charged and that a provider is deciding. */
  readonly askedAttempt?: string | undefined;
  readonly tokenId?: string;
  readonly verifiedAt?: EpochSeconds;
  /** The code that was sent last; a new one replaces it. */
  readonly sent?: SentCode;
}

/** A verification now: what its id says, and what happened in it since. */
export type VerificationSession = StartedVerification &
  Omit<VerificationSlot, 'status'> & {
    readonly status: StartedVerification['asks'] | 'verified' | 'locked';
  };

/** A code that is on its way to a phone or an address. */
export interface SentCode {
  readonly tokenId: string;
  /**
   * Its keyed hash, bound to what it was sent for (rule 7). Absent: a provider sent it, and only the provider knows
   * it.
   */
  readonly keyed?: { readonly hash: string; readonly keyId: number };
  readonly sentAt: EpochSeconds;
  readonly expiresAt: EpochSeconds;
  /** How often a code was sent for this. */
  readonly sends: number;
}
