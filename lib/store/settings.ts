import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { defaultSettings, type Settings } from '../domain/settings.ts';
import { heldBy, type Table } from './client.ts';
import { contentOf, type Item, toItem } from './items.ts';
import { keys } from './keys.ts';

export interface StoredSettings {
  readonly settings: Settings;
  readonly version: number;
}

export async function readSettings({ client, name }: Table, consistent: boolean): Promise<StoredSettings> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.settings()), ConsistentRead: consistent }),
  );
  return decodeSettings(Item);
}

export function decodeSettings(item: Item | undefined): StoredSettings {
  if (!item) return { settings: defaultSettings, version: 0 };
  const settings = { ...defaultSettings, ...contentOf<Settings>(item) };
  return { settings, version: Number(item['version']?.N) };
}

/** @returns false when somebody else changed the settings since `previous` was read */
export async function writeSettings(
  { client, name }: Table,
  previous: StoredSettings,
  settings: Settings,
  event: AuditEvent,
): Promise<boolean> {
  const put = new PutItemCommand({
    TableName: name,
    Item: toItem({ ...keys.settings(), ...settings, version: previous.version + 1, event }),
    ConditionExpression: 'attribute_not_exists(pk) OR version = :read',
    ExpressionAttributeValues: { ':read': { N: String(previous.version) } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return heldBy(client.send(put), event);
}
