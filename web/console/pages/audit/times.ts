import type { EventFilter } from '../../api/events.ts';

/** `2026-03-02T09:00`: a moment as the viewer's clock shows it, which is how it stands in the address. */
const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;

/** What the address asks for, in the service's words; times become moments of the viewer's zone. */
export function filterOf(place: URLSearchParams): EventFilter {
  const named = Object.fromEntries(place);
  const { from, to, ...rest } = named;
  return { ...rest, ...(from && { from: moment(from) }), ...(to && { to: moment(to) }) };
}

/** What is no time goes to the service as it is: it says what is wrong. */
function moment(typed: string): string {
  const time = local.test(typed) ? new Date(typed) : undefined;
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : typed;
}
