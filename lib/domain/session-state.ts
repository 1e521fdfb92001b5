import type { EpochSeconds } from './time.ts';

export type Purpose = 'sign-in' | 'approval' | 'password-reset';

/** One sign-in, approval or password reset that an application asked for. */
export interface VerificationSession {
  readonly status: 'challenge' | 'enrollment-required' | 'not-required' | 'verified' | 'locked' | 'ended';
  readonly purpose: Purpose;
  readonly attempts: number;
  readonly expiresAt: EpochSeconds;
  /** The last attempt that was decided here: a retry of it is recognised, not judged again. */
  readonly attemptId?: string;
  /** Those that were refused before it, the newest first: who retries one was overtaken, and is not charged again. */
  readonly earlierAttempts?: readonly string[];
  readonly tokenId?: string;
  readonly verifiedAt?: EpochSeconds;
  /** What is to be approved, for the message that carries a code (2.14). */
  readonly details?: string;
  /** The code that was sent last; a new one takes its place. */
  readonly sent?: SentCode;
  /** Hash of the address it was started from, where the class remembers those (3.19). */
  readonly address?: string;
  /** The mark of the application that started it; to every other one it does not exist. */
  readonly application?: string;
  /** The verdict comes with a signed assertion. */
  readonly assertion?: true;
}

/** A code that is on its way to a phone or an address: its keyed hash, bound to what it was sent for (rule 7). */
export interface SentCode {
  readonly tokenId: string;
  readonly hash: string;
  readonly keyId: number;
  readonly sentAt: EpochSeconds;
  readonly expiresAt: EpochSeconds;
  /** How often a code was sent for this. */
  readonly sends: number;
}
