import { longestAssertionSeconds } from './assertions.ts';
import type { EpochSeconds } from './time.ts';

/** When a signing key starts to sign; it is published as soon as it exists. */
export interface Scheduled {
  readonly number: number;
  readonly signsFrom: EpochSeconds;
}

const day = 86_400;

export const rotation = {
  /** How long a key signs. */
  signsSeconds: 90 * day,
  /** How long before that it is published, so that every copy of the key set has it by then. */
  leadSeconds: day,
  /** How long it stays published after its successor took over: the longest assertion, and an hour for clock skew. */
  keptSeconds: longestAssertionSeconds + 3_600,
} as const;

const byAge = <K extends Scheduled>(keys: readonly K[]): K[] => [...keys].sort((a, b) => a.number - b.number);

/**
 * The key to sign with: the newest whose time has come. If there is only one key, that one, even on a clock that is
 * behind.
 */
export function signingKeyAt<K extends Scheduled>(keys: readonly K[], now: EpochSeconds): K | undefined {
  const sorted = byAge(keys);
  return sorted.findLast(({ signsFrom }) => signsFrom <= now) ?? sorted[0];
}

/** The keys that verify assertions issued now: the next, the current, and any whose signatures may still be valid. */
export const publishedKeysAt = <K extends Scheduled>(keys: readonly K[], now: EpochSeconds): K[] =>
  byAge(keys).filter((_, place, sorted) => {
    const successor = sorted[place + 1];
    return !successor || retiredAt(successor) > now;
  });

/** When no valid assertion can be left that the predecessor of a key has signed. */
export const retiredAt = ({ signsFrom }: Scheduled): EpochSeconds => signsFrom + rotation.keptSeconds;

/** The key to create now, if one is due: the first at once, each later one a lead time before it is needed. */
export function dueKey(keys: readonly Scheduled[], now: EpochSeconds): Scheduled | undefined {
  const newest = byAge(keys).at(-1);
  if (!newest) return { number: 1, signsFrom: now };
  const ends = newest.signsFrom + rotation.signsSeconds;
  if (ends - rotation.leadSeconds > now) return undefined;
  return { number: newest.number + 1, signsFrom: Math.max(ends, now + rotation.leadSeconds) };
}
