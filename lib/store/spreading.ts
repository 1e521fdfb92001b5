import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { defaultClassName } from '../domain/classes.ts';
import type { AuditEvent } from '../domain/events.ts';
import { heldBy, type Table, type Write } from './client.ts';
import { toItem } from './items.ts';
import { keys, list, spreadClassPrefix } from './keys.ts';
import { partition, queryAll, queryFirst } from './query.ts';

/** The role or class whose members a change affects. */
export interface Group {
  readonly of: 'role' | 'class';
  readonly name: string;
}

/**
 * A role that started to require two factors, or a class that started or stopped exempting from them, and how far its
 * members have been updated.
 */
export interface Spread extends Group {
  /** Identifies this change: a role may stop requiring two factors and start again. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The last member that was processed. */
  readonly after: string | undefined;
}

export const noteSpread = (
  { name: TableName }: Table,
  { of, name }: Group,
  { id, at }: AuditEvent,
): Write => ({
  Put: { TableName, Item: toItem({ ...keys.spread(of, name), id, since: at }) },
});

export const endSpread = ({ name: TableName }: Table, { of, name }: Group): Write => ({
  Delete: { TableName, Key: toItem(keys.spread(of, name)) },
});

/** Usually there is none. */
export async function readSpreads(table: Table): Promise<Spread[]> {
  const items = await queryAll(table, { ...partition(keys.spread('role', '').pk), ConsistentRead: true });
  return items.map(({ sk, id, since, after }) => ({
    ...groupOf(sk?.S ?? ''),
    id: id?.S ?? '',
    since: Number(since?.N),
    after: after?.S,
  }));
}

const groupOf = (sk: string): Group =>
  sk.startsWith(spreadClassPrefix)
    ? { of: 'class', name: sk.slice(spreadClassPrefix.length) }
    : { of: 'role', name: sk };

/** @returns false when the role stopped requiring two factors, or the group changed again */
export async function moveSpread(
  { client, name: TableName }: Table,
  { of, name, id }: Spread,
  after: string,
): Promise<boolean> {
  return heldBy(
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(keys.spread(of, name)),
        UpdateExpression: 'SET #after = :after',
        ConditionExpression: 'id = :id',
        ExpressionAttributeNames: { '#after': 'after' },
        ExpressionAttributeValues: toItem({ ':after': after, ':id': id }),
      }),
    ),
  );
}

export async function finishSpread(
  { client, name: TableName }: Table,
  { of, name, id }: Spread,
): Promise<boolean> {
  return heldBy(
    client.send(
      new DeleteItemCommand({
        TableName,
        Key: toItem(keys.spread(of, name)),
        ConditionExpression: 'id = :id',
        ExpressionAttributeValues: toItem({ ':id': id }),
      }),
    ),
  );
}

/**
 * At most `most` members of a role or class, by id, after a given one. Users without a class are in no class's list:
 * for `*DFT` all users are read.
 */
export async function readMembers(
  table: Table,
  { of, name }: Group,
  after: string | undefined,
  most: number,
): Promise<string[]> {
  if (name === defaultClassName && of === 'class') {
    const everybody = {
      IndexName: 'list',
      KeyConditionExpression: 'listPk = :pk AND listSk > :after',
      ExpressionAttributeValues: { ':pk': { S: list.users }, ':after': { S: after ?? ' ' } },
    };
    return (await queryFirst(table, everybody, most)).map(({ listSk }) => listSk?.S ?? '');
  }
  const member = of === 'role' ? keys.roleMember : keys.classMember;
  const asked = {
    ...partition(member(name, '').pk),
    ConsistentRead: true,
    ...(after === undefined ? {} : { ExclusiveStartKey: toItem(member(name, after)) }),
  };
  return (await queryFirst(table, asked, most)).map(({ sk }) => sk?.S ?? '');
}
