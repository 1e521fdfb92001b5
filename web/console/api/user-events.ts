import type { output } from 'zod/mini';
import type { EventAnswer } from '../../../functions/events.ts';
import { call, type Page, path } from './client.ts';

export type UserEvent = output<typeof EventAnswer>;

/** Everything that happened to a user, newest first. */
export const listUserEvents = (
  userId: string,
  filter: { readonly type?: string | undefined },
  cursor?: string,
  limit = 25,
): Promise<Page<UserEvent>> =>
  call('GET', path`/v1/users/${userId}/events`, undefined, { query: { ...filter, cursor, limit } });
