import type { EpochSeconds } from './time.ts';
import type { Profile } from './user-state.ts';

/** Since when a person has the id: what happened to the id before is somebody else's. */
export const idSince = ({ createdAt, renamedAt }: Profile): EpochSeconds => renamedAt ?? createdAt;

/** An id that is or was the person's, with the time it was. */
export interface OwnId {
  readonly userId: string;
  readonly since: EpochSeconds;
  /** `undefined` = until now. */
  readonly until?: EpochSeconds;
}

/** Every id of the person, the present one first. */
export const idsOf = (profile: Profile): OwnId[] => [
  { userId: profile.userId, since: idSince(profile) },
  ...(profile.formerIds ?? []).toReversed(),
];
