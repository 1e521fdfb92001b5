import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import type { Table } from './client.ts';
import { fromItem, toItem } from './items.ts';
import { keys } from './keys.ts';

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

export async function readRole({ client, name: TableName }: Table, name: string): Promise<Role | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: toItem(keys.role(name)), ConsistentRead: true }),
  );
  return Item?.['deleted'] ? undefined : Item && decode(Item);
}

/** All roles: an organisation has dozens, not thousands. */
export async function readRoles({ client, name }: Table): Promise<Role[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'attribute_not_exists(deleted)',
      ExpressionAttributeValues: { ':pk': { S: keys.role('').pk } },
    }),
  );
  return Items.map(decode);
}

export async function writeRole({ client, name }: Table, role: Role, event: AuditEvent): Promise<void> {
  await client.send(
    new PutItemCommand({ TableName: name, Item: toItem({ ...keys.role(role.name), ...role, event }) }),
  );
}

/** Leaves a marker that carries the event and goes by itself: a bare delete would leave no trace of who did it. */
export async function deleteRole(
  { client, name: TableName }: Table,
  name: string,
  event: AuditEvent,
): Promise<void> {
  const purgeAt = Math.floor(event.at / 1000) + 86_400;
  const Item = toItem({ ...keys.role(name), name, deleted: true, purgeAt, event });
  await client.send(new PutItemCommand({ TableName, Item }));
}

/** @returns whether any user holds the role */
export async function hasMembers({ client, name: TableName }: Table, role: string): Promise<boolean> {
  const { Count = 0 } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: keys.roleMember(role, '').pk } },
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  return Count > 0;
}
