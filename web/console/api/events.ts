import type { output } from 'zod/mini';
import type { EventAnswer } from '../../../functions/events.ts';
import { call, type Page, path } from './client.ts';

export type AuditEvent = output<typeof EventAnswer>;

export interface EventFilter {
  /** RFC 3339; `to` is not included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly type?: string | undefined;
  /** `<kind>:<name>`. */
  readonly actor?: string | undefined;
  readonly userId?: string | undefined;
}

interface Reading {
  readonly cursor?: string | undefined;
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export const listEvents = (
  filter: EventFilter,
  { cursor, limit = 50, signal }: Reading = {},
): Promise<Page<AuditEvent>> =>
  call('GET', '/v1/events', undefined, { query: { ...filter, cursor, limit }, ...(signal && { signal }) });

/** Everything that happened to a user, newest first. */
export const listUserEvents = (
  userId: string,
  filter: Pick<EventFilter, 'type'>,
  cursor?: string,
  limit = 25,
): Promise<Page<AuditEvent>> =>
  call('GET', path`/v1/users/${userId}/events`, undefined, { query: { ...filter, cursor, limit } });
