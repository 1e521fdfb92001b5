import type { Actor } from '../../domain/authorization.ts';
import {
  type ClassChange,
  changeClass,
  changedMembers,
  flawsOf,
  newClass,
} from '../../domain/class-rules.ts';
import {
  type ClassPolicy,
  defaultClass,
  defaultClassName,
  definedClass,
  neverClass,
  neverClassName,
} from '../../domain/classes.ts';
import { assertMayCause, lifts } from '../../domain/effects.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import type { Services } from '../../services.ts';
import { changesExemption, deleteClass, readClass, writeClass } from '../../store/classes.ts';
import { countMembers } from '../../store/guards.ts';
import { readPolicy } from '../../store/policy.ts';
import { newEvent } from '../gate/new-event.ts';
import { noSuchName, notAllowed } from '../gate/refusals.ts';
import { untilWritten } from '../gate/tries.ts';
import { requireFirstMembers } from '../people/require-members.ts';
import { assertStillUsable } from './unusable-members.ts';

/** A class, and whether it is one of the built-in ones. */
export type ShownClass = ClassPolicy & { readonly builtIn: boolean };

/** Every function reads all of them with the policy, every five seconds. */
const mostClasses = 200;

const changedMeanwhile = (): Problem =>
  new Problem('conflict', 'Another request changed this class or its members. Try again.', {
    retryAfterSeconds: 1,
  });
const hasMembers = (): Problem =>
  new Problem('conflict', 'This class has members. Move them to another class first.');
const neverIsFixed = (): Problem =>
  notAllowed('*NEVER is built in and cannot be changed. Create a class with another name.');

const show = (policy: ClassPolicy, defined: boolean): ShownClass => ({ ...policy, builtIn: !defined });

/** The built-in ones first, then by name. */
export async function listClasses({ table }: Services): Promise<ShownClass[]> {
  const { classes } = await readPolicy(table, true);
  const { [defaultClassName]: own, ...named } = classes;
  return [
    show(own ?? defaultClass, own !== undefined),
    show(neverClass, false),
    ...Object.values(named)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((policy) => show(policy, true)),
  ];
}

/** `members` is `null` for the built-in classes, whose members are not counted. */
export async function getClass(
  { table }: Services,
  name: string,
): Promise<ShownClass & { readonly members: number | null }> {
  const [{ policy }, members] = await Promise.all([
    readClass(table, name),
    name.startsWith('*') ? null : countMembers(table, name),
  ]);
  const found = policy ?? definedClass(name, {});
  if (!found) throw noSuchName('class');
  return { ...show(found, policy !== undefined), members };
}

/**
 * Creates or changes a class. Omitted members stay as they are; in a new class the service fills them in. A class
 * that starts or stops exempting its members from 2FA does so for all of them: for the first at once, for the rest
 * within minutes.
 *
 * @throws Problem `no-usable-factor` if members could no longer answer, unless the change says that this is intended
 */
export async function putClass(
  services: Services,
  actor: Actor,
  name: string,
  { confirmUnusable = false, ...change }: ClassChange & { readonly confirmUnusable?: boolean | undefined },
): Promise<ShownClass> {
  if (name === neverClassName) throw neverIsFixed();
  const [stored, current] = await Promise.all([
    readClass(services.table, name),
    readPolicy(services.table, true),
  ]);
  if (!stored.policy) assertRoom(current, name);
  const policy = changeClass(stored.policy ?? newClass(name, change), change);
  const errors = flawsOf(policy, stored.policy, Object.keys(current.providers));
  if (errors.length > 0) {
    throw new Problem('invalid-request', 'The rules of the class contradict each other; see "errors".', {
      extensions: { errors },
    });
  }
  // A new class has no members yet, except for the default class: it applies to everybody without a class.
  const before = stored.policy ?? definedClass(name, {});
  if (before && lifts(before, policy)) assertMayCause(actor, ['lifts-requirement-of-class']);
  const fields = changedMembers(stored.policy, policy);
  if (stored.policy && fields.length === 0) return show(policy, true);
  if (!confirmUnusable) await assertStillUsable(services, current, policy);
  const event = newEvent(services, actor, {
    type: 'class.changed',
    details: {
      name,
      created: stored.policy === undefined,
      fields,
    },
  });
  if (!(await writeClass(services.table, stored, policy, event))) throw changedMeanwhile();
  await tellFirstMembers(services, name, stored.policy, policy);
  return show(policy, true);
}

/** The class is changed even if this fails; the schedule does the rest. */
async function tellFirstMembers(
  services: Services,
  name: string,
  before: ClassPolicy | undefined,
  after: ClassPolicy | undefined,
): Promise<void> {
  if (!changesExemption(name, before, after)) return;
  // Reads the class as stored, not as cached.
  const fresh = readPolicy(services.table, true);
  await requireFirstMembers({ ...services, policy: () => fresh }, { of: 'class', name }).catch(
    () => undefined,
  );
}

/** @throws Problem `already-exists` */
export async function copyClass(
  services: Services,
  actor: Actor,
  from: string,
  name: string,
): Promise<ShownClass> {
  const [source, target] = await Promise.all([
    readClass(services.table, from),
    readClass(services.table, name),
  ]);
  const original = source.policy ?? definedClass(from, {});
  if (!original) throw noSuchName('class');
  if (target.policy) throw classExists();
  assertRoom(await readPolicy(services.table, true), name);
  // The built-in class asks every configured provider; a class names its own.
  const factors = source.policy ? original.factors : newClass(name, {}).factors;
  const policy = { ...original, name, factors: original === neverClass ? original.factors : factors };
  const event = newEvent(services, actor, { type: 'class.copied', details: { name, from } });
  if (!(await writeClass(services.table, target, policy, event))) {
    if ((await readClass(services.table, name)).policy) throw classExists();
    throw changedMeanwhile();
  }
  return show(policy, true);
}

const classExists = (): Problem =>
  new Problem(
    'already-exists',
    'A class with this name already exists. Change it with PUT, or choose another name.',
  );

function assertRoom({ classes }: Pick<Policy, 'classes'>, name: string): void {
  if (name === defaultClassName) return;
  if (Object.keys(classes).length < mostClasses) return;
  throw notAllowed(`The maximum is ${mostClasses} classes. Delete one without members first.`);
}

/**
 * Deletes a class without members. The transactions that change a user's class also count its members, and deleting
 * depends on those counts, so no user is ever in a deleted class.
 *
 * @throws Problem `conflict` while it has members
 */
export async function removeClass(services: Services, actor: Actor, name: string): Promise<void> {
  if (name === neverClassName) throw neverIsFixed();
  const { table } = services;
  const stored = await readClass(table, name);
  const isDefault = name === defaultClassName;
  if (!stored.policy) {
    throw isDefault
      ? notAllowed('*DFT has its built-in rules, so there is nothing to delete.')
      : noSuchName('class');
  }
  const attempt = async () => {
    // Members of *DFT are under the built-in class from now on.
    if (!isDefault && (await countMembers(table, name)) > 0) throw hasMembers();
    const event = newEvent(services, actor, { type: 'class.deleted', details: { name } });
    return (await deleteClass(table, stored, name, event)) || undefined;
  };
  await untilWritten(services, attempt, changedMeanwhile(), 3);
  return tellFirstMembers(services, name, stored.policy, undefined);
}
