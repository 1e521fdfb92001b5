import { stageOf } from './enrollment.ts';
import type { Settings } from './settings.ts';
import { backupCodesBlockedUntil, blockedUntil, throttle } from './throttle.ts';
import { type EpochSeconds, iso } from './time.ts';
import type { UserState } from './user-state.ts';

export interface Finding {
  readonly code:
    | 'not-required'
    | 'account-disabled'
    | 'enrollment-expired'
    | 'not-enrolled'
    | 'account-throttled'
    | 'token-locked'
    | 'no-active-token'
    | 'questions-wait'
    | 'too-few-questions'
    | 'verification-locked'
    | 'no-backup-codes';
  readonly severity: 'blocks' | 'warns' | 'informs';
  readonly detail: string;
}

export interface RemedyStep {
  readonly action:
    | 'verify-identity'
    | 'reset'
    | 'enable'
    | 'restore-access'
    | 'send-setup-link'
    | 'enable-token'
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

/** N.02: why can this user not sign in, and what helps, in which order. */
export function diagnose(state: UserState, settings: Settings, now: EpochSeconds): Diagnosis {
  const stage = stageOf(state, settings, now);
  const findings: Finding[] = [];
  const remedy: RemedyStep[] = [];
  const find = (code: Finding['code'], severity: Finding['severity'], detail: string): void => {
    findings.push({ code, severity, detail });
  };
  const step = (action: RemedyStep['action'], detail: string): void => {
    remedy.push({ action, detail });
  };

  if (stage === 'not-required') find('not-required', 'informs', 'The account does not require two factors.');
  if (stage === 'expired') {
    find(
      'enrollment-expired',
      'blocks',
      'The user did not enroll in time. Any sign-in attempt disables the account.',
    );
    step('verify-identity', 'Verify the identity of the user over another channel.');
    step('reset', 'Reset the enrollment: a new period starts.');
  }
  if (!state.enabled) {
    find('account-disabled', 'blocks', 'The account is disabled and refused whatever the code.');
    step(
      'enable',
      stage === 'expired'
        ? 'Then enable the account: before the reset it would not last.'
        : 'Enable the account.',
    );
  }
  if (stage === 'expired') step('restore-access', 'Or do the last steps at once: restore access.');

  const lookUp =
    stage === 'enrolled' &&
    (state.codes?.remaining ?? 0) > 0 &&
    backupCodesBlockedUntil(state.failures, now) === undefined;
  const tokens = Object.values(state.tokens);
  const usable = tokens.some(({ status, failures }) => status === 'active' && failures < throttle.perToken);
  if (stage === 'not-enrolled') {
    find(
      'not-enrolled',
      'informs',
      'The user has not enrolled. The next sign-in leads through the enrollment.',
    );
    if (state.enabled) step('send-setup-link', 'Send a setup link, or let the user sign in and enroll.');
  }
  if (stage === 'enrolled' && !usable) {
    const locked = tokens.some(({ failures }) => failures >= throttle.perToken);
    if (locked)
      find('token-locked', 'blocks', `A token is locked after ${throttle.perToken} failures in a row.`);
    else find('no-active-token', 'blocks', 'The user has no active token.');
    step('verify-identity', 'Verify the identity of the user over another channel.');
    step(
      'reset',
      lookUp ? 'Reset the enrollment, or let the user sign in with a backup code.' : 'Reset the enrollment.',
    );
  }
  const until = blockedUntil(state.failures, now);
  if (until !== undefined) {
    find(
      'account-throttled',
      lookUp ? 'warns' : 'blocks',
      `Too many failed attempts: codes are judged again at ${iso(until)}.`,
    );
    step(
      'wait',
      `Wait; neither a reset nor a new sign-in shortens it.${lookUp ? ' A backup code still works.' : ''}`,
    );
  }
  if (Object.values(state.sessions).some(({ status, expiresAt }) => status === 'locked' && expiresAt > now)) {
    find('verification-locked', 'warns', 'A sign-in was locked after too many wrong codes. It stays locked.');
    step('sign-in-again', 'Start a fresh sign-in: it begins at zero. No reset is needed.');
  }
  if (stage === 'enrolled' && state.codes?.remaining === 0) {
    find('no-backup-codes', 'warns', 'All backup codes are used.');
  }
  return { canSignIn: !findings.some(({ severity }) => severity === 'blocks'), findings, remedy };
}
