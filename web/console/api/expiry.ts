import type { output } from 'zod/mini';
import type { DryRunAnswer, ExpiringUserAnswer, ExpiryAnswer } from '../../../functions/expiry.ts';
import { call, type Page } from './client.ts';

export type Expiry = output<typeof ExpiryAnswer>;
export type ExpiringUser = output<typeof ExpiringUserAnswer>;
export type DryRun = output<typeof DryRunAnswer>;

export const getExpiry = (): Promise<Expiry> => call('GET', '/v1/expiry');

/** @param withinHours 0: those overdue */
export const listExpiring = (withinHours: number, cursor?: string, limit = 25): Promise<Page<ExpiringUser>> =>
  call('GET', '/v1/expiry/users', undefined, { query: { withinHours, cursor, limit } });

/** What a run of the sweep would do now; changes nothing. */
export const dryRunExpiry = (): Promise<DryRun> => call('POST', '/v1/expiry/dry-run');
