import type { Actor } from '../../../lib/domain/authorization.ts';
import type { EventType } from '../../../lib/domain/events.ts';

/** Events in the words of one language. A new event without words does not compile. */
export interface EventTexts {
  /** What happened, for whoever reads it: operators and the user alike. */
  readonly types: Readonly<Record<EventType, string>>;
  /** The kind of actor, by the part of `actor` before the colon. A schedule has no name: it is the service. */
  readonly actors: Readonly<Record<Actor['kind'], string>>;
}

/** What happened, in words; what this page does not know yet stands as the service calls it. */
export const eventTitle = ({ types }: EventTexts, type: string): string =>
  Object.hasOwn(types, type) ? types[type as EventType] : type;

/** The actor in words: `operator:ada` is `Operator ada`, `schedule:deliver` the service itself. */
export function actorTitle({ actors }: EventTexts, actor: string): string {
  const colon = actor.indexOf(':');
  const kind = actor.slice(0, colon);
  if (!Object.hasOwn(actors, kind)) return actor;
  if (kind === 'schedule') return actors.schedule;
  return `${actors[kind as Actor['kind']]} ${actor.slice(colon + 1)}`;
}
