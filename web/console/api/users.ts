import type { output } from 'zod/mini';
import type { UserAnswer } from '../../../functions/person-fields.ts';
import { call, type Page, path } from './client.ts';

/** What the service answers of a user. */
export type User = output<typeof UserAnswer>;

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

export const getUser = (userId: string): Promise<User> => call('GET', path`/v1/users/${userId}`);
