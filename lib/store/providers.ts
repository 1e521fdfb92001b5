import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import type { StoredProvider } from '../domain/providers.ts';
import type { Table } from './client.ts';
import { deleted, toItem } from './items.ts';
import { keys } from './keys.ts';

/** Stored next to the settings, where every function that verifies codes reads it with the rest of the policy. */
export async function writeProvider(
  { client, name: TableName }: Table,
  provider: StoredProvider,
  event: AuditEvent,
): Promise<void> {
  const Item = toItem({ ...keys.provider(provider.name), ...provider, event });
  await client.send(new PutItemCommand({ TableName, Item }));
}

/** The secret is removed at once. */
export async function deleteProvider(
  { client, name: TableName }: Table,
  name: string,
  event: AuditEvent,
): Promise<void> {
  const Item = toItem({ ...keys.provider(name), ...deleted(name, event) });
  await client.send(new PutItemCommand({ TableName, Item }));
}
