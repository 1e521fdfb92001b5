import { classOf } from './classes.ts';
import type { Seen } from './diagnosis-rows.ts';
import { otherwise, table } from './diagnosis-table.ts';
import { stageOf } from './enrollment.ts';
import type { lostTokenCode } from './exceptions.ts';
import type { Policy } from './policy.ts';
import type { Asked } from './requirement.ts';
import { blockedUntil } from './throttle.ts';
import type { EpochSeconds } from './time.ts';
import type { Profile, UserState } from './user-state.ts';

/** How one token stands at a sign-in of this moment. */
export type TokenStanding =
  | { readonly status: 'usable'; readonly timed: boolean }
  | { readonly status: 'disabled' | 'locked' | 'not-accepted' | 'no-provider' | 'undeliverable' }
  /** Its type or its device is out of date; one that sends codes may be replaced by a Virtual one (2.13). */
  | { readonly status: 'obsolete'; readonly sends: boolean }
  | { readonly status: 'send-limit'; readonly until: EpochSeconds }
  | { readonly status: 'questions-wait'; readonly until: EpochSeconds | 'enabled' }
  | { readonly status: 'too-few-questions'; readonly has: number };

/** All that bears on the diagnosis: what a start of this moment would decide by, and how each token stands. */
export interface Facts {
  /** The user as it stands under its class. */
  readonly user: { readonly state: UserState; readonly profile: Pick<Profile, 'class'> };
  readonly policy: Pick<Policy, 'settings' | 'classes'>;
  readonly now: EpochSeconds;
  /** What the start of a sign-in comes to. */
  readonly asked: Asked;
  readonly tokens: readonly TokenStanding[];
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

export interface Diagnosis {
  readonly canSignIn: boolean;
  readonly findings: Finding[];
  /** In the order in which the steps have to be taken: enabling before the reset does not last (0.15). */
  readonly remedy: RemedyStep[];
}

/** Whether a sign-in that starts at this moment can succeed: by the same decisions that a start is made by. */
export function canSignIn({ user, asked, tokens, lookUp, enrollable, now }: Facts): boolean {
  const waits = blockedUntil(user.state.failures, now) !== undefined;
  if (asked.status === 'not-required') return true;
  if (asked.status === 'enrollment-required') return !waits && enrollable;
  return asked.status === 'challenge' && ((!waits && tokens.some(isUsable)) || lookUp);
}

const isUsable = ({ status }: TokenStanding): boolean => status === 'usable';

/** N.02: why can this user not sign in, and what helps, in which order. */
export function diagnose(facts: Facts): Diagnosis {
  const { user, policy, tokens, now } = facts;
  const stage = stageOf(user.state, policy.settings, now);
  const can = canSignIn(facts);
  const statuses = new Set(tokens.map(({ status }) => status));
  const seen: Seen = {
    ...facts,
    stage,
    can,
    ofUser: classOf(user.profile.class, policy.classes),
    has: (status) => statuses.has(status),
    without: stage === 'enrolled' && !statuses.has('usable'),
  };
  const found = table.filter(({ when }) => when(seen));
  const explained = can || found.some(({ severity }) => severity === 'reason');
  const rows = explained ? found : [...found, otherwise];
  const reason = can ? 'warns' : 'blocks';
  return {
    canSignIn: can,
    findings: rows.map(({ code, severity, detail }) => ({
      code,
      severity: severity === 'reason' ? reason : severity,
      detail: detail(seen),
    })),
    remedy: rows.flatMap(({ remedy }) => remedy?.(seen) ?? []),
  };
}
