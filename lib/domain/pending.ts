import { Problem } from './problems.ts';
import type { EpochSeconds } from './time.ts';
import type { PendingEnrollment, PendingKey, SetupLink, UserState } from './user-state.ts';

/** Enrollments that may be pending at the same time: each is stored with the user and read with every sign-in. */
const mostPending = 4;

/** Authenticators that a user may have: each is read and tried with every sign-in. */
const mostTokens = 8;

/** @throws Problem `not-allowed-in-state` when the user has the maximum number of tokens */
export function assertRoom({ tokens }: Pick<UserState, 'tokens'>): void {
  if (Object.keys(tokens).length < mostTokens) return;
  throw new Problem(
    'not-allowed-in-state',
    `A user may have at most ${mostTokens} tokens. Delete one first.`,
  );
}

/** Oldest first. */
export const pendingOf = ({ pending = {} }: Pick<UserState, 'pending'>): PendingEnrollment[] =>
  Object.values(pending).sort((a, b) => a.startedAt - b.startedAt);

export function findPending(
  { pending = {} }: Pick<UserState, 'pending'>,
  tokenId: string,
): PendingEnrollment | undefined {
  return Object.hasOwn(pending, tokenId) ? pending[tokenId] : undefined;
}

/** A pending number or address counts too, but it has no key to show. */
export const isKey = (pending: PendingEnrollment): pending is PendingKey => 'secret' in pending;

/**
 * Adds an enrollment, or changes one. It never replaces another.
 *
 * @throws Problem `not-allowed-in-state` when the maximum number is pending
 */
export function withPending(state: UserState, pending: PendingEnrollment): UserState {
  const others = { ...state.pending, [pending.tokenId]: pending };
  if (Object.keys(others).length > mostPending) {
    throw new Problem(
      'not-allowed-in-state',
      `${mostPending} tokens of this user are already waiting for their first code. Confirm one, or delete one.`,
    );
  }
  return { ...state, pending: others };
}

/** Without an enrollment that was confirmed or deleted. The link that leads to it ends with it. */
export function withoutPending({ pending = {}, link, ...state }: UserState, tokenId: string): UserState {
  const { [tokenId]: _gone, ...others } = pending;
  return {
    ...state,
    ...(Object.keys(others).length > 0 ? { pending: others } : {}),
    ...(link && link.tokenId !== tokenId ? { link } : {}),
  };
}

/** The link, unless it has expired or its key is gone. */
export function liveLink(
  state: UserState,
  now: EpochSeconds,
): { readonly link: SetupLink; readonly pending: PendingKey } | undefined {
  const { link } = state;
  const pending = link && findPending(state, link.tokenId);
  return link && link.expiresAt > now && pending && isKey(pending) ? { link, pending } : undefined;
}

/** Operators' keys, first those that belong to a live link or that somebody has, then the newest. */
export function operatorKeys(state: UserState): PendingKey[] {
  const worth = ({ tokenId, seen }: PendingKey): number =>
    state.link?.tokenId === tokenId ? 2 : seen ? 1 : 0;
  return pendingOf(state)
    .filter(isKey)
    .filter(({ by }) => by === 'operator')
    .reverse()
    .sort((a, b) => worth(b) - worth(a));
}

/**
 * The enrollments that an operator handed over and the user is meant to confirm: keys that somebody has, and the one
 * that a live link leads to.
 */
export function handedOver(state: UserState, now: EpochSeconds): PendingKey[] {
  const linked = liveLink(state, now)?.pending.tokenId;
  return operatorKeys(state).filter(({ tokenId, seen }) => seen || tokenId === linked);
}

/** How long a start in a sign-in is not written again, so that only some starts cost a write. */
const rememberedStartSeconds = 600;

/** No verification lives longer; after that nothing depends on the earlier data key. */
const longestVerificationSeconds = 5_400;

/**
 * Records that a sign-in shows a key of this type. Returns the same object when nothing has to be written.
 *
 * @param keyId the current data key; the previous one is kept while a sign-in may depend on it
 */
export function enrollingWith(
  { enrolling }: UserState,
  type: string,
  keyId: number,
  now: EpochSeconds,
): NonNullable<UserState['enrolling']> {
  if (!enrolling || now - enrolling.at > rememberedStartSeconds + longestVerificationSeconds) {
    return { at: now, keyId, types: [type] };
  }
  const known = enrolling.types.includes(type);
  if (known && now - enrolling.at <= rememberedStartSeconds) return enrolling;
  return { ...enrolling, at: now, types: known ? enrolling.types : [...enrolling.types, type] };
}

/** A replaced key also becomes invalid in every sign-in that has shown one. */
export function withoutEnrollingType({ enrolling, ...state }: UserState, type: string): UserState {
  const types = enrolling?.types.filter((other) => other !== type) ?? [];
  return enrolling && types.length > 0 ? { ...state, enrolling: { ...enrolling, types } } : state;
}
