import type { output } from 'zod/mini';
import type { BypassAnswer } from '../../../functions/bypass.ts';
import type { AccountEnabledAnswer } from '../../../functions/enable-disable.ts';
import type { LostTokenAnswer } from '../../../functions/lost-token.ts';
import type { ResetAnswer, RestoredAnswer } from '../../../functions/reset.ts';
import type { DiagnosisAnswer, StatusAnswer } from '../../../functions/users.ts';
import { call, path } from './client.ts';

export type Status = output<typeof StatusAnswer>;
export type Diagnosis = output<typeof DiagnosisAnswer>;
export type Reset = output<typeof ResetAnswer>;
export type Restored = output<typeof RestoredAnswer>;
export type Enabled = output<typeof AccountEnabledAnswer>;
export type LostToken = output<typeof LostTokenAnswer>;
export type Bypass = output<typeof BypassAnswer>;

export interface Because {
  readonly reason?: string | undefined;
}

export const getStatus = (userId: string): Promise<Status> => call('GET', path`/v1/users/${userId}/status`);

export const diagnose = (userId: string): Promise<Diagnosis> =>
  call('GET', path`/v1/users/${userId}/diagnosis`);

export const resetEnrollment = (userId: string, order: Because): Promise<Reset> =>
  call('POST', path`/v1/users/${userId}/reset`, { identityVerified: true, ...order });

export const restoreAccess = (userId: string, order: Because): Promise<Restored> =>
  call('POST', path`/v1/users/${userId}/restore-access`, { identityVerified: true, ...order });

export const enableAccount = (userId: string, order: Because): Promise<Enabled> =>
  call('POST', path`/v1/users/${userId}/enable`, order);

export const disableAccount = (userId: string, order: Because): Promise<{ enabled: false }> =>
  call('POST', path`/v1/users/${userId}/disable`, order);

export const issueLostTokenCode = (
  userId: string,
  order: Because & { readonly tokenId: string; readonly days: number },
): Promise<LostToken> =>
  call('POST', path`/v1/users/${userId}/lost-token`, { identityVerified: true, ...order });

export const revokeLostTokenCode = (userId: string): Promise<void> =>
  call('DELETE', path`/v1/users/${userId}/lost-token`);

export const grantBypass = (
  userId: string,
  order: { readonly minutes: number; readonly reason: string },
): Promise<Bypass> => call('POST', path`/v1/users/${userId}/bypass`, { identityVerified: true, ...order });

export const endBypass = (userId: string): Promise<void> => call('DELETE', path`/v1/users/${userId}/bypass`);
