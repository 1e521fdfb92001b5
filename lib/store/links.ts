import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Table } from './client.ts';
import { toItem } from './items.ts';
import { keys } from './keys.ts';

/** Whose setup link has this hash. Whether it is alive only the user's state says. */
export async function findLink({ client, name }: Table, hash: string): Promise<string | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.link(hash)), ConsistentRead: true }),
  );
  return Item?.['userId']?.S;
}
