import {
  enrollTaken,
  onlyOf,
  type Row,
  resetOf,
  restoreAccess,
  step,
  tokenWith,
  verifyIdentity,
} from './diagnosis-rows.ts';
import { bypassedUntil } from './exceptions.ts';
import { missingFactor } from './offered-factors.ts';
import { exempts } from './requirement.ts';
import { blockedUntil, narrowedUntil, throttle } from './throttle.ts';
import { iso } from './time.ts';

/** Every finding: when there is one, how bad it is, what is said of it and what helps, in the order of the answer. */
export const table: readonly Row[] = [
  {
    code: 'not-required',
    when: ({ stage }) => stage === 'not-required',
    severity: 'informs',
    detail: ({ ofUser }) =>
      exempts(ofUser)
        ? `The class ${ofUser.name} of this user asks for no second factor.`
        : 'The account does not require two factors.',
  },
  {
    code: 'enrollment-expired',
    when: ({ stage }) => stage === 'expired',
    severity: 'reason',
    detail: () => 'The user did not enroll in time. Any sign-in attempt disables the account.',
    remedy: ({ user }) => [
      verifyIdentity,
      step('reset', 'Reset the enrollment: a new period starts.'),
      ...(user.state.enabled ? [restoreAccess] : []),
    ],
  },
  {
    code: 'account-disabled',
    when: ({ user }) => !user.state.enabled,
    severity: 'reason',
    detail: () => 'The account is disabled and refused whatever the code.',
    remedy: ({ stage }) =>
      stage === 'expired'
        ? [step('enable', 'Then enable the account: before the reset it would not last.'), restoreAccess]
        : [step('enable', 'Enable the account.')],
  },
  {
    code: 'account-inactive',
    when: ({ user }) => !user.state.active,
    severity: 'reason',
    detail: () => 'The person is not active, and is refused whatever the code.',
    remedy: () => [step('activate', 'If the person is back, say so in the person’s data.')],
  },
  {
    code: 'lost-token-active',
    when: ({ lost, stage }) => lost !== undefined && stage === 'enrolled',
    severity: 'informs',
    detail: ({ lost }) => `A code stands for a lost token until ${iso(lost?.validUntil ?? 0)}.`,
    remedy: () => [
      step(
        'enable-token',
        'When the token is found, enable it, which ends the code. Else enroll another one.',
      ),
    ],
  },
  {
    code: 'not-enrolled',
    when: ({ stage }) => stage === 'not-enrolled',
    severity: 'informs',
    detail: () => 'The user has not enrolled. The next sign-in leads through the enrollment.',
    remedy: ({ user }) =>
      user.state.enabled
        ? [step('send-setup-link', 'Send a setup link, or let the user sign in and enroll.')]
        : [],
  },
  {
    code: 'token-locked',
    when: ({ without, has }) => without && has('locked'),
    severity: 'reason',
    detail: () => `A token is locked after ${throttle.perToken} failures in a row.`,
    remedy: (seen) => (seen.lost ? [] : [verifyIdentity, resetOf(seen)]),
  },
  {
    code: 'tokens-obsolete',
    when: (seen) => onlyOf(seen, 'obsolete'),
    severity: 'reason',
    detail: () => 'All tokens of the user are obsolete.',
    remedy: (seen) =>
      seen.lost
        ? []
        : [
            verifyIdentity,
            seen.tokens.some((token) => token.status === 'obsolete' && token.sends)
              ? step('replace-token', 'Replace what sends codes by Virtual tokens, or enroll another token.')
              : step('enroll-token', 'Enroll another token, and delete the obsolete one.'),
            resetOf(seen),
          ],
  },
  {
    code: 'no-active-token',
    when: (seen) =>
      seen.without &&
      (seen.tokens.length === 0 || (onlyOf(seen, 'obsolete', 'disabled') && seen.has('disabled'))),
    severity: 'reason',
    detail: () => 'The user has no active token.',
    remedy: (seen) =>
      seen.lost
        ? []
        : [
            verifyIdentity,
            ...(seen.has('disabled')
              ? [step('enable-token', 'Enable a token that the user still has.')]
              : []),
            resetOf(seen),
          ],
  },
  {
    code: 'no-usable-factor',
    when: ({ without, has }) => without && has('not-accepted') && !has('locked'),
    severity: 'reason',
    detail: ({ ofUser }) => missingFactor(ofUser, 'sign-in'),
    remedy: (seen) => [
      enrollTaken(seen),
      step(
        'change-class',
        `Or change what the class ${seen.ofUser.name} takes, or put the user into another class.`,
      ),
    ],
  },
  {
    code: 'provider-missing',
    when: ({ stage, has }) => stage === 'enrolled' && has('no-provider'),
    severity: 'reason',
    detail: () => 'The provider that judges the codes of a token is not set up.',
    remedy: () => [step('set-up-provider', 'Set up the provider, or enroll a token of another type.')],
  },
  {
    code: 'undeliverable',
    when: ({ stage, has }) => stage === 'enrolled' && has('undeliverable'),
    severity: 'reason',
    detail: () =>
      'No codes are sent to a number or address of the user: its country or domain is not allowed.',
    remedy: () => [step('edit-token', 'Enter another number or address, or change what is allowed.')],
  },
  {
    code: 'account-throttled',
    when: ({ user, now }) => blockedUntil(user.state.failures, now) !== undefined,
    severity: 'reason',
    detail: ({ user, now }) =>
      `Too many failed attempts: codes are judged again at ${iso(blockedUntil(user.state.failures, now) ?? now)}.`,
    remedy: ({ lookUp }) => [
      step(
        'wait',
        `Wait; neither a reset nor a new sign-in shortens it.${lookUp ? ' A backup code still works.' : ''}`,
      ),
    ],
  },
  {
    code: 'verification-locked',
    when: ({ user, now }) =>
      Object.values(user.state.sessions).some(
        ({ status, expiresAt }) => status === 'locked' && expiresAt > now,
      ),
    severity: 'warns',
    detail: () => 'A sign-in was locked after too many wrong codes. It stays locked.',
    remedy: () => [
      step(
        'sign-in-again',
        'Start a fresh sign-in: it begins at zero. No reset is needed. If right codes are refused, test the token: the answer tells whether its clock or counter is off.',
      ),
    ],
  },
  {
    code: 'window-narrowed',
    when: ({ user, policy, tokens, now }) =>
      policy.settings.totpWindow > 1 &&
      tokens.some((token) => token.status === 'usable' && token.timed) &&
      narrowedUntil(user.state.failures, now) !== undefined,
    severity: 'warns',
    detail: ({ user, now }) =>
      `After ${user.state.failures.consecutive} failures in a row, the code of a device is taken only if its clock is at most 30 seconds off, until a right code or until ${iso(narrowedUntil(user.state.failures, now) ?? now)}.`,
    remedy: () => [
      step('correct-clock', 'Have the clock of the device set to network time, and a fresh code typed.'),
    ],
  },
  {
    code: 'no-backup-codes',
    when: ({ stage, user, codesIssued }) =>
      stage === 'enrolled' && user.state.codes?.remaining === 0 && codesIssued,
    severity: 'warns',
    detail: () => 'All backup codes are used.',
  },
  {
    code: 'send-limit',
    when: ({ has }) => has('send-limit'),
    severity: 'reason',
    detail: (seen) =>
      `The user was sent so many codes that none is sent before ${iso(tokenWith(seen, 'send-limit')?.until ?? seen.now)}.`,
    remedy: () => [
      step(
        'wait',
        'Wait for another code, or let the user sign in with a factor that makes its codes itself.',
      ),
    ],
  },
  {
    code: 'bypass-active',
    when: ({ asked }) => asked.status === 'not-required' && asked.because === 'bypass',
    severity: 'informs',
    detail: ({ user, policy, now }) =>
      `Sign-ins need no second factor until ${iso(bypassedUntil(user.state, policy.settings, now) ?? now)}.`,
    remedy: () => [step('end-bypass', 'End the bypass as soon as the user has a working token.')],
  },
  {
    code: 'too-few-questions',
    when: ({ stage, has }) => stage === 'enrolled' && has('too-few-questions'),
    severity: 'reason',
    detail: (seen) => {
      const { count } = seen.ofUser.questions;
      return `The class asks ${count} questions, the user has ${tokenWith(seen, 'too-few-questions')?.has ?? 0}: none are asked.`;
    },
    remedy: ({ ofUser }) => [
      step('edit-token', `Edit the questions: enroll at least ${ofUser.questions.count}.`),
    ],
  },
  {
    code: 'questions-wait',
    when: ({ stage, has }) => stage === 'enrolled' && has('questions-wait'),
    severity: 'reason',
    detail: (seen) => {
      const wait = tokenWith(seen, 'questions-wait')?.wait;
      return wait?.ends === 'at'
        ? `Too many wrong answers: questions are asked again at ${iso(wait.until)}.`
        : 'Too many wrong answers: no question is asked until an operator enables them.';
    },
    remedy: (seen) =>
      tokenWith(seen, 'questions-wait')?.wait.ends === 'by-operator'
        ? [
            step(
              'enable-token',
              'Enable the questions, once the identity of the user is verified: they are asked again at once.',
            ),
          ]
        : [step('wait', 'Wait, or use another factor.')],
  },
];

/** Where nothing else says why: the decision of the start itself. */
export const otherwise: Row = {
  code: 'no-usable-factor',
  when: ({ can }) => !can,
  severity: 'reason',
  detail: ({ ofUser }) => missingFactor(ofUser, 'sign-in'),
  remedy: (seen) =>
    seen.stage === 'enrolled' ? [verifyIdentity, enrollTaken(seen), resetOf(seen)] : [enrollTaken(seen)],
};
