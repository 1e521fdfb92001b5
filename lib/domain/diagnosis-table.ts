import {
  enrollTaken,
  onlyOf,
  type Row,
  resetOf,
  restoreAccess,
  step,
  tokenWith,
  troubleIn,
  verifyIdentity,
} from './diagnosis-rows.ts';
import { bypassedUntil } from './exceptions.ts';
import { missingFactor } from './offered-factors.ts';
import { exempts } from './requirement.ts';
import { blockedUntil, narrowedUntil, throttle } from './throttle.ts';
import { iso } from './time.ts';

/** Every finding, in the order of the answer: when it applies, its severity, its text and what helps. */
export const table: readonly Row[] = [
  {
    code: 'not-required',
    when: ({ stage }) => stage === 'not-required',
    severity: 'informs',
    detail: ({ ofUser }) =>
      exempts(ofUser)
        ? `The user's class ${ofUser.name} requires no second factor.`
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
    detail: () => 'The account is disabled; all codes are rejected.',
    remedy: ({ stage }) =>
      stage === 'expired'
        ? [step('enable', "Then enable the account. Without the reset it won't last."), restoreAccess]
        : [step('enable', 'Enable the account.')],
  },
  {
    code: 'account-inactive',
    when: ({ user }) => !user.state.active,
    severity: 'reason',
    detail: () => 'The person is inactive; all codes are rejected.',
    remedy: () => [step('activate', 'If the person is back, set the person to active.')],
  },
  {
    code: 'lost-token-active',
    when: ({ lost, stage }) => lost !== undefined && stage === 'enrolled',
    severity: 'informs',
    detail: ({ lost }) => `A code replaces a lost token until ${iso(lost?.validUntil ?? 0)}.`,
    remedy: () => [
      step(
        'enable-token',
        'If the token is found, enable it; this ends the code. Otherwise enroll another token.',
      ),
    ],
  },
  {
    code: 'not-enrolled',
    when: ({ stage }) => stage === 'not-enrolled',
    severity: 'informs',
    detail: () => 'The user has not enrolled yet. The user will enroll at the next sign-in.',
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
              ? step('replace-token', 'Replace them with Virtual tokens, or enroll another token.')
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
        `Or change which factors the class ${seen.ofUser.name} accepts, or move the user to another class.`,
      ),
    ],
  },
  {
    code: 'provider-missing',
    when: ({ stage, has }) => stage === 'enrolled' && has('no-provider'),
    severity: 'reason',
    detail: () => "The provider that verifies a token's codes is not set up.",
    remedy: () => [step('set-up-provider', 'Set up the provider, or enroll a token of another type.')],
  },
  {
    code: 'undeliverable',
    when: ({ stage, has }) => stage === 'enrolled' && has('undeliverable'),
    severity: 'reason',
    detail: () =>
      "No codes can be sent to one of the user's numbers or addresses: its country or domain is not allowed.",
    remedy: () => [step('edit-token', 'Enter another number or address, or change what is allowed.')],
  },
  {
    code: 'delivery-failed',
    when: (seen) => seen.stage === 'enrolled' && troubleIn(seen) !== undefined,
    severity: 'warns',
    detail: (seen) =>
      `The last code to one of the user's numbers or addresses did not arrive: ${troubleIn(seen)}.`,
    remedy: () => [
      step(
        'edit-token',
        'Check the number or address with the user, or let the user sign in with another factor.',
      ),
    ],
  },
  {
    code: 'account-throttled',
    when: ({ user, now }) => blockedUntil(user.state.failures, now) !== undefined,
    severity: 'reason',
    detail: ({ user, now }) =>
      `Too many failed attempts. The user can try again at ${iso(blockedUntil(user.state.failures, now) ?? now)}.`,
    remedy: ({ lookUp }) => [
      step(
        'wait',
        `Wait. A reset or new sign-in won't shorten it.${lookUp ? ' A backup code still works.' : ''}`,
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
        'Start a new sign-in; the attempt counter resets. No enrollment reset is needed. If correct codes are rejected, test the token to check its clock or counter.',
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
      `After ${user.state.failures.consecutive} failures in a row, a code is accepted only if the device's clock is at most 30 seconds off, until a correct code or until ${iso(narrowedUntil(user.state.failures, now) ?? now)}.`,
    remedy: () => [
      step('correct-clock', "Ask the user to set the device's clock to network time and enter a new code."),
    ],
  },
  {
    code: 'no-backup-codes',
    when: ({ stage, user, codesIssued }) =>
      stage === 'enrolled' && user.state.codes?.remaining === 0 && codesIssued,
    severity: 'warns',
    detail: () => 'All backup codes have been used.',
  },
  {
    code: 'send-limit',
    when: ({ has }) => has('send-limit'),
    severity: 'reason',
    detail: (seen) =>
      `Too many codes were sent to the user. The next one can be sent at ${iso(tokenWith(seen, 'send-limit')?.until ?? seen.now)}.`,
    remedy: () => [step('wait', 'Wait, or let the user sign in with a factor that generates its own codes.')],
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
      return `The class asks ${count} questions, but the user has only ${tokenWith(seen, 'too-few-questions')?.has ?? 0}, so none are asked.`;
    },
    remedy: ({ ofUser }) => [
      step('edit-token', `Edit the questions: the user needs at least ${ofUser.questions.count}.`),
    ],
  },
  {
    code: 'questions-wait',
    when: ({ stage, has }) => stage === 'enrolled' && has('questions-wait'),
    severity: 'reason',
    detail: (seen) => {
      const wait = tokenWith(seen, 'questions-wait')?.wait;
      return wait?.ends === 'at'
        ? `Too many wrong answers. Questions are asked again at ${iso(wait.until)}.`
        : 'Too many wrong answers. No questions are asked until an operator enables them.';
    },
    remedy: (seen) =>
      tokenWith(seen, 'questions-wait')?.wait.ends === 'by-operator'
        ? [
            step(
              'enable-token',
              "Verify the user's identity, then enable the questions. They are asked again at once.",
            ),
          ]
        : [step('wait', 'Wait, or use another factor.')],
  },
];
