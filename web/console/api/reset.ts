import type { output } from 'zod/mini';
import type { ResetAnswer } from '../../../functions/reset.ts';
import { call, path } from './client.ts';

export type Reset = output<typeof ResetAnswer>;

/** @param reason kept in the audit */
export const resetEnrollment = (userId: string, reason: string): Promise<Reset> =>
  call('POST', path`/v1/users/${userId}/reset`, { identityVerified: true, ...(reason && { reason }) });
