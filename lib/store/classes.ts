import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type ClassPolicy, definedClass } from '../domain/classes.ts';
import type { AuditEvent } from '../domain/events.ts';
import { exempts } from '../domain/requirement.ts';
import type { Table } from './client.ts';
import { classGuards } from './guards.ts';
import { contentOf, deleted, toItem } from './items.ts';
import { keys } from './keys.ts';
import { noteSpread } from './spreading.ts';
import { writeVersioned } from './versioned.ts';

/** A class as stored, including deleted ones, whose versions continue. */
export interface StoredClass {
  readonly version: number;
  /** `undefined` for a class that is deleted. */
  readonly policy: ClassPolicy | undefined;
}

export async function readClass({ client, name: TableName }: Table, name: string): Promise<StoredClass> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: toItem(keys.class(name)), ConsistentRead: true }),
  );
  if (!Item) return { version: 0, policy: undefined };
  return {
    version: Number(Item['version']?.N ?? 0),
    policy: Item['deleted'] ? undefined : contentOf<ClassPolicy>(Item),
  };
}

/**
 * Writes a class. If it starts or stops exempting from two factors, it also records that its members have to be
 * updated.
 *
 * @returns false when somebody else changed the class since it was read
 */
export async function writeClass(
  table: Table,
  previous: StoredClass,
  policy: ClassPolicy,
  event: AuditEvent,
): Promise<boolean> {
  const opens = !previous.policy && !isAlwaysThere(policy.name);
  const along = [
    ...(opens ? classGuards.open(table, policy.name) : []),
    ...(changesExemption(policy.name, previous.policy, policy)
      ? [noteSpread(table, { of: 'class', name: policy.name }, event)]
      : []),
  ];
  return writeVersioned(table, previous.version, { ...keys.class(policy.name), ...policy, event }, along);
}

/**
 * Leaves a marker that carries the event and expires by itself, like deleted roles. The class has no members then: a
 * user who joins at the same moment is counted in the same items.
 *
 * @returns false when the class has members, or somebody else changed it since it was read
 */
export async function deleteClass(
  table: Table,
  previous: StoredClass,
  name: string,
  event: AuditEvent,
): Promise<boolean> {
  const marker = { ...keys.class(name), ...deleted(name, event) };
  return writeVersioned(table, previous.version, marker, [
    ...(isAlwaysThere(name) ? [] : classGuards.close(table, name)),
    ...(changesExemption(name, previous.policy, undefined)
      ? [noteSpread(table, { of: 'class', name }, event)]
      : []),
  ]);
}

/** Whether members of a class become exempt from two factors, or stop being exempt. */
export function changesExemption(
  name: string,
  before: ClassPolicy | undefined,
  after: ClassPolicy | undefined,
): boolean {
  const [was, is] = [before, after].map((policy) => policy ?? definedClass(name, {}));
  return (was ? exempts(was) : false) !== (is ? exempts(is) : false);
}

const isAlwaysThere = (name: string): boolean => name.startsWith('*');
