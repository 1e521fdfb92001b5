import type { EpochSeconds } from './time.ts';

/** What users answer with and nobody can read: only hashes of it are stored. */

/** A user's private questions (3.07). */
export interface QuestionSet {
  /** The key that the answers' hashes were made with. */
  readonly keyId: number;
  readonly questions: readonly PrivateQuestion[];
  readonly movedFrom?: MovedFrom;
}

export interface PrivateQuestion {
  readonly questionId: string;
  readonly text: string;
  /** A salt and a hash of the normalised answer. */
  readonly answer: Uint8Array;
}

/** A set of backup codes: each a salt and a hash under its selector. */
export interface BackupCodes {
  readonly setId: string;
  readonly keyId: number;
  readonly hashes: Readonly<Record<string, Uint8Array>>;
  readonly used: readonly string[];
  readonly issuedAt: EpochSeconds;
  readonly movedFrom?: MovedFrom;
}

/** The user that the hashes were made for, if that user has another id now; only the service can make the proof. */
export interface MovedFrom {
  readonly userId: string;
  readonly proof: Uint8Array;
}
