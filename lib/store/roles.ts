import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { batchGet } from './batch-get.ts';
import type { Table, Write } from './client.ts';
import { roleGuards } from './guards.ts';
import { deleted, fromItem, toItem } from './items.ts';
import { keys } from './keys.ts';
import { partition, queryAll, queryFirst } from './query.ts';
import { endSpread, noteSpread } from './spreading.ts';
import { writeVersioned } from './versioned.ts';

/** A role of the organisation (1.08). */
export interface Role {
  readonly name: string;
  readonly type: string;
  readonly twoFactorRequired: boolean;
}

const decode = (item: Parameters<typeof fromItem>[0]): Role => {
  const { name, type, twoFactorRequired } = fromItem<Role>(item);
  return { name, type, twoFactorRequired };
};

/** All roles: an organisation has dozens, not thousands. */
export async function readRoles(table: Table): Promise<Role[]> {
  const asked = { ...partition(keys.role('').pk), FilterExpression: 'attribute_not_exists(deleted)' };
  return (await queryAll(table, asked)).map(decode);
}

/** The existing ones of these roles; users may have roles that do not exist here. */
export async function readRolesNamed(table: Table, names: readonly string[]): Promise<Role[]> {
  const items = await batchGet(table, names.map(keys.role), { consistent: true });
  return items.filter((item) => !item['deleted']).map(decode);
}

/** A role as stored; version 0 if nothing is stored. */
export interface StoredRole {
  readonly version: number;
  readonly role: Role | undefined;
}

export async function readStoredRole({ client, name: TableName }: Table, name: string): Promise<StoredRole> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: toItem(keys.role(name)), ConsistentRead: true }),
  );
  return {
    version: Number(Item?.['version']?.N ?? 0),
    role: Item && !Item['deleted'] ? decode(Item) : undefined,
  };
}

/**
 * Writes a role. If it starts to require two factors, from this moment nobody gets the role without the requirement,
 * and the write records that it has to reach those who already have it.
 *
 * @returns false when somebody else changed it since it was read
 */
export async function writeRole(
  table: Table,
  previous: StoredRole,
  role: Role,
  event: AuditEvent,
): Promise<boolean> {
  return writeVersioned(table, previous.version, { ...keys.role(role.name), ...role, event }, [
    ...asksFrom(table, previous.role, role),
    ...(role.twoFactorRequired && !previous.role?.twoFactorRequired
      ? [noteSpread(table, { of: 'role', name: role.name }, event)]
      : []),
  ]);
}

export async function deleteRole(
  table: Table,
  previous: StoredRole,
  name: string,
  event: AuditEvent,
): Promise<boolean> {
  const marker = { ...keys.role(name), ...deleted(name, event) };
  return writeVersioned(table, previous.version, marker, asksFrom(table, previous.role, undefined));
}

function asksFrom(table: Table, before: Role | undefined, after: Role | undefined): Write[] {
  const [asked, asks] = [before?.twoFactorRequired ?? false, after?.twoFactorRequired ?? false];
  if (asked === asks) return [];
  const name = (after ?? before)?.name ?? '';
  return asks
    ? roleGuards.raise(table, name)
    : [...roleGuards.remove(table, name), endSpread(table, { of: 'role', name })];
}

/** @returns whether any user has the role */
export async function hasMembers(table: Table, role: string): Promise<boolean> {
  const asked = { ...partition(keys.roleMember(role, '').pk), ConsistentRead: true };
  return (await queryFirst(table, asked, 1)).length > 0;
}
