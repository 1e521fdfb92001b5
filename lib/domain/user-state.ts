import type { LastDelivery } from './delivery-reports.ts';
import type { AuditEvent } from './events.ts';
import type { BackupCodes, QuestionSet } from './hashed-secrets.ts';
import type { SentCode, VerificationSlot } from './session-state.ts';
import type { EpochSeconds } from './time.ts';

/** The verification state of an authenticator. Descriptive data is in its {@link TokenRecord}. */
export interface TokenState {
  readonly status: 'active' | 'disabled';
  /** The last accepted time step or counter; only greater ones are accepted afterwards. */
  readonly lastUsedMovingFactor?: number;
  readonly lastUsedAt?: EpochSeconds;
  /** Consecutive failures of this token; at 100 it is locked (NIST SP 800-63B-4 section 3.2.2). */
  readonly failures: number;
  /** For private questions: 3.07's retries. Absent once they were answered correctly. */
  readonly wrongAnswers?: WrongAnswers;
}

/** Wrong tries in a row over all sessions. The class decides what they lead to, each time it is asked. */
export interface WrongAnswers {
  readonly count: number;
  readonly lastAt: EpochSeconds;
}

/**
 * Where codes are sent, or the user's account at the provider that verifies them. Shown masked; the full value is
 * sealed (rule 11).
 */
export interface ContactDevice {
  readonly kind: 'phone' | 'email' | 'account';
  /** For a number: its country (ISO 3166). */
  readonly area?: string;
  readonly masked: string;
  readonly sealed: Uint8Array;
}

/** What every token has, confirmed or not. */
export interface TokenDescription {
  readonly tokenId: string;
  readonly type: string;
  readonly label: string;
  readonly comment?: string;
}

interface PendingCommon extends TokenDescription {
  readonly startedAt: EpochSeconds;
  readonly by: 'operator' | 'user';
}

/** A key that waits for its first code. */
export interface PendingKey extends PendingCommon {
  /** The sealed key. */
  readonly secret: Uint8Array;
  readonly parameters: TokenParameters;
  /** Somebody typed this very key, or it was displayed: from then on no other is shown in its place. */
  readonly seen: boolean;
}

/** A number or address that waits for the code on its way there. */
export interface PendingContact extends PendingCommon {
  readonly device: ContactDevice;
  readonly sent: SentCode;
}

/** An enrollment that waits for its first code. It verifies nothing. */
export type PendingEnrollment = PendingKey | PendingContact;

/** Sign-ins that offer an enrollment. Each derives its keys from itself, and they are stored nowhere. */
export interface EnrollingInSignIns {
  /** When this was last written. */
  readonly at: EpochSeconds;
  /** The data key that their keys are derived from. */
  readonly keyId: number;
  /** The types whose keys were shown. */
  readonly types: readonly string[];
}

export interface TokenParameters {
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512';
  readonly digits: number;
  /** For time-based codes. */
  readonly periodSeconds: number;
  /** Where counter-based codes start; 0 if absent. */
  readonly counter?: number;
}

/** The one setup link that is valid. */
export interface SetupLink {
  /** SHA-256 of the link's token. */
  readonly hash: string;
  /** The pending key that it enrolls. While nobody has seen that key, each opening shows a key of its own. */
  readonly tokenId: string;
  /** The data key that the keys of its openings are derived from; absent: it shows the pending key itself. */
  readonly keyId?: number;
  readonly expiresAt: EpochSeconds;
  readonly pinHash?: Uint8Array;
  /** The key that the PIN's hash was made with. */
  readonly pinKeyId?: number;
  readonly failures: number;
}

/** A code that replaces a lost token, any number of times until it ends (P.12). */
export interface LostTokenCode {
  /** The lost token; enabling it again ends the code. */
  readonly tokenId: string;
  /** Keyed hash, bound to user and token. */
  readonly hash: string;
  readonly keyId: number;
  readonly validUntil: EpochSeconds;
}

/** Failures over all sessions and factors: rule 2's account throttle. */
export interface Failures {
  readonly consecutive: number;
  readonly blockedUntil?: EpochSeconds;
  /** Failures per hour since 1970, for the rolling 24 hours. */
  readonly hours: Readonly<Record<string, number>>;
  /** Times of the wrong backup codes of the last 24 hours: their own small allowance. */
  readonly backupCodes: readonly EpochSeconds[];
}

