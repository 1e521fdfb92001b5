import type { ReportStatus } from './delivery-reports.ts';
import type { lostTokenCode } from './exceptions.ts';
import type { Policy } from './policy.ts';
import type { AnswersWait } from './private-questions.ts';
import type { Asked } from './requirement.ts';
import type { EpochSeconds } from './time.ts';
import type { Profile, UserState } from './user-state.ts';

/** The state of one token at a sign-in at this moment. */
export type TokenCondition =
  | { readonly status: 'usable'; readonly timed: boolean; readonly trouble?: ReportStatus }
  | { readonly status: 'disabled' | 'locked' | 'not-accepted' | 'no-provider' | 'undeliverable' }
  /** Its type or its device is out of date; a Virtual token may replace one that sends codes (2.13). */
  | { readonly status: 'obsolete'; readonly sends: boolean }
  | { readonly status: 'send-limit'; readonly until: EpochSeconds }
  | { readonly status: 'questions-wait'; readonly wait: AnswersWait }
  | { readonly status: 'too-few-questions'; readonly has: number };

/** Everything that the diagnosis depends on: what a start at this moment would decide by, and each token's state. */
export interface DiagnosisFacts {
  /** The user under the rules of its class. */
  readonly user: { readonly state: UserState; readonly profile: Pick<Profile, 'class'> };
  readonly policy: Pick<Policy, 'settings' | 'classes'>;
  readonly now: EpochSeconds;
  /** What starting a sign-in would return. */
  readonly asked: Asked;
  readonly tokens: readonly TokenCondition[];
  /** A backup code or the code for a lost token may be used now. */
  readonly lookUp: boolean;
  readonly lost?: ReturnType<typeof lostTokenCode>;
  /** The person could enroll something in a sign-in at this moment. */
  readonly enrollable: boolean;
  /** The set of backup codes was not empty from the beginning. */
  readonly codesIssued: boolean;
  /** Types of tokens that the class accepts at sign-ins, by name. */
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
  | 'delivery-failed'
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
