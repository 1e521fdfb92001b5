import { actorTitle, type EventTexts } from '../../shared/events/event-texts.ts';

interface Words {
  readonly all: EventTexts;
  readonly you: string;
  /** What no person did. */
  readonly service: string;
}

/** Who did something to the account of this user, as they would say it. */
export function whoDid({ all, you, service }: Words, actor: string, userId: string): string {
  if (actor === `user:${userId}`) return you;
  return actor.startsWith('schedule:') ? service : actorTitle(all, actor);
}
