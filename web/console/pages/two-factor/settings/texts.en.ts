import type { SettingName } from '../../../api/settings.ts';
import type { DraftFault } from './draft.ts';
import type { ChoiceName, GroupId } from './groups.ts';
import type { Unit } from './units.ts';

export interface SettingText {
  readonly label: string;
  readonly hint: string;
  /** Instead of a value, where the rule can be switched off. */
  readonly off?: string;
}

export interface ChoiceText {
  readonly label: string;
  readonly hint: string;
}

const groups: Record<GroupId, string> = {
  enrollment: 'Enrollment',
  verification: 'Verification',
  codes: 'Codes',
  backupCodes: 'Backup codes',
  links: 'Setup links',
  display: 'Display',
};

const settings: Record<SettingName, SettingText> = {
  issuer: { label: 'Issuer name', hint: 'Shown by authenticator apps beside the account, and in messages.' },
  enrollmentPeriodSeconds: {
    label: 'Enrollment period',
    hint: 'How long a user may take to enroll, counted from the account, the requirement or a reset.',
    off: 'Never expires',
  },
  expiredAccounts: { label: 'Expired enrollments', hint: 'What happens when the period is over.' },
  maximumInvalidAttempts: {
    label: 'Maximum Invalid Attempts',
    hint: 'Wrong codes after which that sign-in is locked. A fresh sign-in counts from zero.',
  },
  verificationSeconds: {
    label: 'Time for a sign-in',
    hint: 'How long a verification stays open once it is started.',
  },
  recentVerificationSeconds: {
    label: 'Remember a device',
    hint: 'The same person on the same device is not asked again for so long.',
    off: 'Ask every time',
  },
  longestBypassSeconds: {
    label: 'Longest bypass',
    hint: 'For how long an operator may let a person in without a second factor.',
    off: 'No bypasses',
  },
  totpWindow: {
    label: 'Clock difference',
    hint: 'Steps of 30 seconds by which an app’s clock may be off, either way.',
  },
  otpLength: { label: 'Length of sent codes', hint: 'Digits of a code by mail or text message.' },
  otpSeconds: { label: 'Sent codes work for', hint: 'After that a new one has to be sent.' },
  resendSeconds: {
    label: 'Pause between sent codes',
    hint: 'Before the second one; twice that before the third.',
  },
  backupCodeCount: { label: 'Backup codes per set', hint: '0: nobody is given backup codes.' },
  backupCodesLow: {
    label: 'Running low at',
    hint: 'The overview lists who has this many codes or fewer.',
  },
  setupLinkSeconds: { label: 'Setup links work for', hint: 'Unless they are used before, or replaced.' },
  setupLinkProof: { label: 'PIN for setup links', hint: 'What a setup link asks for besides being opened.' },
  secretDisplay: {
    label: 'Show keys and codes again',
    hint: 'Every display is logged, and the user is notified.',
  },
};

const choices: { readonly [K in ChoiceName]: Record<string, ChoiceText> } = {
  expiredAccounts: {
    disable: {
      label: 'Disable the account',
      hint: 'The next run marks the enrollment and disables the account.',
    },
    mark: { label: 'Only mark it', hint: 'The account is disabled by its next sign-in attempt.' },
  },
  setupLinkProof: {
    none: {
      label: 'Only where an operator wants one',
      hint: 'Who opens the mail can set up the authenticator.',
    },
    pin: { label: 'Always', hint: 'The operator hands over a PIN another way.' },
  },
  secretDisplay: {
    never: { label: 'Never', hint: 'Shown once when they are made, and not again.' },
    pending: { label: 'Until the first code confirms', hint: 'Active keys stay hidden.' },
    privileged: { label: 'To whoever may see secrets', hint: 'Active keys and codes too.' },
  },
};

const units: Record<Unit, string> = { days: 'days', hours: 'hours', minutes: 'minutes', seconds: 'seconds' };

const faults: Record<Exclude<DraftFault, 'out-of-range'>, string> = {
  empty: 'Enter something.',
  'not-a-number': 'Enter a whole number of seconds, in any unit.',
};

export const en = {
  groups,
  settings,
  choices,
  units,
  faults,
  notWhole: 'Enter a whole number.',
  outOfRange: (range: string) => `Must be ${range}.`,
  unit: 'Unit',
  range: (least: string, most: string) => `${least} to ${most}`,
  orOff: (range: string, off: string) => `${range}, or “${off}”`,
  exactly: (seconds: string) => `exactly ${seconds} seconds`,
  readOnly: 'You may look at these settings. An administrator changes them.',
  bar: 'Unsaved changes',
  unsaved: (count: number) => (count === 1 ? '1 unsaved change' : `${count} unsaved changes`),
  unsafe: (count: number) => (count === 1 ? '1 value cannot be saved' : `${count} values cannot be saved`),
  discard: 'Discard',
  review: 'Review and save',
  dialog: {
    title: 'Save these changes?',
    text: 'They act within 5 seconds, everywhere and without a deployment.',
    save: 'Save',
    from: 'Now',
    to: 'Then',
    users: 'Users affected',
    atLeast: (count: string) => `at least ${count}`,
    expiring: 'Expired at once',
    meanwhile: 'Someone changed these settings while you were editing. “Now” shows the stored values.',
  },
  saved: 'The settings have been saved.',
  nothing: 'Nothing to save: these values are stored already.',
};
