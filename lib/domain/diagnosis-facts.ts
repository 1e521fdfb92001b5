import type { lostTokenCode } from './exceptions.ts';
import type { Policy } from './policy.ts';
import type { AnswersWait } from './private-questions.ts';
import type { Asked } from './requirement.ts';
import type { EpochSeconds } from './time.ts';
import type { Profile, UserState } from './user-state.ts';

/** How one token stands at a sign-in of this moment. */
export type TokenCondition =
  | { readonly status: 'usable'; readonly timed: boolean }
  | { readonly status: 'disabled' | 'locked' | 'not-accepted' | 'no-provider' | 'undeliverable' }
  /** Its type or its device is out of date; one that sends codes may be replaced by a Virtual one (2.13). */
  | { readonly status: 'obsolete'; readonly sends: boolean }
  | { readonly status: 'send-limit'; readonly until: EpochSeconds }
  | { readonly status: 'questions-wait'; readonly wait: AnswersWait }
  | { readonly status: 'too-few-questions'; readonly has: number };

/** All that bears on the diagnosis: what a start of this moment would decide by, and how each token stands. */
export interface DiagnosisFacts {
  /** The user as it stands under its class. */
  readonly user: { readonly state: UserState; readonly profile: Pick<Profile, 'class'> };
  readonly policy: Pick<Policy, 'settings' | 'classes'>;
  readonly now: EpochSeconds;
  /** What the start of a sign-in comes to. */
  readonly asked: Asked;
  readonly tokens: readonly TokenCondition[];
  /** A backup code or the code for a lost token may be used now. */
  readonly lookUp: boolean;
  readonly lost?: ReturnType<typeof lostTokenCode>;
  /** There is something that the person can enroll in a sign-in of this moment. */
  readonly enrollable: boolean;
  /** The set of backup codes had some to begin with. */
  readonly codesIssued: boolean;
  /** Types of tokens that the class takes at sign-ins, by name. */
  readonly taken: readonly string[];
}

export type FindingCode =
  | 'not-required'
  | 'account-disabled'
  | 'account-inactive'
  | 'enrollment-expired'
  | 'not-enrolled'
  | 'account-throttled'
  | 'window-narrowed'
  | 'token-locked'
  | 'no-active-token'
  | 'no-usable-factor'
  | 'tokens-obsolete'
  | 'provider-missing'
  | 'undeliverable'
  | 'lost-token-active'
  | 'bypass-active'
  | 'send-limit'
  | 'questions-wait'
  | 'too-few-questions'
  | 'verification-locked'
  | 'no-backup-codes';

export interface Finding {
  readonly code: FindingCode;
  readonly severity: 'blocks' | 'warns' | 'informs';
  readonly detail: string;
}

export interface RemedyStep {
  readonly action:
    | 'verify-identity'
    | 'reset'
    | 'enable'
    | 'activate'
    | 'restore-access'
    | 'send-setup-link'
    | 'enable-token'
    | 'enroll-token'
    | 'replace-token'
    | 'change-class'
    | 'set-up-provider'
    | 'correct-clock'
    | 'end-bypass'
    | 'edit-token'
    | 'wait'
    | 'sign-in-again';
  readonly detail: string;
}
