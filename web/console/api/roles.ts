import type { output } from 'zod/mini';
import type { RoleAnswer } from '../../../functions/roles.ts';
import { call, type Page, path } from './client.ts';

export type Role = output<typeof RoleAnswer>;

export const listRoles = (): Promise<Page<Role>> => call('GET', '/v1/roles');

export const putRole = ({ name, ...properties }: Role): Promise<Role> =>
  call('PUT', path`/v1/roles/${name}`, properties);

export const deleteRole = (name: string): Promise<void> => call('DELETE', path`/v1/roles/${name}`);
