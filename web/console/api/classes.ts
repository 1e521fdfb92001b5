import type { input, output } from 'zod/mini';
import type { ClassAnswer, ClassBody } from '../../../functions/schemas/class-fields.ts';
import { call, type Page, path } from './client.ts';

export type PersonClass = output<typeof ClassAnswer>;
/** `members` is `null` for the classes that are always there, which nobody counts. */
export type ClassWithMembers = PersonClass & { readonly members: number | null };
export type ClassChange = input<typeof ClassBody>;

export const listClasses = (): Promise<Page<PersonClass>> => call('GET', '/v1/classes');

export const getClass = (name: string): Promise<ClassWithMembers> => call('GET', path`/v1/classes/${name}`);

export const putClass = (name: string, change: ClassChange): Promise<PersonClass> =>
  call('PUT', path`/v1/classes/${name}`, change);

export const copyClass = (from: string, name: string): Promise<PersonClass> =>
  call('POST', path`/v1/classes/${from}/copy`, { name });

export const deleteClass = (name: string): Promise<void> => call('DELETE', path`/v1/classes/${name}`);
