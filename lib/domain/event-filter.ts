import { type AuditEvent, type EventType, eventTypes } from './events.ts';

export const allEventTypes = Object.keys(eventTypes) as EventType[];

/** The events of the organisation's list. */
export const organisationEventTypes = allEventTypes.filter((type) => eventTypes[type] === 'organisation');

/** Which events are requested; what is not named does not matter. */
export interface EventFilter {
  /** Milliseconds since 1970, inclusive. */
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly to?: number | undefined;
  readonly type?: string | undefined;
  /** `<kind>:<name>`. */
  readonly actor?: string | undefined;
  readonly userId?: string | undefined;
}

/** Times are not compared here: they are the range of keys that is read. */
export const fitsFilter = (
  event: Pick<AuditEvent, 'type' | 'actor' | 'userId'>,
  { type, actor, userId }: EventFilter,
): boolean =>
  (type === undefined || event.type === type) &&
  (actor === undefined || event.actor === actor) &&
  (userId === undefined || event.userId === userId);

/** Whether the filter checks anything besides the times. */
export const looksInside = ({ type, actor, userId }: EventFilter): boolean =>
  type !== undefined || actor !== undefined || userId !== undefined;
