import { createHash } from 'node:crypto';
import { keyedHash } from '../../crypto/sealing.ts';
import { handedOver, isKey, liveLink, pendingOf } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import type { StartedVerification } from '../../domain/session-state.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { PendingKey, User } from '../../domain/user-state.ts';
import { slotOf } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { findLink } from '../../store/links.ts';
import type { TokenType } from '../../token-types/contract.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { type Contact, sealContact } from '../keys/contacts.ts';
import { acceptsKey, enrollables } from './enrollable.ts';
import { type KeyOrContact, keyCandidate, pendingCandidate, sentCandidate } from './first-code.ts';
import { linkCandidates } from './link-openings.ts';
import { secretBytes } from './new-key.ts';

/** The person signing in does not hold the link, so every further key of the link would be one more to guess. */
const openingsInSignIn = 4;

/** The verification that an enrollment happens in. */
export type Here = StartedVerification;

/**
 * Everything that a first code in this sign-in may confirm, checked as one guess: what this sign-in showed or sent,
 * pending keys that somebody already has, and those of a live link.
 */
export async function candidatesHere(
  services: Services,
  here: Here,
  user: User,
  policy: Policy,
  now: EpochSeconds,
): Promise<KeyOrContact[]> {
  const { state } = user;
  const { userId } = here;
  const waiting = pendingOf(state)
    .filter(isKey)
    .filter(({ seen, type }) => seen && acceptsKey(user, policy, type))
    .map((pending) => pendingCandidate(services, userId, pending));
  const linked = liveLink(state, now);
  const ofLink =
    linked && acceptsKey(user, policy, linked.pending.type)
      ? linkCandidates(
          services,
          userId,
          linked,
          (await findLink(services.table, linked.link.hash))?.openings ?? 0,
          openingsInSignIn,
        )
      : [];
  return [...(await shownHere(services, here, user, policy)), ...waiting, ...ofLink];
}

async function shownHere(
  services: Services,
  here: Here,
  user: User,
  policy: Policy,
): Promise<KeyOrContact[]> {
  const { enrolling } = user.state;
  const sent = slotOf(user.state, here)?.sent;
  return enrollables(user, policy).flatMap(({ type, contact }) => {
    const token = {
      tokenId: tokenIdHere(here, type),
      type: type.type,
      label: tokenTypePolicy(policy, type.type).name,
    };
    if (contact) {
      return sent?.tokenId === token.tokenId
        ? [
            sentCandidate(services, token, { sent, boundTo: boundHere(here, contact) }, () =>
              sealContact(services, here.userId, token.tokenId, contact),
            ),
          ]
        : [];
    }
    if (!type.key || !enrolling?.types.includes(type.type)) return [];
    const withKey = { ...token, parameters: type.key.defaults };
    return [
      keyCandidate(services, here.userId, withKey, () => keyHere(services, here, type, enrolling.keyId)),
    ];
  });
}

/**
 * Only types that the user's class accepts at sign-ins: any other is confirmed elsewhere and does not block a
 * sign-in.
 */
export const acceptedHandedOver = (user: User, policy: Policy, now: EpochSeconds): PendingKey[] =>
  handedOver(user.state, now).filter(({ type }) => acceptsKey(user, policy, type));

/** The same for every start in one sign-in, so that no start has to be stored. */
export const tokenIdHere = ({ userId, sessionId }: Here, { type }: TokenType): string =>
  createHash('sha256')
    .update(JSON.stringify(['enrollment', userId, sessionId, type]))
    .digest()
    .subarray(0, 9)
    .toString('base64url');

/** Known to the service alone, and different in every sign-in. */
export async function keyHere(
  { keyring }: Services,
  { userId, sessionId }: Here,
  { type }: TokenType,
  keyId: number,
): Promise<Buffer> {
  const key = await keyring.byId(keyId);
  return keyedHash(key, ['enrollment', userId, sessionId, type]).subarray(0, secretBytes);
}

/** A code sent to one number or address does not enroll another one that the profile may name in the meantime. */
export const boundHere = ({ sessionId }: Here, { address }: Contact): string =>
  `enrollment ${sessionId} ${address}`;
