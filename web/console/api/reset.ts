import type { output } from 'zod/mini';
import type { ResetAnswer } from '../../../functions/reset.ts';
import type { Because } from './accounts.ts';
import { call, path } from './client.ts';

export type Reset = output<typeof ResetAnswer>;

export const resetEnrollment = (userId: string, order: Because): Promise<Reset> =>
  call('POST', path`/v1/users/${userId}/reset`, { identityVerified: true, ...order });
