import type { Settings } from './settings.ts';
import type { EpochSeconds } from './time.ts';
import type { LostTokenCode, UserState } from './user-state.ts';

/**
 * What lets a user in beside their own tokens, for a limited time: the code for a lost token (P.12) and the bypass
 * (P.30). Their ends are compared with the clock at every read; nothing sweeps them.
 */

/** Stands where the id and the type of a token would. */
export const lostTokenId = 'lost-token';

/** The code for a lost token while it is good. */
export function lostTokenCode({ lostToken }: UserState, now: EpochSeconds): LostTokenCode | undefined {
  return lostToken && lostToken.validUntil > now ? lostToken : undefined;
}

/** Until when sign-ins need no second factor; switching bypasses off ends those that are under way. */
export function bypassedUntil(
  { bypassUntil }: UserState,
  { longestBypassSeconds }: Pick<Settings, 'longestBypassSeconds'>,
  now: EpochSeconds,
): EpochSeconds | undefined {
  return longestBypassSeconds > 0 && bypassUntil !== undefined && bypassUntil > now ? bypassUntil : undefined;
}

/** Neither outlives what it was granted for: a reset, the account disabled, another requirement. */
export function endExceptions(state: UserState): UserState {
  const { lostToken: _lost, bypassUntil: _bypass, ...rest } = state;
  return rest;
}

/** The token was found, or is gone for good: nothing stands in for it any more. */
export function withoutLostTokenCode(state: UserState, tokenIds: readonly string[]): UserState {
  if (!state.lostToken || !tokenIds.includes(state.lostToken.tokenId)) return state;
  const { lostToken: _lost, ...rest } = state;
  return rest;
}
