import type { Settings } from './settings.ts';

/** Numbers of users at this moment, for the impact of a change. */
export interface Concerned {
  readonly enrolled: number;
  /** Active, and pending or not started. */
  readonly notEnrolled: number;
  /** Users whose enrollment period has started and who have not enrolled. */
  readonly enrolling: number;
  /** Those of them whose period would be over under the new settings. */
  readonly overdue: number;
  /** Users who would be counted as having few backup codes left. */
  readonly low: { readonly users: number; readonly atLeast: boolean };
}

interface ImpactSize {
  /** Users affected by the change. */
  readonly users: number;
  /** What happens to them, in one sentence. */
  readonly effect: string;
  /** Users whose enrollment would be expired at the moment of saving. */
  readonly expiringAtOnce?: number;
  /** More users are affected than were counted. */
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

/** In the largest unit that divides it evenly. */
export function durationText(seconds: number): string {
  const [length, name] = units.find(([length]) => seconds % length === 0) ?? units[3];
  return counted(seconds / length, name);
}

/** A rule for enrolled users: most settings affect how they sign in. */
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
  never: 'From now on, no key can be shown again.',
  pending: 'From now on, a key can be shown again only until its first code confirms it.',
  privileged:
    'From now on, operators with secrets:reveal can also show active keys again, and the user is notified each time.',
} as const satisfies Record<Settings['secretDisplay'], string>;

const rules: Record<keyof Settings, ImpactRule> = {
  issuer: enrolled(
    () =>
      'New messages and keys use the new name; authenticator apps that are already set up keep the old one.',
  ),
  enrollmentPeriodSeconds: ({ enrollmentPeriodSeconds, expiredAccounts }, { enrolling, overdue }) => ({
    users: enrolling,
    expiringAtOnce: overdue,
    effect:
      enrollmentPeriodSeconds === 0
        ? `Enrollments no longer expire, and all ${counted(enrolling, 'user')} who have not enrolled can take as long as they like.`
        : `Users have ${durationText(enrollmentPeriodSeconds)} to enroll from the start of their period; for ${overdue} of ${counted(enrolling, 'user')} who have not enrolled, the period is over at once${overdue === 0 ? '' : `: they cannot sign in, and ${sweepText[expiredAccounts]}`}.`,
  }),
  expiredAccounts: ({ expiredAccounts }, { overdue }) => ({
    users: overdue,
    effect: `For users whose enrollment period is over and who have not been processed yet, ${sweepText[expiredAccounts]}.`,
  }),
  maximumInvalidAttempts: enrolled(
    ({ maximumInvalidAttempts }) =>
      `From the next attempt on, a verification is locked after ${counted(maximumInvalidAttempts, 'wrong code')}, including open ones.`,
  ),
  verificationSeconds: enrolled(
    ({ verificationSeconds }) =>
      `New verifications may take ${durationText(verificationSeconds)}; open ones keep their time.`,
  ),
  totpWindow: enrolled(
    ({ totpWindow }) =>
      `From the next sign-in on, an app's code is accepted if it is at most ${counted(totpWindow, 'time step')} early or late; codes from clocks that are further off are rejected.`,
  ),
  backupCodeCount: enrolled(({ backupCodeCount }) =>
    backupCodeCount === 0
      ? 'From now on, no backup codes are issued; existing sets keep working.'
      : `New sets of backup codes have ${counted(backupCodeCount, 'code')}; existing sets stay unchanged.`,
  ),
  backupCodesLow: ({ backupCodesLow }, { low }) => ({
    users: low.users,
    ...(low.atLeast ? { atLeast: true as const } : {}),
    effect:
      backupCodesLow === 0
        ? 'The overview no longer lists users with few backup codes left, only users with none.'
        : `The overview lists users with ${backupCodesLow} or fewer backup codes left, and the message about the next used code says that few are left.`,
  }),
  setupLinkSeconds: notEnrolled(
    ({ setupLinkSeconds }) =>
      `New setup links work for ${durationText(setupLinkSeconds)}; links already sent keep their time.`,
  ),
  setupLinkProof: notEnrolled(({ setupLinkProof }) =>
    setupLinkProof === 'pin'
      ? 'New setup links ask for a PIN that is shared through another channel; links already sent work as before.'
      : 'New setup links ask for a PIN only if an operator chooses one; links already sent work as before.',
  ),
  otpLength: enrolled(
    ({ otpLength }) => `New codes have ${counted(otpLength, 'digit')}; codes already sent still work.`,
  ),
  otpSeconds: enrolled(
    ({ otpSeconds }) => `New codes work for ${durationText(otpSeconds)}; codes already sent keep their time.`,
  ),
  resendSeconds: enrolled(
    ({ resendSeconds }) =>
      `From the next request on, a second code can be sent ${durationText(resendSeconds)} after the first, and a third after twice that time.`,
  ),
  secretDisplay: enrolled(({ secretDisplay }) => displayText[secretDisplay]),
  recentVerificationSeconds: enrolled(({ recentVerificationSeconds }) =>
    recentVerificationSeconds === 0
      ? 'From the next sign-in on, no device is remembered and every sign-in asks for a factor.'
      : `From the next sign-in on, a device can be remembered for ${durationText(recentVerificationSeconds)} if the class allows it; devices remembered for longer are asked again.`,
  ),
  longestBypassSeconds: enrolled(({ longestBypassSeconds }) =>
    longestBypassSeconds === 0
      ? 'Bypasses can no longer be granted, and active ones end at once.'
      : `New bypasses last at most ${durationText(longestBypassSeconds)}; active ones keep their time.`,
  ),
};

/** N.07: the effect of each change and the number of users affected, in the order of the settings. */
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
