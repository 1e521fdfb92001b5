import { type Actor, assertMayChange } from '../../domain/authorization.ts';
import { classOf, defaultClassName, neverClassName } from '../../domain/classes.ts';
import { lifts } from '../../domain/effects.ts';
import { endSessions, revokePending } from '../../domain/enrollment.ts';
import type { EventDetails } from '../../domain/event-details.ts';
import type { AuditEvent } from '../../domain/events.ts';
import { actorName } from '../../domain/events.ts';
import { endExceptions } from '../../domain/exceptions.ts';
import { firstMoment } from '../../domain/renaming.ts';
import { isAsked, withActive, withRequirement } from '../../domain/requirement.ts';
import { noFailures } from '../../domain/throttle.ts';
import type { Profile, User, UserState } from '../../domain/user-state.ts';
import { nextEpoch } from '../../domain/verification-sessions.ts';
import type { Services } from '../../services.ts';
import type { Write } from '../../store/client.ts';
import { createUser, deletionWrites, profileWrites, readState } from '../../store/user-records.ts';
import { changeUser } from '../gate/change-user.ts';
import { idTaken } from '../gate/get-user.ts';
import { assertOneTransaction, othersFaster } from '../gate/refusals.ts';
import { untilWritten } from '../gate/tries.ts';
import { assertFits, findClass, requirementOf } from './membership.ts';
import { tellOldAddress } from './tell-old-address.ts';

export type PersonFields = Omit<Profile, 'userId' | 'createdAt' | 'updatedAt' | 'heldSince'>;

export interface NewUser extends PersonFields {
  readonly userId: string;
  readonly twoFactorRequired: boolean;
  readonly active: boolean;
}

/** Tries when others change the class or the roles that a new user depends on. */
const maximumTries = 16;

/** A new account, enabled; if it requires two factors its enrollment period starts now (0.08). */
export async function addUser(
  services: Services,
  actor: Actor,
  fields: NewUser,
  details: Omit<EventDetails['user.created'], 'required'> = {},
): Promise<User> {
  assertMayChange(actor, fields.userId, fields.roles);
  const attempt = async (): Promise<User | undefined> => {
    const previous = await readState(services.table, fields.userId);
    if (previous && previous.deletedAt === undefined) throw idTaken();
    const { state, profile, along } = await newAccount(services, actor, fields, previous, details);
    const outcome = await createUser(services.table, state, profile, previous, along);
    if (outcome === 'taken') throw idTaken();
    return outcome === 'created' ? { state, profile, tokens: [] } : undefined;
  };
  return untilWritten(services, attempt, othersFaster('the class or roles'), maximumTries);
}

type Created = UserState & { readonly event: AuditEvent<'user.created'> };

/**
 * How an account starts, and what must not change until it is written.
 *
 * @param previous the deleted account that had the id before
 * @throws Problem `invalid-request` when class and address do not fit
 */
export async function newAccount(
  services: Services,
  actor: Actor,
  { twoFactorRequired, active, ...person }: NewUser,
  previous: UserState | undefined,
  details: Omit<EventDetails['user.created'], 'required'> = {},
): Promise<{
  readonly state: Created;
  readonly profile: Profile;
  readonly along: readonly Write[];
}> {
  const { clock, random } = services;
  const milliseconds = firstMoment(clock(), previous);
  const now = Math.floor(milliseconds / 1000);
  await assertFits(services, undefined, person);
  const { asked, exempt, along } = await requirementOf(services, person, twoFactorRequired);
  const required = asked && !exempt;
  const { userId } = person;
  const state: Created = {
    userId,
    version: (previous?.version ?? 0) + 1,
    generation: (previous?.generation ?? 0) + 1,
    enabled: true,
    active,
    required,
    ...(asked && exempt ? { exempt: true } : {}),
    ...(required ? { periodStartedAt: now } : {}),
    tokens: {},
    sessions: {},
    // Continues from the id's last holder: what was started for that one is over.
    epoch: nextEpoch(previous),
    failures: noFailures,
    event: {
      id: random(16).toString('base64url'),
      type: 'user.created',
      at: milliseconds,
      actor: actorName(actor),
      userId,
      details: { required, ...details },
    },
  };
  const profile = { ...person, createdAt: now, updatedAt: now, heldSince: milliseconds };
  return { state, profile, along };
}

