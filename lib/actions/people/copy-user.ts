import { type Actor, assertMayChange } from '../../domain/authorization.ts';
import { isAsked } from '../../domain/requirement.ts';
import type { Profile, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { getUser } from '../gate/get-user.ts';
import { addUser } from './users.ts';

/** What a new user shares with a colleague: nothing that identifies the colleague or signs them in. */
const shared = ['class', 'roles', 'ipGroup', 'language'] as const satisfies readonly (keyof Profile)[];

/** 3.09: creates a new person like this one. Tokens, codes, keys and ids are never copied. */
export async function copyUser(
  services: Services,
  actor: Actor,
  from: string,
  person: Pick<Profile, 'userId' | 'displayName' | 'email'>,
): Promise<User> {
  const { state, profile } = await getUser(services, from);
  assertMayChange(actor, from, profile.roles);
  const alike = Object.fromEntries(
    shared.flatMap((name) => (profile[name] === undefined ? [] : [[name, profile[name]]])),
  ) as Pick<Profile, (typeof shared)[number]>;
  const fields = { ...alike, ...person, twoFactorRequired: isAsked(state), active: state.active };
  return addUser(services, actor, fields, { copiedFrom: from });
}
