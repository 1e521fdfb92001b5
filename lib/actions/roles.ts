import type { Actor } from '../domain/authorization.ts';
import { type AuditEvent, actorName, type EventType } from '../domain/events.ts';
import { Problem } from '../domain/problems.ts';
import type { Services } from '../services.ts';
import { deleteRole, hasMembers, type Role, readRole, readRoles, writeRole } from '../store/roles.ts';

const roleNotFound = (): Problem => new Problem('not-found', 'No role has this name. Create it with PUT.');

const eventOf = (
  { clock, random }: Services,
  actor: Actor,
  type: EventType,
  details: AuditEvent['details'] & object,
) => ({
  id: random(16).toString('base64url'),
  type,
  at: clock(),
  actor: actorName(actor),
  details,
});

export const listRoles = ({ table }: Services): Promise<Role[]> => readRoles(table);

export async function getRole({ table }: Services, name: string): Promise<Role> {
  const role = await readRole(table, name);
  if (!role) throw roleNotFound();
  return role;
}

export async function putRole(services: Services, actor: Actor, role: Role): Promise<Role> {
  await writeRole(services.table, role, eventOf(services, actor, 'role.changed', { ...role }));
  return role;
}

/** @throws Problem `conflict` while users hold the role */
export async function removeRole(services: Services, actor: Actor, name: string): Promise<void> {
  await getRole(services, name);
  if (await hasMembers(services.table, name)) {
    throw new Problem('conflict', 'Users hold this role. Take it from them first.');
  }
  await deleteRole(services.table, name, eventOf(services, actor, 'role.deleted', { name }));
}
