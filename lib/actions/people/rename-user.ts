import { type Actor, assertMayChange } from '../../domain/authorization.ts';
import { revokePending } from '../../domain/enrollment.ts';
import type { AuditEvent } from '../../domain/events.ts';
import { endExceptions } from '../../domain/exceptions.ts';
import type { BackupCodes, QuestionSet } from '../../domain/hashed-secrets.ts';
import { isKey, pendingOf, withPending } from '../../domain/pending.ts';
import { forget } from '../../domain/remembered.ts';
import { firstMoment, heldSince, idSince } from '../../domain/renaming.ts';
import { isAsked, withRequirement } from '../../domain/requirement.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { serialOf } from '../../domain/token-records.ts';
import type { KeyToken, Profile, TokenRecord, User, UserState } from '../../domain/user-state.ts';
import { nextEpoch } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import { moveDevice } from '../../store/device-moves.ts';
import { noteRenaming } from '../../store/renamings.ts';
import { readState, renamingWrites } from '../../store/user-records.ts';
import { moveBinding } from '../../token-types/moved-binding.ts';
import { changeUser } from '../gate/change-user.ts';
import { idTaken } from '../gate/get-user.ts';
import { newEvent } from '../gate/new-event.ts';
import { assertOneTransaction } from '../gate/refusals.ts';
import { openContact, sealContact } from '../keys/contacts.ts';
import { openSecret, sealSecret } from '../keys/secrets.ts';
import { requirementOf } from './membership.ts';

/** Former ids that are kept: this is how far back a person's events can be followed. */
const mostFormerIds = 10;

export interface Renaming {
  readonly userId: string;
  readonly newUserId: string;
}

/**
 * 3.09: gives a person another id, in one transaction. Tokens, backup codes, throttle and used codes move along,
 * sealed again for the new id; sign-ins and links in progress end; the old id becomes free.
 *
 * @throws Problem `already-exists`, `user-not-found`
 */
export async function renameUser(
  services: Services,
  actor: Actor,
  { userId, newUserId }: Renaming,
): Promise<User> {
  if (newUserId === userId) throw idTaken();
  return changeUser<User>(services, { userId, actor }, async (user, now) => {
    assertMayChange(actor, newUserId, user.profile.roles);
    const previous = await readState(services.table, newUserId);
    if (previous && previous.deletedAt === undefined) throw idTaken();
    const renaming = newEvent(services, actor, {
      type: 'user.renamed',
      details: { from: userId, to: newUserId },
    });
    // The old id ends at one moment, and the new one starts after its previous holder.
    const left = Math.max(renaming.at, user.state.event.at);
    const heldFrom = firstMoment(left, previous);
    const event: AuditEvent = { ...renaming, at: heldFrom, userId: newUserId };
    const moved = await moveUser(services, user, newUserId, { now, left, heldFrom });
    // A job that walks over the members of a role may already have passed the new id.
    const requirement = await requirementOf(services, moved.profile, isAsked(user.state), false);
    const version = (previous?.version ?? 0) + 1;
    const state: UserState = {
      ...withRequirement(moved.state, requirement, now),
      version,
      // What was started for an earlier holder of the new id is over.
      epoch: nextEpoch(previous),
      generation: Math.max(user.state.generation, previous?.generation ?? 0) + 1,
      event,
    };
    const renamed = { ...moved, state };
    const along = [
      ...renamingWrites(services.table, user, renamed, previous),
      noteRenaming(services.table, userId, { to: newUserId, since: heldSince(user.profile), left, heldFrom }),
      ...requirement.along,
      ...devicesOf(user).map(({ serial, tokenId }) =>
        moveDevice(services.table, serial, {
          from: { status: 'assigned', tokenId },
          to: { status: 'assigned', userId: newUserId, tokenId },
        }),
      ),
    ];
    assertOneTransaction(
      along,
      "This person's names have too many words, and the person too many roles, to be renamed in one step. Remove some roles first.",
    );
    return {
      state: tombstone(user.state, now),
      event: { type: 'user.renamed', details: { from: userId, to: newUserId } },
      at: left,
      along,
      answer: renamed,
    };
  });
}

