import type { output } from 'zod/mini';
import type { ImpactAnswer, RangesAnswer, SettingsAnswer } from '../../../functions/settings.ts';
import { call } from './client.ts';

export type Settings = output<typeof SettingsAnswer>;
export type SettingName = keyof Settings;
export type Ranges = output<typeof RangesAnswer>['ranges'];
export type Impact = output<typeof ImpactAnswer>['changes'][number];

export const getSettings = (): Promise<Settings> => call('GET', '/v1/settings');

export const getRanges = async (): Promise<Ranges> =>
  (await call<output<typeof RangesAnswer>>('GET', '/v1/settings/ranges')).ranges;

/** N.07: whom a change would concern; changes nothing. */
export const getImpact = async (change: Partial<Settings>): Promise<Impact[]> =>
  (await call<output<typeof ImpactAnswer>>('POST', '/v1/settings/impact', change)).changes;

/** Those left out stay as they are. */
export const changeSettings = (change: Partial<Settings>): Promise<Settings> =>
  call('PUT', '/v1/settings', change);
