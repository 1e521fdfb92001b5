import { longestAssertionSeconds } from './assertions.ts';
import type { EpochSeconds } from './time.ts';

/** When a signing key begins to sign; it is published from the moment it exists. */
export interface Scheduled {
  readonly number: number;
  readonly signsFrom: EpochSeconds;
}

const day = 86_400;

export const rotation = {
  /** How long a key signs. */
  signsSeconds: 90 * day,
  /** How long before that it is published, so that every copy of the key set holds it by then. */
  leadSeconds: day,
  /** How long it stays published after its successor took over: the longest assertion, and an hour for clocks. */
  keptSeconds: longestAssertionSeconds + 3_600,
} as const;

const byAge = <K extends Scheduled>(keys: readonly K[]): K[] => [...keys].sort((a, b) => a.number - b.number);

/** The key to sign with: the newest whose time has come. Of one key it has, on a clock that is behind too. */
export function signingKeyAt<K extends Scheduled>(keys: readonly K[], now: EpochSeconds): K | undefined {
  const sorted = byAge(keys);
  return sorted.findLast(({ signsFrom }) => signsFrom <= now) ?? sorted[0];
}

/** The keys that assertions of now are checked with: the next, the current, and who signed what may still be good. */
export const publishedKeysAt = <K extends Scheduled>(keys: readonly K[], now: EpochSeconds): K[] =>
  byAge(keys).filter((_, place, sorted) => {
    const successor = sorted[place + 1];
    return !successor || retiredAt(successor) > now;
  });

/** When the predecessor of a key has nothing left to be checked with it. */
export const retiredAt = ({ signsFrom }: Scheduled): EpochSeconds => signsFrom + rotation.keptSeconds;

/** The key to make now, if one is due: the first at once, each later one a lead ahead of its time. */
export function dueKey(keys: readonly Scheduled[], now: EpochSeconds): Scheduled | undefined {
  const newest = byAge(keys).at(-1);
  if (!newest) return { number: 1, signsFrom: now };
  const ends = newest.signsFrom + rotation.signsSeconds;
  if (ends - rotation.leadSeconds > now) return undefined;
  return { number: newest.number + 1, signsFrom: Math.max(ends, now + rotation.leadSeconds) };
}
