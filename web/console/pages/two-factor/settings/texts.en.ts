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
  issuer: { label: 'Issuer name', hint: 'Shown in authenticator apps next to the account, and in messages.' },
  enrollmentPeriodSeconds: {
    label: 'Enrollment period',
    hint: 'How long a user may take to enroll, counted from the account, the requirement or a reset.',
    off: 'Never expires',
  },
  expiredAccounts: { label: 'Expired enrollments', hint: 'What happens when the period is over.' },
  maximumInvalidAttempts: {
    label: 'Maximum Invalid Attempts',
    hint: 'Wrong codes before a sign-in is locked. A new sign-in starts at zero.',
  },
  verificationSeconds: {
    label: 'Time for a sign-in',
    hint: 'How long a verification stays open after it starts.',
  },
  recentVerificationSeconds: {
    label: 'Remember a device',
    hint: 'The same user on the same device is not asked again for this long.',
    off: 'Ask every time',
  },
  longestBypassSeconds: {
    label: 'Longest bypass',
    hint: 'How long an operator may let a user sign in without a second factor.',
    off: 'No bypasses',
  },
  totpWindow: {
    label: 'Clock difference',
    hint: 'Steps of 30 seconds by which an app’s clock may be off, either way.',
  },
  otpLength: {
    label: 'Length of sent codes',
    hint: 'Number of digits in codes sent by email or text message.',
  },
  otpSeconds: { label: 'Sent codes work for', hint: 'After that, a new code must be sent.' },
  resendSeconds: {
    label: 'Pause between sent codes',
    hint: 'Before the second one; twice that before the third.',
  },
  backupCodeCount: { label: 'Backup codes per set', hint: '0: no backup codes are issued.' },
  backupCodesLow: {
    label: 'Running low at',
    hint: 'The overview lists users with this many codes or fewer.',
  },
  setupLinkSeconds: { label: 'Setup links work for', hint: 'Unless used or replaced earlier.' },
  setupLinkProof: { label: 'PIN for setup links', hint: 'Extra protection for setup links.' },
  secretDisplay: {
    label: 'Show keys and codes again',
    hint: 'Each display is logged, and the user is notified.',
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
      label: 'Only if an operator chooses',
      hint: 'Anyone who opens the email can set up the authenticator.',
    },
    pin: { label: 'Always', hint: 'The operator shares a PIN through another channel.' },
  },
  secretDisplay: {
    never: { label: 'Never', hint: 'Shown only once, when they are created.' },
    pending: { label: 'Until the first code confirms', hint: 'Active keys stay hidden.' },
    privileged: { label: 'To operators with permission', hint: 'Active keys and codes too.' },
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
  readOnly: 'You can view these settings. Only an administrator can change them.',
  bar: 'Unsaved changes',
  unsaved: (count: number) => (count === 1 ? '1 unsaved change' : `${count} unsaved changes`),
  unsafe: (count: number) => (count === 1 ? '1 value cannot be saved' : `${count} values cannot be saved`),
  discard: 'Discard',
  review: 'Review and save',
  dialog: {
    title: 'Save these changes?',
    text: 'Changes take effect within 5 seconds.',
    save: 'Save',
    from: 'Current',
    to: 'New',
    users: 'Users affected',
    atLeast: (count: string) => `at least ${count}`,
    expiring: 'Expired at once',
    meanwhile: 'Someone changed these settings while you were editing. “Current” shows the stored values.',
  },
  saved: 'The settings have been saved.',
  nothing: 'Nothing to save. These values are already stored.',
};
