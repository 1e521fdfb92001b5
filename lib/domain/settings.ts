/** What an administrator decides while the service runs. In seconds where the name says so. */
export interface Settings {
  /** Shown by authenticator apps next to the account name. */
  readonly issuer: string;
  /** 0.06, 0.07: how long a user may take to enroll; 0 = never expires. */
  readonly enrollmentPeriodSeconds: number;
  /** D1: what the sweep does to an account whose enrollment expired. */
  readonly expiredAccounts: 'disable' | 'mark';
  /** 1.17: wrong codes after which a verification is locked. */
  readonly maximumInvalidAttempts: number;
  readonly verificationSeconds: number;
  /** D7: time steps of 30 s accepted on either side. */
  readonly totpWindow: number;
  readonly backupCodeCount: number;
  /** 1.06: the overview lists users who have this many or fewer left. */
  readonly backupCodesLow: number;
  readonly setupLinkSeconds: number;
  /** Whether a setup link also asks for a PIN that is shared through another channel. */
  readonly setupLinkProof: 'none' | 'pin';
  readonly otpLength: number;
  readonly otpSeconds: number;
  readonly resendSeconds: number;
  /** D5: who may see keys and codes again. */
  readonly secretDisplay: 'never' | 'pending' | 'privileged';
  readonly recentVerificationSeconds: number;
  /** P.30: how long a bypass may last; 0 = bypasses are off. */
  readonly longestBypassSeconds: number;
}

export const defaultSettings: Settings = {
  issuer: 'Countersign',
  enrollmentPeriodSeconds: 7 * 86_400,
  expiredAccounts: 'disable',
  maximumInvalidAttempts: 5,
  verificationSeconds: 600,
  totpWindow: 3,
  backupCodeCount: 10,
  backupCodesLow: 2,
  setupLinkSeconds: 86_400,
  setupLinkProof: 'none',
  otpLength: 6,
  otpSeconds: 300,
  resendSeconds: 30,
  secretDisplay: 'pending',
  recentVerificationSeconds: 0,
  longestBypassSeconds: 4 * 3_600,
};

/** The range of every number, inclusive, with the reason for its ends. */
export const settingRanges = {
  /** A period below 5 minutes expires before a mail is read; above a year it protects nothing. */
  enrollmentPeriodSeconds: [300, 31_536_000],
  /** Seed 003's maximum attempts. */
  maximumInvalidAttempts: [1, 9],
  verificationSeconds: [60, 5_400],
  /** RFC 6238 section 5.2 recommends one step; the seed asks for three; more helps only guessers. */
  totpWindow: [0, 3],
  /** Seed 003's emergency tokens 0-10. */
  backupCodeCount: [0, 10],
  backupCodesLow: [0, 5],
  /** NIST SP 800-63B-4 section 4.2.1.2: at most 24 hours by mail. */
  setupLinkSeconds: [900, 86_400],
  /** 3.19: four digits are the vendor's; RFC 4226 asks for six. */
  otpLength: [4, 10],
  /** 3.19: up to 90 minutes; NIST SP 800-63B-4 section 3.1.3.2 allows 10. */
  otpSeconds: [60, 5_400],
  resendSeconds: [30, 600],
  recentVerificationSeconds: [60, 86_400],
  /** A bypass of more than a day is no longer a bypass but an account without a second factor. */
  longestBypassSeconds: [300, 86_400],
} as const satisfies Partial<Record<keyof Settings, readonly [number, number]>>;

/** Settings in which 0 switches the rule off. */
export const zeroMeansNever: ReadonlySet<string> = new Set([
  'enrollmentPeriodSeconds',
  'recentVerificationSeconds',
  'longestBypassSeconds',
]);

/** The unit of a setting. */
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
  /** 0 is allowed in addition to the range, and switches the rule off. */
  readonly zeroMeansNever?: true;
  readonly unit: (typeof settingUnits)[keyof typeof settingUnits];
}

/** The ranges in a readable form, by setting. */
export const describedRanges = Object.fromEntries(
  Object.entries(settingRanges).map(([name, [least, most]]): [string, SettingRange] => {
    const zero = zeroMeansNever.has(name) ? { zeroMeansNever: true as const } : {};
    return [name, { least, most, ...zero, unit: settingUnits[name as keyof typeof settingRanges] }];
  }),
);
