import { actorTitle, type EventTexts } from '../../shared/events/event-texts.ts';

interface Words {
  readonly all: EventTexts;
  readonly you: string;
  /** What no person did. */
  readonly service: string;
}

/** The actor of an event, as this user would call them. */
export function whoDid({ all, you, service }: Words, actor: string, userId: string): string {
  if (actor === `user:${userId}`) return you;
  return actor.startsWith('schedule:') ? service : actorTitle(all, actor);
}
