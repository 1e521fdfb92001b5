import { settingRanges, zeroMeansNever } from './settings.ts';

/** What the number of a setting counts. */
const settingUnits = {
  enrollmentPeriodSeconds: 'seconds',
  maximumInvalidAttempts: 'attempts',
  verificationSeconds: 'seconds',
  totpWindow: 'time steps',
  backupCodeCount: 'codes',
  backupCodesLow: 'codes',
  setupLinkSeconds: 'seconds',
  otpLength: 'digits',
  otpSeconds: 'seconds',
  resendSeconds: 'seconds',
  recentVerificationSeconds: 'seconds',
  longestBypassSeconds: 'seconds',
} as const satisfies Record<keyof typeof settingRanges, string>;

export interface SettingRange {
  readonly least: number;
  readonly most: number;
  /** 0 is allowed beside the range, and switches the rule off. */
  readonly zeroMeansNever?: true;
  readonly unit: (typeof settingUnits)[keyof typeof settingUnits];
}

/** The ranges as people read them, by setting. */
export const describedRanges = Object.fromEntries(
  Object.entries(settingRanges).map(([name, [least, most]]): [string, SettingRange] => {
    const zero = zeroMeansNever.has(name) ? { zeroMeansNever: true as const } : {};
    return [name, { least, most, ...zero, unit: settingUnits[name as keyof typeof settingRanges] }];
  }),
);
