import type { input, output } from 'zod/mini';
import type {
  copiedPerson,
  newPerson,
  OneUserAnswer,
  personChange,
  UserAnswer,
} from '../../../functions/schemas/person-fields.ts';
import { call, type Page, path } from './client.ts';

/** What the service answers of a user. */
export type User = output<typeof UserAnswer>;
/** With what is said of one user only. */
export type OneUser = output<typeof OneUserAnswer>;
export type NewPerson = input<typeof newPerson>;
/** `null` clears a field. */
export type PersonChange = input<typeof personChange>;
export type CopiedPerson = input<typeof copiedPerson>;

export interface UserFilter {
  /** The beginning of any word of name, id or address. */
  readonly query?: string | undefined;
  readonly stage?: string | undefined;
  readonly class?: string | undefined;
  readonly userProfile?: string | undefined;
  /** Y yes, N no, S partly. */
  readonly totp?: string | undefined;
  readonly questions?: string | undefined;
  readonly mfa?: string | undefined;
}

export const listUsers = (filter: UserFilter, cursor?: string, limit = 25): Promise<Page<User>> =>
  call('GET', '/v1/users', undefined, { query: { ...filter, cursor, limit } });

export const getUser = (userId: string): Promise<OneUser> => call('GET', path`/v1/users/${userId}`);

export const createUser = (person: NewPerson): Promise<User> => call('POST', '/v1/users', person);

export const changeUser = (userId: string, change: PersonChange): Promise<User> =>
  call('PATCH', path`/v1/users/${userId}`, change);

export const renameUser = (userId: string, newUserId: string): Promise<User> =>
  call('POST', path`/v1/users/${userId}/rename`, { newUserId });

export const copyUser = (userId: string, copy: CopiedPerson): Promise<User> =>
  call('POST', path`/v1/users/${userId}/copy`, copy);

export const deleteUser = (userId: string): Promise<void> => call('DELETE', path`/v1/users/${userId}`);
