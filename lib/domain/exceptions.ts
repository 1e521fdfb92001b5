import type { Settings } from './settings.ts';
import type { EpochSeconds } from './time.ts';
import type { LostTokenCode, UserState } from './user-state.ts';

/**
 * What lets a user in besides their own tokens, for a limited time: the code for a lost token (P.12) and the bypass
 * (P.30). Their ends are compared with the clock at every read; nothing sweeps them.
 */

/** Takes the place of a token's id and type. */
export const lostTokenId = 'lost-token';

/** The code for a lost token while it is valid. */
export function lostTokenCode({ lostToken }: UserState, now: EpochSeconds): LostTokenCode | undefined {
  return lostToken && lostToken.validUntil > now ? lostToken : undefined;
}

/** Until when sign-ins need no second factor; switching bypasses off ends the active ones. */
export function bypassedUntil(
  { bypassUntil }: UserState,
  { longestBypassSeconds }: Pick<Settings, 'longestBypassSeconds'>,
  now: EpochSeconds,
): EpochSeconds | undefined {
  return longestBypassSeconds > 0 && bypassUntil !== undefined && bypassUntil > now ? bypassUntil : undefined;
}

/** Neither outlives its reason: a reset, disabling the account or another requirement ends both. */
export function endExceptions(state: UserState): UserState {
  const { lostToken: _lost, bypassUntil: _bypass, ...rest } = state;
  return rest;
}

/** The token was found, or is gone for good: no code replaces it any more. */
export function withoutLostTokenCode(state: UserState, tokenIds: readonly string[]): UserState {
  if (!state.lostToken || !tokenIds.includes(state.lostToken.tokenId)) return state;
  const { lostToken: _lost, ...rest } = state;
  return rest;
}
