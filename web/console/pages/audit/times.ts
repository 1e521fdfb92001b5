import { organisationEventTypes } from '../../../../lib/domain/event-filter.ts';
import type { EventFilter } from '../../api/events.ts';

const types: readonly string[] = organisationEventTypes;

/**
 * What the address asks for, in the service's words; times, as the viewer's clock shows them (`2026-03-02T09:00`),
 * become moments. What is no time and no type of event is left aside.
 */
export function filterOf(place: URLSearchParams): EventFilter {
  const from = moment(place.get('from'));
  const to = moment(place.get('to'));
  const type = place.get('type');
  const actor = place.get('actor');
  const userId = place.get('userId');
  return {
    ...(from && { from }),
    ...(to && { to }),
    ...(type && types.includes(type) && { type }),
    ...(actor && { actor }),
    ...(userId && { userId }),
  };
}

function moment(typed: string | null): string | undefined {
  const time = new Date(typed && /^\d{4}-\d\d-\d\dT/.test(typed) ? typed : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
