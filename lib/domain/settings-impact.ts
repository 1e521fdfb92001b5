import type { Settings } from './settings.ts';

/** Numbers of users at this moment, of whom the impact of a change may speak. */
export interface Concerned {
  readonly enrolled: number;
  /** Active, and pending or not started. */
  readonly notEnrolled: number;
  /** Whose enrollment period has begun and who have not enrolled. */
  readonly enrolling: number;
  /** Those of them whose period is over by the settings that would be saved. */
  readonly overdue: number;
  /** Who would be counted as having few backup codes left. */
  readonly low: { readonly users: number; readonly atLeast: boolean };
}

interface ImpactSize {
  /** Users whom the change concerns. */
  readonly users: number;
  /** What happens to them, in one sentence. */
  readonly effect: string;
  /** Users whose enrollment would be expired at the moment of saving. */
  readonly expiringAtOnce?: number;
  /** There are more users than were counted. */
  readonly atLeast?: true;
}

export interface Impact extends ImpactSize {
  readonly setting: keyof Settings;
  readonly from: string | number;
  readonly to: string | number;
}

type ImpactRule = (next: Settings, concerned: Concerned) => ImpactSize;

const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** In the largest unit that fits without a rest. */
export function durationText(seconds: number): string {
  const [length, name] = units.find(([length]) => seconds % length === 0) ?? units[3];
  return counted(seconds / length, name);
}

/** A rule for whoever is enrolled: most settings say how they sign in. */
const enrolled =
  (effect: (next: Settings) => string): ImpactRule =>
  (next, concerned) => ({ users: concerned.enrolled, effect: effect(next) });

const notEnrolled =
  (effect: (next: Settings) => string): ImpactRule =>
  (next, concerned) => ({ users: concerned.notEnrolled, effect: effect(next) });

const sweepText = {
  disable: 'the next run of the sweep disables their accounts',
  mark: 'the next run of the sweep marks them, and their next sign-in disables the account',
} as const satisfies Record<Settings['expiredAccounts'], string>;

const displayText = {
  never: 'From now on no key is shown again to anybody.',
  pending: 'From now on a key is shown again only until its first code has confirmed it.',
  privileged:
    'From now on active keys too are shown again to operators who hold secrets:reveal, and the user is told each time.',
} as const satisfies Record<Settings['secretDisplay'], string>;

const rules: Record<keyof Settings, ImpactRule> = {
  issuer: enrolled(
    () =>
      'Messages and keys that are handed out from now on carry the new name, and apps that are set up keep the old one.',
  ),
  enrollmentPeriodSeconds: ({ enrollmentPeriodSeconds, expiredAccounts }, { enrolling, overdue }) => ({
    users: enrolling,
    expiringAtOnce: overdue,
    effect:
      enrollmentPeriodSeconds === 0
        ? `Enrollment expires for nobody any more, and all ${counted(enrolling, 'user')} who have not enrolled may take as long as they like.`
        : `Users have ${durationText(enrollmentPeriodSeconds)} to enroll from the start of their period, which is over at once for ${overdue} of ${counted(enrolling, 'user')} who have not enrolled${overdue === 0 ? '' : `: they are refused, and ${sweepText[expiredAccounts]}`}.`,
  }),
  expiredAccounts: ({ expiredAccounts }, { overdue }) => ({
    users: overdue,
    effect: `Of users whose enrollment period is over and whom no run has found yet, ${sweepText[expiredAccounts]}.`,
  }),
  maximumInvalidAttempts: enrolled(
    ({ maximumInvalidAttempts }) =>
      `A verification is locked after ${counted(maximumInvalidAttempts, 'wrong code')} from the next attempt on, one that is under way too.`,
  ),
  verificationSeconds: enrolled(
    ({ verificationSeconds }) =>
      `The next verification that is started may take ${durationText(verificationSeconds)}, and those under way keep their time.`,
  ),
  totpWindow: enrolled(
    ({ totpWindow }) =>
      `From the next sign-in on a code of an app is taken if it is at most ${counted(totpWindow, 'time step')} early or late, and clocks that are further off are refused.`,
  ),
  backupCodeCount: enrolled(({ backupCodeCount }) =>
    backupCodeCount === 0
      ? 'From now on nobody is given backup codes, and the sets that users have keep working.'
      : `The next set of backup codes that a user is given has ${counted(backupCodeCount, 'code')}, and the sets that users have stay as they are.`,
  ),
  backupCodesLow: ({ backupCodesLow }, { low }) => ({
    users: low.users,
    ...(low.atLeast ? { atLeast: true as const } : {}),
    effect:
      backupCodesLow === 0
        ? 'The overview lists nobody any more for having few backup codes left, only those who have none.'
        : `The overview lists who has ${backupCodesLow} or fewer backup codes left, and the message about the next one they use says that these are few.`,
  }),
  setupLinkSeconds: notEnrolled(
    ({ setupLinkSeconds }) =>
      `Setup links that are sent from now on work for ${durationText(setupLinkSeconds)}, and those on their way keep their time.`,
  ),
  setupLinkProof: notEnrolled(({ setupLinkProof }) =>
    setupLinkProof === 'pin'
      ? 'Setup links that are sent from now on ask for a PIN that has to be handed over another way, and those on their way work as before.'
      : 'Setup links that are sent from now on ask for a PIN only where an operator wants one, and those on their way work as before.',
  ),
  otpLength: enrolled(
    ({ otpLength }) =>
      `The next code that is sent has ${counted(otpLength, 'digit')}, and those on their way still work.`,
  ),
  otpSeconds: enrolled(
    ({ otpSeconds }) =>
      `The next code that is sent works for ${durationText(otpSeconds)}, and those on their way keep their time.`,
  ),
  resendSeconds: enrolled(
    ({ resendSeconds }) =>
      `From the next request on a second code is sent ${durationText(resendSeconds)} after the first at the earliest, and a third after twice that time.`,
  ),
  secretDisplay: enrolled(({ secretDisplay }) => displayText[secretDisplay]),
  recentVerificationSeconds: enrolled(({ recentVerificationSeconds }) =>
    recentVerificationSeconds === 0
      ? 'From the next sign-in on no device is remembered, and everybody is asked each time.'
      : `From the next sign-in on a device may be remembered for ${durationText(recentVerificationSeconds)} where the class allows it, and one that would be for longer is asked again.`,
  ),
  longestBypassSeconds: enrolled(({ longestBypassSeconds }) =>
    longestBypassSeconds === 0
      ? 'No bypass can be granted any more, and those that are running end at once.'
      : `A bypass that is granted from now on lasts at most ${durationText(longestBypassSeconds)}, and those that are running keep their time.`,
  ),
};

/** N.07: what each of these changes does to how many, in the order of the settings. */
export function impactOf(
  before: Settings,
  next: Settings,
  changed: readonly (keyof Settings)[],
  concerned: Concerned,
): Impact[] {
  const names = Object.keys(rules) as (keyof Settings)[];
  return names
    .filter((setting) => changed.includes(setting))
    .map((setting) => ({
      setting,
      from: before[setting],
      to: next[setting],
      ...rules[setting](next, concerned),
    }));
}
