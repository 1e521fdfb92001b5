import type { EpochSeconds } from './time.ts';
import type { Profile } from './user-state.ts';

/** Since when a person has the id, in seconds. */
export const idSince = ({ createdAt, renamedAt }: Profile): EpochSeconds => renamedAt ?? createdAt;

/**
 * Since when a person has the id, in milliseconds since 1970: earlier events of the id belong to somebody else, even
 * within the same second.
 */
export const heldSince = (profile: Profile): number => profile.heldSince ?? idSince(profile) * 1000;

/** The first moment of a new holder of an id: later than everything recorded about the previous one. */
export const firstMoment = (now: number, previous: { readonly event: { readonly at: number } } | undefined) =>
  Math.max(now, (previous?.event.at ?? -1) + 1);

/** An id that is or was the person's, with the time when it was, in milliseconds since 1970. */
export interface OwnId {
  readonly userId: string;
  readonly since: number;
  /** The last moment; `undefined` = until now. */
  readonly until?: number;
}

/** Every id of the person, the present one first. */
export const idsOf = (profile: Profile): OwnId[] => [
  { userId: profile.userId, since: heldSince(profile) },
  ...(profile.formerIds ?? []).toReversed().map(({ userId, since, until, ...exact }) => ({
    userId,
    since: exact.heldSince ?? since * 1000,
    until: exact.heldUntil ?? until * 1000 + 999,
  })),
];
