import type { Actor } from '../../domain/authorization.ts';
import { Problem } from '../../domain/problems.ts';
import type { Services } from '../../services.ts';
import {
  deleteRole,
  hasMembers,
  type Role,
  readRoles,
  readStoredRole,
  writeRole,
} from '../../store/roles.ts';
import { newEvent } from '../gate/new-event.ts';
import { noSuchName } from '../gate/refusals.ts';
import { requireFirstMembers } from './require-members.ts';

export const listRoles = ({ table }: Services): Promise<Role[]> => readRoles(table);

export async function getRole({ table }: Services, name: string): Promise<Role> {
  const { role } = await readStoredRole(table, name);
  if (!role) throw noSuchName('role');
  return role;
}

/**
 * Creates or changes a role. A role that starts to require two factors requires them of everybody who has it: of the
 * first at once, of the rest within minutes. A role that stops requiring them lifts the requirement for nobody who
 * already has it.
 */
export async function putRole(services: Services, actor: Actor, role: Role): Promise<Role> {
  const { table } = services;
  const stored = await readStoredRole(table, role.name);
  const event = newEvent(services, actor, { type: 'role.changed', details: { ...role } });
  if (!(await writeRole(table, stored, role, event))) throw changedMeanwhile();
  if (role.twoFactorRequired && !stored.role?.twoFactorRequired) {
    // The role is changed even if this fails; the schedule does the rest.
    await requireFirstMembers(services, { of: 'role', name: role.name }).catch(() => undefined);
  }
  return role;
}

/** @throws Problem `conflict` while users have the role */
export async function removeRole(services: Services, actor: Actor, name: string): Promise<void> {
  const stored = await readStoredRole(services.table, name);
  if (!stored.role) throw noSuchName('role');
  if (await hasMembers(services.table, name)) {
    throw new Problem('conflict', 'Users have this role. Remove it from those users first.');
  }
  const event = newEvent(services, actor, { type: 'role.deleted', details: { name } });
  if (!(await deleteRole(services.table, stored, name, event))) throw changedMeanwhile();
}

const changedMeanwhile = (): Problem =>
  new Problem('conflict', 'Somebody else changed this role in the meantime. Read it again.', {
    retryAfterSeconds: 1,
  });
