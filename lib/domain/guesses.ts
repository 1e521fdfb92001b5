import { beginsWait, clearConsecutive, countFailure } from './throttle.ts';
import type { EpochSeconds } from './time.ts';
import type { UserState } from './user-state.ts';

/** What the event of a guess says of it: the throttle can be counted again from the audit. */
interface Told {
  readonly counted?: true;
  readonly throttled?: true;
}

/**
 * One wrong guess, wherever it was made: charged to the account and to each token it was tried on (rule 2).
 *
 * @returns the state, and for its event that a guess was counted, and whether a series of waits begins, of which the
 * user is told
 */
export function chargeGuess(
  state: UserState,
  tried: readonly string[],
  now: EpochSeconds,
  backupCode = false,
): { readonly state: UserState; readonly told: Told } {
  const failures = countFailure(state.failures, now, backupCode);
  const tokens = Object.fromEntries(
    Object.entries(state.tokens).map(([id, token]) => [
      id,
      tried.includes(id) ? { ...token, failures: token.failures + 1 } : token,
    ]),
  );
  const throttled = beginsWait(state.failures, failures, now);
  const told: Told = { counted: true, ...(throttled ? { throttled } : {}) };
  return { state: { ...state, tokens, failures }, told };
}

/**
 * A right code outside of a verification: it is spent, and so is one that was sent for this. The token's failures and
 * the account's consecutive ones are forgiven.
 */
export function afterRightCode(
  { test: _test, ...state }: UserState,
  tokenId: string,
  moving: number | undefined,
  now: EpochSeconds,
): UserState {
  const token = state.tokens[tokenId];
  if (!token) return state;
  const used = { ...token, failures: 0, lastUsedAt: now, ...(moving === undefined ? {} : { moving }) };
  return {
    ...state,
    tokens: { ...state.tokens, [tokenId]: used },
    failures: clearConsecutive(state.failures),
  };
}
