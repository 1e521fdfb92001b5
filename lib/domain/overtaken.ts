import type { UserState } from './user-state.ts';

/** How long the SDK may go on trying one write. */
const triedMilliseconds = 10_000;
/** Writes that may come between two tries of one. */
const mostBetween = 8;

/** 48 bits: enough to tell one's own write from eight others. */
const shortOf = (eventId: string): string => eventId.slice(0, 8);

/** What the next write keeps of the events before it; nothing, unless they follow each other closely. */
export function eventsBefore({ event, earlier = [] }: UserState, at: number): Pick<UserState, 'earlier'> {
  if (event.at <= at - triedMilliseconds) return {};
  return { earlier: [shortOf(event.id), ...earlier].slice(0, mostBetween) };
}

/** Whether the write of this event was carried out: it made this state, or one shortly before it. */
export const holds = ({ event, earlier = [] }: UserState, eventId: string): boolean =>
  event.id === eventId || earlier.includes(shortOf(eventId));

/**
 * The time step or counter that a change spent, for its event: with it the audit alone shows that none was accepted
 * twice. One string, because STATE stores the event and every sign-in pays for its size.
 *
 * @returns `<token> <step or counter>`; `undefined` when no such code was accepted
 */
export function spentBy(before: UserState, after: UserState): string | undefined {
  for (const [tokenId, { lastUsedMovingFactor, lastUsedAt }] of Object.entries(after.tokens)) {
    // A user who is given a device takes over how far it was used, and has used nothing themselves.
    const used =
      lastUsedMovingFactor !== before.tokens[tokenId]?.lastUsedMovingFactor && lastUsedAt !== undefined;
    if (used) return `${tokenId} ${lastUsedMovingFactor}`;
  }
  return undefined;
}
