import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import type { Table } from './client.ts';
import { carrying, fromItem, type Item, toItem } from './items.ts';
import { keys, sweepRunPrefix } from './keys.ts';
import { queryFirst } from './query.ts';

/** What one run of the sweep found and did. */
export interface SweepRun {
  /** When it started, in milliseconds since 1970. */
  readonly at: number;
  readonly due: number;
  readonly expired: number;
  readonly refused: boolean;
  readonly stopped: boolean;
  readonly limit: number;
}

const keptSeconds = 30 * 86_400;

/** Replaces the previous run. */
export async function writeLastRun({ client, name }: Table, run: SweepRun, abortSignal: AbortSignal) {
  const Item = toItem({ ...keys.lastSweep(), ...run });
  await client.send(new PutItemCommand({ TableName: name, Item }), { abortSignal });
}

/** Kept with those of the last days, with the event if the breaker stopped the run. */
export async function writeRun(
  { client, name }: Table,
  run: SweepRun,
  id: string,
  { event, abortSignal }: { readonly event?: AuditEvent; readonly abortSignal?: AbortSignal },
): Promise<void> {
  const purgeAt = Math.floor(run.at / 1000) + keptSeconds;
  const Item = toItem({ ...keys.sweepRun(run.at, id), ...run, purgeAt, event });
  await client.send(new PutItemCommand({ TableName: name, Item }), abortSignal ? { abortSignal } : {});
}

/** Records what an operator did about runs; the item exists for its event. */
export async function writeNote({ client, name }: Table, event: AuditEvent): Promise<void> {
  const Item = toItem({ ...keys.sweepNote(event.at, event.id), ...carrying(event, keptSeconds) });
  await client.send(new PutItemCommand({ TableName: name, Item }));
}

export async function readLastRun({ client, name }: Table): Promise<SweepRun | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.lastSweep()), ConsistentRead: true }),
  );
  return Item && decode(Item);
}

/** Newest first. */
export async function readRuns(table: Table, limit: number): Promise<SweepRun[]> {
  const { pk } = keys.lastSweep();
  const asked = {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :runs)',
    ExpressionAttributeValues: { ':pk': { S: pk }, ':runs': { S: sweepRunPrefix } },
    ScanIndexForward: false,
  };
  return (await queryFirst(table, asked, limit)).map(decode);
}

function decode(item: Item): SweepRun {
  const { at, due, expired, refused, stopped, limit } = fromItem<SweepRun>(item);
  return { at, due, expired, refused, stopped, limit };
}
