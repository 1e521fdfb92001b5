import { keyedHash } from '../../crypto/sealing.ts';
import type { Actor } from '../../domain/authorization.ts';
import type { PendingKey, SetupLink } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { countOpening } from '../../store/links.ts';
import { newEvent } from '../gate/new-event.ts';
import { openSecret } from '../keys/secrets.ts';
import { type KeyOrContact, keyCandidate, pendingCandidate } from './first-code.ts';
import { secretBytes } from './new-key.ts';

/**
 * Openings whose keys stay good: a code that is being typed outlasts every scanner that opens the link meanwhile. Each
 * costs a confirmation a few hashes, and nobody who could guess among them needs to: a link shows a key.
 */
const liveOpenings = 32;

/** A link and the pending key that it enrolls. */
export interface Linked {
  readonly link: SetupLink;
  readonly pending: PendingKey;
}

/** Whether a link shows the pending key itself: an operator typed or displayed it, so the person may have it already. */
export const sharesKey = ({ link, pending }: Linked): boolean => pending.seen || link.keyId === undefined;

/** Counts an opening. Its event goes with that write, and the user's state, which others may be changing, stays as it is. */
export async function recordOpening(services: Services, actor: Actor, { hash }: SetupLink): Promise<number> {
  const event = newEvent(services, actor, { type: 'link.opened' });
  return countOpening(services.table, hash, { ...event, userId: actor.name });
}

/** The key that the n-th opening of a link shows. */
export async function keyOfOpening(
  services: Services,
  userId: string,
  linked: Linked,
  opening: number,
): Promise<Buffer> {
  const { link, pending } = linked;
  if (sharesKey(linked) || link.keyId === undefined) return openSecret(services, userId, pending);
  const key = await services.keyring.byId(link.keyId);
  return keyedHash(key, ['setup-link', userId, link.hash, String(opening)]).subarray(0, secretBytes);
}

/**
 * What a code may belong to that answers a link: the pending key itself once somebody has it, and the keys of the
 * openings. They all become the same token; the first that is confirmed is its key.
 *
 * @param openings how often the link was opened
 */
export function linkCandidates(
  services: Services,
  userId: string,
  linked: Linked,
  openings: number,
  most = liveOpenings,
): KeyOrContact[] {
  const { link, pending } = linked;
  const { startedAt: _started, by: _by, seen: _seen, secret: _secret, ...token } = pending;
  const { keyId } = link;
  const own = keyId === undefined ? [] : numbersUpTo(openings).slice(0, most);
  return [
    ...(sharesKey(linked) ? [pendingCandidate(services, userId, pending)] : []),
    ...own.map((opening) =>
      keyCandidate(services, userId, token, () =>
        keyOfOpening(services, userId, { link, pending: { ...pending, seen: false } }, opening),
      ),
    ),
  ];
}

/** Of a link that nobody has opened, the first: no key of it was shown, so a code is simply wrong. */
const numbersUpTo = (openings: number): number[] =>
  Array.from({ length: Math.min(Math.max(1, openings), liveOpenings) }, (_, i) => Math.max(1, openings) - i);
