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

/** A class, and whether it is one of those that are there without being defined. */
export type ShownClass = ClassPolicy & { readonly builtIn: boolean };

/** All of them are read with the policy, every five seconds, by every function. */
const mostClasses = 200;

const changedMeanwhile = (): Problem =>
  new Problem('conflict', 'Somebody else changed this class, or is joining it. Try again.', {
    retryAfterSeconds: 1,
  });
const hasMembers = (): Problem =>
  new Problem('conflict', 'People are in this class. Put them into another one first.');
const neverIsFixed = (): Problem =>
  notAllowed('*NEVER is built in and cannot be changed. Define a class of another name.');

const show = (policy: ClassPolicy, defined: boolean): ShownClass => ({ ...policy, builtIn: !defined });

/** Those that are always there first, then by name. */
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

/** `members` is `null` for the classes that are always there, which nobody counts. */
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
 * Defines a class or changes it: what is left out stays, in a new class what the service fills in. One that begins or
 * ceases to exempt from two factors does so for all its members: for the first at once, for the rest within minutes.
 *
 * @throws Problem `no-usable-factor` when members could not answer any more, unless the change says that this is meant
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
    throw new Problem('invalid-request', 'The class contradicts itself; see "errors".', {
      extensions: { errors },
    });
  }
  // A new class has no members yet, unless everybody without one is in it.
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

/** The class is changed, whatever becomes of this; the schedule does what it leaves. */
async function tellFirstMembers(
  services: Services,
  name: string,
  before: ClassPolicy | undefined,
  after: ClassPolicy | undefined,
): Promise<void> {
  if (!changesExemption(name, before, after)) return;
  // By the class as it is now, not as it is kept in memory.
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
  // The built-in one asks every provider there may be; a class names its own.
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
  new Problem('already-exists', 'A class has this name already. Change it with PUT, or choose another name.');

function assertRoom({ classes }: Pick<Policy, 'classes'>, name: string): void {
  if (name === defaultClassName) return;
  if (Object.keys(classes).length < mostClasses) return;
  throw notAllowed(`There may be ${mostClasses} classes. Delete one that nobody is in first.`);
}

/**
 * Deletes a class that nobody is in. Members are counted in the transactions that make them members, and deleting
 * depends on those counts, so nobody is ever in a class that is gone.
 *
 * @throws Problem `conflict` while it has members
 */
export async function removeClass(services: Services, actor: Actor, name: string): Promise<void> {
  if (name === neverClassName) throw neverIsFixed();
  const { table } = services;
  const stored = await readClass(table, name);
  const isDefault = name === defaultClassName;
  if (!stored.policy) {
    throw isDefault ? notAllowed('*DFT is as built in: there is nothing to delete.') : noSuchName('class');
  }
  const attempt = async () => {
    // Members of *DFT are under the built-in one from now on.
    if (!isDefault && (await countMembers(table, name)) > 0) throw hasMembers();
    const event = newEvent(services, actor, { type: 'class.deleted', details: { name } });
    return (await deleteClass(table, stored, name, event)) || undefined;
  };
  await untilWritten(services, attempt, changedMeanwhile(), 3);
  return tellFirstMembers(services, name, stored.policy, undefined);
}
