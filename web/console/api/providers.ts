import type { input, output } from 'zod/mini';
import type { NewProvider, ProviderAnswer } from '../../../functions/providers.ts';
import { call, type Page, path } from './client.ts';

export type Provider = output<typeof ProviderAnswer>;
export type ProviderOrder = input<typeof NewProvider>;

export const listProviders = (): Promise<Page<Provider>> => call('GET', '/v1/providers');

export const putProvider = (name: string, order: ProviderOrder): Promise<Provider> =>
  call('PUT', path`/v1/providers/${name}`, order);

export const deleteProvider = (name: string): Promise<void> => call('DELETE', path`/v1/providers/${name}`);
