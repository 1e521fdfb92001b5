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
 * How many openings keep a valid key: enough that a code being typed survives every mail scanner that opens the link
 * in the meantime. Each costs a few hashes at confirmation. Guessing among them is pointless, because a link shows
 * its key.
 */
const liveOpenings = 32;

/** A link and the pending key that it enrolls. */
export interface Linked {
  readonly link: SetupLink;
  readonly pending: PendingKey;
}

/**
 * Whether a link shows the pending key itself: an operator typed or displayed it, so the person may already have it.
 */
export const sharesKey = ({ link, pending }: Linked): boolean => pending.seen || link.keyId === undefined;

/**
 * Counts an opening. The event goes with that write; the user's state, which others may be changing, is not touched.
 */
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
 * Which enrollments a code entered at a link may confirm: the pending key itself once somebody has it, and the keys
 * of the openings. All of them become the same token; the first confirmed one is its key.
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

/** If nobody has opened the link, only the first key: none was shown, so a code is simply wrong. */
const numbersUpTo = (openings: number): number[] =>
  Array.from({ length: Math.min(Math.max(1, openings), liveOpenings) }, (_, i) => Math.max(1, openings) - i);
