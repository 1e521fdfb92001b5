import { stageOf } from './enrollment.ts';
import { bypassedUntil, lostTokenCode } from './exceptions.ts';
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
    | 'tokens-obsolete'
    | 'lost-token-active'
    | 'bypass-active'
    | 'send-limit'
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
    | 'replace-token'
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

/** What bears on the diagnosis and stands elsewhere than in the user's state. */
export interface Beside {
  /** Ids of tokens that are out of date (2.13). */
  readonly obsolete?: readonly string[];
  /** Rule 7: until when no code is sent to this user. */
  readonly noCodesUntil?: EpochSeconds | undefined;
}

/** N.02: why can this user not sign in, and what helps, in which order. */
export function diagnose(
  state: UserState,
  settings: Settings,
  now: EpochSeconds,
  { obsolete = [], noCodesUntil }: Beside = {},
): Diagnosis {
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

  const lost = stage === 'enrolled' ? lostTokenCode(state, now) : undefined;
  const mayStart = state.enabled && stage !== 'expired' && stage !== 'not-required';
  const bypass = mayStart ? bypassedUntil(state, settings, now) : undefined;
  if (lost) {
    find('lost-token-active', 'informs', `A code stands in for a lost token until ${iso(lost.validUntil)}.`);
    step('enable-token', 'When the token is found, enable it, which ends the code. Else enroll another one.');
  }
  const lookUp =
    stage === 'enrolled' &&
    ((state.codes?.remaining ?? 0) > 0 || lost !== undefined) &&
    backupCodesBlockedUntil(state.failures, now) === undefined;
  const tokens = Object.values(state.tokens);
  const current = Object.entries(state.tokens).flatMap(([id, token]) => (obsolete.includes(id) ? [] : token));
  const usable = current.some(({ status, failures }) => status === 'active' && failures < throttle.perToken);
  if (stage === 'not-enrolled') {
    find(
      'not-enrolled',
      'informs',
      'The user has not enrolled. The next sign-in leads through the enrollment.',
    );
    if (state.enabled) step('send-setup-link', 'Send a setup link, or let the user sign in and enroll.');
  }
  if (stage === 'enrolled' && !usable) {
    const severity = (lost && lookUp) || bypass !== undefined ? 'warns' : 'blocks';
    const locked = tokens.some(({ failures }) => failures >= throttle.perToken);
    const outOfDate = tokens.length > 0 && current.length === 0;
    if (locked)
      find('token-locked', severity, `A token is locked after ${throttle.perToken} failures in a row.`);
    else if (outOfDate) find('tokens-obsolete', severity, 'All tokens of the user are obsolete.');
    else find('no-active-token', severity, 'The user has no active token.');
    if (!lost) {
      step('verify-identity', 'Verify the identity of the user over another channel.');
      if (outOfDate) step('replace-token', 'Replace the tokens by Virtual ones, or enroll another one.');
      else if (!locked && current.some(({ status }) => status === 'disabled')) {
        step('enable-token', 'Enable a token that the user still has.');
      }
      step(
        'reset',
        lookUp
          ? 'Reset the enrollment, or let the user sign in with a backup code.'
          : 'Reset the enrollment.',
      );
    }
  }
  const until = blockedUntil(state.failures, now);
  if (until !== undefined) {
    find(
      'account-throttled',
      lookUp || bypass !== undefined ? 'warns' : 'blocks',
      `Too many failed attempts: codes are judged again at ${iso(until)}.`,
    );
    step(
      'wait',
      `Wait; neither a reset nor a new sign-in shortens it.${lookUp ? ' A backup code still works.' : ''}`,
    );
  }
  if (Object.values(state.sessions).some(({ status, expiresAt }) => status === 'locked' && expiresAt > now)) {
    find('verification-locked', 'warns', 'A sign-in was locked after too many wrong codes. It stays locked.');
    step(
      'sign-in-again',
      'Start a fresh sign-in: it begins at zero. No reset is needed. If right codes are refused, test the token: the answer tells whether its clock or counter is off.',
    );
  }
  if (stage === 'enrolled' && state.codes?.remaining === 0) {
    find('no-backup-codes', 'warns', 'All backup codes are used.');
  }
  if (noCodesUntil !== undefined) {
    find(
      'send-limit',
      'warns',
      `The user was sent so many codes that none is sent before ${iso(noCodesUntil)}.`,
    );
    step('wait', 'Wait for another code, or let the user sign in with a factor that makes its codes itself.');
  }
  if (bypass !== undefined) {
    find('bypass-active', 'informs', `Sign-ins need no second factor until ${iso(bypass)}.`);
    step('end-bypass', 'End the bypass as soon as the user has a working token.');
  }
  return { canSignIn: !findings.some(({ severity }) => severity === 'blocks'), findings, remedy };
}
