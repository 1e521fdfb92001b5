import type { UserState } from './user-state.ts';

/**
 * The time step or counter that a change spent, for its event: with it the audit alone shows that none was accepted
 * twice. One text, for the event stands in STATE and every sign-in pays by its size.
 *
 * @returns `<token> <step or counter>`; `undefined` when no such code was accepted
 */
export function spentBy(before: UserState, after: UserState): string | undefined {
  for (const [tokenId, { moving, lastUsedAt }] of Object.entries(after.tokens)) {
    // Who is handed a device takes over how far it was used, and has used nothing.
    const used = moving !== before.tokens[tokenId]?.moving && lastUsedAt !== undefined;
    if (used) return `${tokenId} ${moving}`;
  }
  return undefined;
}
