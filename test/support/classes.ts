import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type ClassPolicy, defaultClass } from '../../lib/domain/classes.ts';
import { toItem } from '../../lib/store/items.ts';
import { keys } from '../../lib/store/keys.ts';
import type { World } from './world.ts';

/** Defines a class; it acts once the five seconds are over for which functions keep what they read. */
export async function defineClass(
  world: World,
  name: string,
  fields: Partial<Omit<ClassPolicy, 'name'>>,
): Promise<void> {
  const { client, name: TableName } = world.services.table;
  const Item = toItem({ ...keys.class(name), ...defaultClass, ...fields, name });
  await client.send(new PutItemCommand({ TableName, Item }));
  world.advance(6);
}
