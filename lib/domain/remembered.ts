import type { EpochSeconds } from './time.ts';
import type { UserState } from './user-state.ts';

/** Devices and addresses remembered per user: a sixth replaces the one that ends first. */
const mostRemembered = 5;

/**
 * P.17, 3.19: whether this device or address, by its hash, verified recently enough.
 *
 * @param seconds how long the class remembers it now, however long it was when it verified
 */
export function isRemembered(
  { remembered = {} }: UserState,
  hash: string,
  seconds: number,
  now: EpochSeconds,
): boolean {
  const until = Object.hasOwn(remembered, hash) ? (remembered[hash] ?? 0) : 0;
  return until > now && until - now <= seconds;
}

/** Remembers until a moment; entries that are over are dropped. */
export function remember(
  state: UserState,
  hashes: readonly string[],
  until: EpochSeconds,
  now: EpochSeconds,
): UserState {
  if (hashes.length === 0) return state;
  const others = Object.entries(state.remembered ?? {})
    .filter(([hash, end]) => end > now && !hashes.includes(hash))
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostRemembered - hashes.length);
  return { ...state, remembered: Object.fromEntries([...hashes.map((hash) => [hash, until]), ...others]) };
}

/** Every change of the second factor makes every device present one again. */
export function forget({ remembered: _remembered, ...state }: UserState): UserState {
  return state;
}
