import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { defaultSettings, type Settings } from '../domain/settings.ts';
import { refusal, type Table } from './client.ts';
import { fromItem, toItem } from './items.ts';
import { keys } from './keys.ts';

export interface StoredSettings {
  readonly settings: Settings;
  readonly version: number;
}

export async function readSettings({ client, name }: Table, consistent: boolean): Promise<StoredSettings> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.settings()), ConsistentRead: consistent }),
  );
  if (!Item) return { settings: defaultSettings, version: 0 };
  const {
    pk: _pk,
    sk: _sk,
    event: _event,
    version,
    ...settings
  } = fromItem<Settings & Record<string, unknown>>(Item);
  return { settings: { ...defaultSettings, ...(settings as unknown as Settings) }, version: Number(version) };
}

/** @returns false when somebody else changed the settings since `previous` was read */
export async function writeSettings(
  { client, name }: Table,
  previous: StoredSettings,
  settings: Settings,
  event: AuditEvent,
): Promise<boolean> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: name,
        Item: toItem({ ...keys.settings(), ...settings, version: previous.version + 1, event }),
        ConditionExpression: 'attribute_not_exists(pk) OR version = :read',
        ExpressionAttributeValues: { ':read': { N: String(previous.version) } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return true;
  } catch (error) {
    const refused = refusal(error);
    if (!refused) throw error;
    return refused.current?.['event']?.M?.['id']?.S === event.id;
  }
}

/** How long a function may go on with settings that have been changed meanwhile. */
const keptMilliseconds = 5_000;

/** Settings as of the last five seconds; the first caller of those pays for the read. */
export function cachedSettings(table: Table, clock: () => number): () => Promise<Settings> {
  let held: { readonly settings: Promise<Settings>; readonly until: number } | undefined;
  return () => {
    if (!held || held.until <= clock() || held.until > clock() + keptMilliseconds) {
      const settings = readSettings(table, false).then((stored) => stored.settings);
      held = { settings, until: clock() + keptMilliseconds };
      // A failed read is not kept.
      settings.catch(() => {
        held = undefined;
      });
    }
    return held.settings;
  };
}
