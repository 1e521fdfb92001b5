import type { SettingName } from '../../../api/settings.ts';

/** What belongs together, in the order of a user's life here. */
export const groups = [
  { id: 'enrollment', settings: ['enrollmentPeriodSeconds', 'expiredAccounts'] },
  {
    id: 'verification',
    settings: [
      'maximumInvalidAttempts',
      'verificationSeconds',
      'recentVerificationSeconds',
      'longestBypassSeconds',
    ],
  },
  { id: 'codes', settings: ['totpWindow', 'otpLength', 'otpSeconds', 'resendSeconds'] },
  { id: 'backupCodes', settings: ['backupCodeCount', 'backupCodesLow'] },
  { id: 'links', settings: ['setupLinkSeconds', 'setupLinkProof'] },
  { id: 'display', settings: ['issuer', 'secretDisplay'] },
] as const satisfies readonly { readonly id: string; readonly settings: readonly SettingName[] }[];

export type GroupId = (typeof groups)[number]['id'];

/** Settings that are one of a few words. */
export const choices = {
  expiredAccounts: ['disable', 'mark'],
  setupLinkProof: ['none', 'pin'],
  secretDisplay: ['never', 'pending', 'privileged'],
} as const satisfies { readonly [K in SettingName]?: readonly string[] };

export type ChoiceName = keyof typeof choices;

type Kind = 'duration' | 'number' | 'choice' | 'text';

export function kindOf(name: SettingName): Kind {
  if (Object.hasOwn(choices, name)) return 'choice';
  if (name.endsWith('Seconds')) return 'duration';
  return name === 'issuer' ? 'text' : 'number';
}
