import type { output } from 'zod/mini';
import type { OverviewAnswer } from '../../../functions/overview.ts';
import { call } from './client.ts';

export type Overview = output<typeof OverviewAnswer>;

export const getOverview = (): Promise<Overview> => call('GET', '/v1/overview');