export interface UserChange {
  readonly person: { readonly [K in keyof PersonFields]?: PersonFields[K] | null | undefined };
  readonly twoFactorRequired?: boolean | undefined;
  readonly active?: boolean | undefined;
}

/** Changes person data and what is required of the user; `null` clears a field. */
export async function editUser(
  services: Services,
  actor: Actor,
  userId: string,
  change: UserChange,
): Promise<User> {
  return changeUser<User>(services, { userId, actor }, async (user, now) => {
    const given = Object.entries(change.person).filter(([, value]) => value !== undefined);
    const merged = Object.entries({ ...user.profile, ...Object.fromEntries(given), updatedAt: now });
    const profile = Object.fromEntries(merged.filter(([, value]) => value !== null)) as unknown as Profile;
    assertMayChange(actor, userId, profile.roles);
    await assertFits(services, user.profile, profile);
    // A user who leaves *NEVER needs two factors like a new user, unless the request says otherwise.
    const asked = change.twoFactorRequired ?? (leavesNever(user.profile, profile) || isAsked(user.state));
    const requirement = await requirementOf(services, profile, asked, profile.class !== user.profile.class);
    const required = withRequirement(user.state, requirement, now);
    // A link or code on its way to the old address must not enroll anybody.
    const moved = profile.email !== user.profile.email;
    const kept = moved ? revokePending(required) : required;
    const shown = withActive(kept, change.active ?? user.state.active);
    // Makes what other changes in progress read of the profile stale.
    const state = { ...shown, generation: shown.generation + 1 };
    const fields = changedFields(user, profile, state);
    if (fields.length === 0) return { answer: user };
    const along = [
      ...profileWrites(services.table, user.profile, profile),
      ...requirement.along,
      ...(moved ? [await tellOldAddress(services, user, fields, now)] : []),
    ];
    assertOneTransaction(along, 'This is too much for one request. Change the names first, then the roles.');
    return {
      state,
      event: { type: 'user.changed', details: { fields } },
      effects: (await joinsFreer(services, user.profile, profile)) ? ['lifts-requirement'] : [],
      along,
      answer: { ...user, state, profile },
    };
  });
}

const leavesNever = (before: Profile, after: Profile): boolean =>
  before.class === neverClassName && after.class !== neverClassName;

/** Whether the new class asks for a second factor less often than the old one. */
async function joinsFreer(services: Services, before: Profile, after: Profile): Promise<boolean> {
  if (before.class === after.class) return false;
  const joined = await findClass(services, after.class ?? defaultClassName, true);
  const { classes } = await services.policy();
  return joined !== undefined && lifts(classOf(before.class, classes), joined);
}

/** Names only: the values are personal. */
export function changedFields({ state, profile }: User, newProfile: Profile, newState: UserState): string[] {
  const names = new Set([...Object.keys(profile), ...Object.keys(newProfile)]) as Set<keyof Profile>;
  names.delete('updatedAt');
  return [
    ...[...names].filter((name) => JSON.stringify(profile[name]) !== JSON.stringify(newProfile[name])),
    ...(state.required === newState.required && isAsked(state) === isAsked(newState)
      ? []
      : ['twoFactorRequired']),
    ...(state.active === newState.active ? [] : ['active']),
  ];
}

/** Removes a user with everything that belongs to it. Events stay; the id may be given to somebody new. */
export async function removeUser(services: Services, actor: Actor, userId: string): Promise<void> {
  return changeUser<void>(services, { userId, actor }, (user, now) => {
    const {
      codes: _codes,
      enrolledAt: _enrolled,
      ...rest
    } = endSessions(revokePending(endExceptions(user.state)));
    return {
      state: {
        ...rest,
        enabled: false,
        tokens: {},
        sessions: {},
        generation: rest.generation + 1,
        deletedAt: now,
      },
      event: { type: 'user.deleted' },
      along: deletionWrites(services.table, user),
      answer: undefined,
    };
  });
}
