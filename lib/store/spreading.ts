import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { refusal, type Table, type Write } from './client.ts';
import { toItem } from './items.ts';
import { keys } from './keys.ts';
import { partition, queryAll, queryFirst } from './query.ts';

/** A role that began to ask for two factors, and how far its members have been told. */
export interface Spread {
  readonly role: string;
  /** Of this beginning: a role may stop asking and begin again. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The last member who was looked at. */
  readonly after: string | undefined;
}

export const noteSpread = ({ name }: Table, role: string, { id, at }: AuditEvent): Write => ({
  Put: { TableName: name, Item: toItem({ ...keys.spread(role), id, since: at }) },
});

export const endSpread = ({ name }: Table, role: string): Write => ({
  Delete: { TableName: name, Key: toItem(keys.spread(role)) },
});

/** As a rule there is none. */
export async function readSpreads(table: Table): Promise<Spread[]> {
  const items = await queryAll(table, { ...partition(keys.spread('').pk), ConsistentRead: true });
  return items.map(({ sk, id, since, after }) => ({
    role: sk?.S ?? '',
    id: id?.S ?? '',
    since: Number(since?.N),
    after: after?.S,
  }));
}

/** @returns false when the role stopped asking, or began anew */
export async function moveSpread(
  { client, name }: Table,
  { role, id }: Spread,
  after: string,
): Promise<boolean> {
  return unlessOver(
    client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: toItem(keys.spread(role)),
        UpdateExpression: 'SET #after = :after',
        ConditionExpression: 'id = :id',
        ExpressionAttributeNames: { '#after': 'after' },
        ExpressionAttributeValues: toItem({ ':after': after, ':id': id }),
      }),
    ),
  );
}

export async function finishSpread({ client, name }: Table, { role, id }: Spread): Promise<boolean> {
  return unlessOver(
    client.send(
      new DeleteItemCommand({
        TableName: name,
        Key: toItem(keys.spread(role)),
        ConditionExpression: 'id = :id',
        ExpressionAttributeValues: toItem({ ':id': id }),
      }),
    ),
  );
}

async function unlessOver(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (refusal(error)) return false;
    throw error;
  }
}

/** People who hold a role, by id, from behind one on: at most `most` of them. */
export async function readRoleMembers(
  table: Table,
  role: string,
  after: string | undefined,
  most: number,
): Promise<string[]> {
  const asked = {
    ...partition(keys.roleMember(role, '').pk),
    ConsistentRead: true,
    ...(after === undefined ? {} : { ExclusiveStartKey: toItem(keys.roleMember(role, after)) }),
  };
  return (await queryFirst(table, asked, most)).map(({ sk }) => sk?.S ?? '');
}