/** Hardware tokens: the pool records which user has each device. */
const devicesOf = ({ tokens }: User) =>
  tokens.flatMap((token) => {
    const serial = serialOf(token);
    return serial === undefined ? [] : [{ tokenId: token.tokenId, serial }];
  });

/** What remains under the old id, so that nothing in progress there becomes valid again. */
function tombstone(state: UserState, now: EpochSeconds): UserState {
  const {
    test: _test,
    codes: _codes,
    enrolledAt: _enrolled,
    ...rest
  } = revokePending(endExceptions(forget(state)));
  return {
    ...rest,
    enabled: false,
    tokens: {},
    sessions: {},
    generation: state.generation + 1,
    deletedAt: now,
  };
}

interface Moments {
  readonly now: EpochSeconds;
  /** The last moment of the old id, in milliseconds. */
  readonly left: number;
  /** The first one of the new id, in milliseconds. */
  readonly heldFrom: number;
}

/** The same person under the new id. */
async function moveUser(
  services: Services,
  { state, profile, tokens, codes }: User,
  newUserId: string,
  moments: Moments,
): Promise<User> {
  // Lost-token codes, bypasses and remembered devices are bound to the old id and have to be set up again.
  const { test: _test, overVersion: _over, ...kept } = revokePending(endExceptions(forget(state)));
  const order = { userId: state.userId, newUserId };
  // Pending keys still wait for their first code; a number or address has to be confirmed again.
  const waiting = pendingOf(state).filter(isKey);
  const keys = await Promise.all(waiting.map((pending) => moveKey(services, order, pending)));
  const bare = { ...kept, userId: newUserId, sessions: {} };
  return {
    state: keys.reduce(withPending, bare),
    profile: moveProfile(profile, newUserId, moments),
    tokens: await Promise.all(tokens.map((token) => moveToken(services, order, token))),
    ...(codes ? { codes: await moveHashes(services, order, codes.setId, codes) } : {}),
  };
}

function moveProfile(profile: Profile, newUserId: string, { now, left, heldFrom }: Moments): Profile {
  const { userId, formerIds = [] } = profile;
  const exact = { heldSince: heldSince(profile), heldUntil: left };
  const former = { userId, since: idSince(profile), until: now, ...exact };
  return {
    ...profile,
    userId: newUserId,
    updatedAt: now,
    renamedAt: now,
    heldSince: heldFrom,
    formerIds: [...formerIds, former].slice(-mostFormerIds),
  };
}

/** Codes and answers are stored only as hashes, so they cannot be hashed again. */
async function moveHashes<T extends BackupCodes | QuestionSet>(
  { keyring }: Services,
  order: Renaming,
  setId: string,
  set: T,
): Promise<T> {
  return { ...set, movedFrom: moveBinding({ ...set, setId }, order, await keyring.byId(set.keyId)) };
}

/** Sealed values are bound to their user (rule 5), so they are sealed again for the new id. */
async function moveKey<T extends Pick<KeyToken, 'tokenId' | 'secret'>>(
  services: Services,
  { userId, newUserId }: Renaming,
  token: T,
): Promise<T> {
  const key = await openSecret(services, userId, token);
  return { ...token, secret: await sealSecret(services, newUserId, token.tokenId, key) };
}

async function moveToken(services: Services, order: Renaming, token: TokenRecord): Promise<TokenRecord> {
  const { userId, newUserId } = order;
  const { tokenId } = token;
  switch (token.kind) {
    case 'key':
      return moveKey(services, order, token);
    case 'contact': {
      const address = await openContact(services, userId, tokenId, token.device);
      const device = await sealContact(services, newUserId, tokenId, { ...token.device, address });
      return { ...token, device };
    }
    case 'questions':
      return { ...token, questions: await moveHashes(services, order, tokenId, token.questions) };
  }
}
