import {
  type ClassPolicy,
  classOf,
  defaultClassName,
  definedClass,
  mailAllowed,
} from '../../domain/classes.ts';
import { invalidFields, type Problem } from '../../domain/problems.ts';
import { exempts } from '../../domain/requirement.ts';
import type { Profile } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { readClass } from '../../store/classes.ts';
import type { Write } from '../../store/client.ts';
import { roleGuards } from '../../store/guards.ts';
import { readRolesNamed } from '../../store/roles.ts';
import { outsideDomain } from '../keys/contacts.ts';

const invalid = (path: string, message: string): Problem => invalidFields([{ path, message }]);

/**
 * 3.03, 3.10: the class exists and allows the address. Existing members of a class may keep their address.
 *
 * @throws Problem `invalid-request`
 */
export async function assertFits(
  services: Services,
  before: Pick<Profile, 'class' | 'email'> | undefined,
  after: Pick<Profile, 'class' | 'email'>,
): Promise<void> {
  const { class: name, email } = after;
  const joins = name !== before?.class;
  if (!joins && email === before?.email) return;
  const found = await findClass(services, name ?? defaultClassName, joins);
  if (!found && joins) throw invalid('class', 'is not an existing class: create it first');
  if (!found || mailAllowed(found, email)) return;
  throw email === before?.email
    ? invalid('class', 'allows only email addresses in its domain: change the address too')
    : outsideDomain();
}

/** A user who joins a class must get its current rules: a class that was created a moment ago is not in the cache. */
export async function findClass(
  services: Services,
  name: string,
  joins: boolean,
): Promise<ClassPolicy | undefined> {
  const { classes } = await services.policy();
  const known = joins && !name.startsWith('*') ? undefined : definedClass(name, classes);
  return known ?? (await readClass(services.table, name)).policy;
}

export interface Requirement {
  /** An operator or a role requires two factors of the user. */
  readonly asked: boolean;
  /** The class exempts from that. */
  readonly exempt: boolean;
  /** What must not change until it is written. */
  readonly along: readonly Write[];
}

/** 1.08, 3.02, 3.10: what the class and the roles mean for two factors. */
export async function requirementOf(
  services: Services,
  { userId, class: className, roles }: Pick<Profile, 'userId' | 'class' | 'roles'>,
  asked: boolean,
  joins = true,
): Promise<Requirement> {
  const { table } = services;
  const ofUser = await findClass(services, className ?? defaultClassName, joins);
  const exempt = exempts(ofUser ?? classOf(undefined, (await services.policy()).classes));
  // Only users who may go without 2FA depend on roles, and on those roles staying unchanged.
  if (asked || roles.length === 0) return { asked, exempt, along: [] };
  const held = await readRolesNamed(table, roles);
  const byRole = held.some(({ twoFactorRequired }) => twoFactorRequired);
  return {
    asked: byRole,
    exempt,
    along: byRole ? [] : roles.map((role) => roleGuards.absent(table, role, userId)),
  };
}
