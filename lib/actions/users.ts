import { type Actor, assertMayChange } from '../domain/authorization.ts';
import { endSessions, requireTwoFactor, revokePending } from '../domain/enrollment.ts';
import { actorName } from '../domain/events.ts';
import { Problem } from '../domain/problems.ts';
import { noFailures } from '../domain/throttle.ts';
import type { Profile, User, UserState } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import { createUser, deletionWrites, profileWrites, readState } from '../store/user-records.ts';
import { readUser } from '../store/users.ts';
import { changeUser, userNotFound } from './change-user.ts';

export type PersonFields = Omit<Profile, 'userId' | 'createdAt' | 'updatedAt'>;

export interface NewUser extends PersonFields {
  readonly userId: string;
  readonly twoFactorRequired: boolean;
  readonly active: boolean;
}

/** A new account, enabled; if it requires two factors its enrollment period starts now (0.08). */
export async function addUser(services: Services, actor: Actor, fields: NewUser): Promise<User> {
  assertMayChange(actor, fields.userId, fields.roles);
  const previous = await readState(services.table, fields.userId);
  if (previous && previous.deletedAt === undefined) throw userExists();
  const { state, profile } = firstStanding(services, actor, fields, previous);
  if (!(await createUser(services.table, state, profile, previous))) throw userExists();
  return { state, profile, tokens: [] };
}

/** How an account begins; `previous` is the deleted one that had the id before. */
export function firstStanding(
  { clock, random }: Pick<Services, 'clock' | 'random'>,
  actor: Actor,
  fields: NewUser,
  previous: UserState | undefined,
): { readonly state: UserState; readonly profile: Profile } {
  const { twoFactorRequired, active, ...person } = fields;
  const milliseconds = clock();
  const now = Math.floor(milliseconds / 1000);
  const { userId } = person;
  const state: UserState = {
    userId,
    version: (previous?.version ?? 0) + 1,
    generation: (previous?.generation ?? 0) + 1,
    enabled: true,
    active,
    required: twoFactorRequired,
    ...(twoFactorRequired ? { periodStartedAt: now } : {}),
    tokens: {},
    sessions: {},
    failures: noFailures,
    event: {
      id: random(16).toString('base64url'),
      type: 'user.created',
      at: milliseconds,
      actor: actorName(actor),
      userId,
      details: { required: twoFactorRequired },
    },
  };
  return { state, profile: { ...person, createdAt: now, updatedAt: now } };
}

const userExists = (): Problem =>
  new Problem('already-exists', 'A user has this id already. Change it with PATCH, or choose another id.');

export async function getUser({ table }: Services, userId: string): Promise<User> {
  const user = await readUser(table, userId, { consistent: true });
  if (!user) throw userNotFound();
  return user;
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
  return changeUser<User>(services, { userId, actor }, (user, now) => {
    const given = Object.entries(change.person).filter(([, value]) => value !== undefined);
    const merged = Object.entries({ ...user.profile, ...Object.fromEntries(given), updatedAt: now });
    const profile = Object.fromEntries(merged.filter(([, value]) => value !== null)) as unknown as Profile;
    assertMayChange(actor, userId, profile.roles);
    const required = requireTwoFactor(user.state, change.twoFactorRequired ?? user.state.required, now);
    // A link or code on its way to the old address must not enroll anybody.
    const moved = profile.email !== user.profile.email;
    const standing = moved ? revokePending(required) : required;
    const active = change.active ?? user.state.active;
    // What was read of the profile is stale for every other change that is under way.
    const state = { ...standing, active, generation: standing.generation + 1 };
    const fields = changedFields(user, profile, state);
    if (fields.length === 0) return { answer: user };
    return {
      state,
      event: { type: 'user.changed', details: { fields: fields.join(', ') } },
      along: profileWrites(services.table, user.profile, profile),
      answer: { ...user, state, profile },
    };
  });
}

/** Names only: the values are personal. */
export function changedFields({ state, profile }: User, newProfile: Profile, newState: UserState): string[] {
  const names = new Set([...Object.keys(profile), ...Object.keys(newProfile)]) as Set<keyof Profile>;
  names.delete('updatedAt');
  return [
    ...[...names].filter((name) => JSON.stringify(profile[name]) !== JSON.stringify(newProfile[name])),
    ...(state.required === newState.required ? [] : ['twoFactorRequired']),
    ...(state.active === newState.active ? [] : ['active']),
  ];
}

/** Removes a user with all that belongs to it. Events stay; the id may be given to somebody new. */
export async function removeUser(services: Services, actor: Actor, userId: string): Promise<void> {
  return changeUser<void>(services, { userId, actor }, (user, now) => {
    const { codes: _codes, enrolledAt: _enrolled, ...rest } = endSessions(revokePending(user.state));
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