/** A user's state: the item that every change of the second factor goes through. */
export interface UserState {
  readonly userId: string;
  /** Goes up by one with every write; every write is conditional on the version that was read. */
  readonly version: number;
  /** Goes up when profile, tokens or codes change: what was read of them at another generation is stale. */
  readonly generation: number;
  readonly enabled: boolean;
  /** Counted by the overview. */
  readonly active: boolean;
  readonly required: boolean;
  /** Two factors are required of the user, and the class exempts from them: `required` is false while it does. */
  readonly exempt?: true;
  readonly enrolledAt?: EpochSeconds;
  /** 0.08: start of the enrollment period. */
  readonly periodStartedAt?: EpochSeconds;
  /** The sweep or a sign-in attempt found the period over. */
  readonly expiredAt?: EpochSeconds;
  readonly lastFailedEnrollmentAt?: EpochSeconds;
  /** By token id; absent when there is none. */
  readonly pending?: Readonly<Record<string, PendingEnrollment>>;
  readonly enrolling?: EnrollingInSignIns;
  readonly link?: SetupLink;
  readonly tokens: Readonly<Record<string, TokenState>>;
  readonly codes?: { readonly setId: string; readonly remaining: number };
  readonly failures: Failures;
  /** Verifications in which something happened, by session id. */
  readonly sessions: Readonly<Record<string, VerificationSlot>>;
  /** Verifications that were started at another epoch are over: a reset, for example, ended them. */
  readonly epoch: number;
  /** Verifications without a slot that were started at this version or an earlier one are over. */
  readonly overVersion?: number;
  /** P.17: hashes of devices and addresses that are not asked again, and until when. */
  readonly remembered?: Readonly<Record<string, EpochSeconds>>;
  readonly lostToken?: LostTokenCode;
  /** Sign-ins need no second factor until then (P.30). */
  readonly bypassUntil?: EpochSeconds;
  /** A code that an operator had sent to test a token (2.08). */
  readonly test?: SentCode;
  /** The user is deleted; the item stays a while so that nothing of the old user becomes valid again. */
  readonly deletedAt?: EpochSeconds;
  /** The event of the write that made this state. */
  readonly event: AuditEvent;
  /** Short ids of the events just before it, newest first: a write that was overtaken recognises itself. */
  readonly earlier?: readonly string[];
}

/** Person data (seed 003), all optional but the first three. */
export interface Profile {
  readonly userId: string;
  readonly displayName: string;
  readonly email: string;
  readonly phone?: string;
  readonly class?: string;
  readonly roles: readonly string[];
  readonly ipGroup?: string;
  readonly externalId?: string;
  readonly defaultUserId?: string;
  readonly idNumber?: string;
  readonly birthDate?: string;
  readonly employeeNumber?: string;
  readonly familyName?: string;
  readonly firstName?: string;
  readonly language?: string;
  readonly officePhone?: string;
  /** The mobile carrier of the cell phone. */
  readonly smsProvider?: string;
  readonly createdAt: EpochSeconds;
  readonly updatedAt: EpochSeconds;
  /** When the person was renamed to this id. */
  readonly renamedAt?: EpochSeconds;
  /**
   * Since when the person has this id, in milliseconds since 1970; absent in profiles that are older than this field.
   */
  readonly heldSince?: number;
  /** Ids that the person had before, the latest last. */
  readonly formerIds?: readonly FormerId[];
}

interface Enrolled extends TokenDescription {
  readonly createdAt: EpochSeconds;
  readonly updatedAt: EpochSeconds;
  /** 2.05: physical tokens wear out; from here on the token is OBSOLETE. */
  readonly expiresAt?: EpochSeconds;
}

/** Its codes are made from a key that the device and the service share. */
export interface KeyToken extends Enrolled {
  readonly kind: 'key';
  /** The sealed key. */
  readonly secret: Uint8Array;
  readonly parameters: TokenParameters;
  /** For a device from the pool. It is no secret: it is shown in full. */
  readonly serial?: string;
}

/** Its codes are sent to a number or an address, or verified by a provider that knows the user by an account. */
export interface ContactToken extends Enrolled {
  readonly kind: 'contact';
  readonly device: ContactDevice;
  /** The provider that verifies its codes, if the operator named one. */
  readonly provider?: string;
  /** What SES or SNS last reported about its number or address (N.09). */
  readonly lastDelivery?: LastDelivery;
}

/** It asks questions instead of a code. */
export interface QuestionsToken extends Enrolled {
  readonly kind: 'questions';
  readonly questions: QuestionSet;
}

/** The part of an enrolled authenticator that rarely changes. */
export type TokenRecord = KeyToken | ContactToken | QuestionsToken;

/** Everything that one Query of a user's partition returns. */
export interface User {
  readonly state: UserState;
  readonly profile: Profile;
  readonly tokens: readonly TokenRecord[];
  readonly codes?: BackupCodes;
}

/** An id that a person had. */
export interface FormerId {
  readonly userId: string;
  readonly since: EpochSeconds;
  readonly until: EpochSeconds;
  /** The same in milliseconds; absent in profiles that are older than these fields. */
  readonly heldSince?: number;
  readonly heldUntil?: number;
}
