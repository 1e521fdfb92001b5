import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import type { Device } from '../domain/hardware.ts';
import type { EpochSeconds } from '../domain/time.ts';
import { batchGet } from './batch-get.ts';
import { heldBy, type Table } from './client.ts';
import { carrying, fromItem, type Item, toItem, withoutKeys } from './items.ts';
import { keys, list } from './keys.ts';
import { between, queryFirst } from './query.ts';

export const deviceStatuses = ['available', 'assigned', 'compromised'] as const;

export type DeviceStatus = (typeof deviceStatuses)[number];

/**
 * A device of the pool. Its key stays sealed here while a user has it, so that returning it requires no decryption.
 */
export interface PooledDevice extends Device, Trace {
  readonly status: DeviceStatus;
  readonly secret: Uint8Array;
  readonly batch: string;
  readonly importedAt: EpochSeconds;
  /** The user who has it. */
  readonly userId?: string;
  readonly tokenId?: string;
}

/** What is kept of a device for good, so that deleting and importing it again makes no used code valid again. */
interface Trace {
  readonly serial: string;
  /** A keyed hash of the key. */
  readonly fingerprint: Uint8Array;
  readonly fingerprintKeyId: number;
  /** The last accepted time step or counter, of any user. */
  readonly lastUsedMovingFactor?: number;
}

/** What a deleted device leaves behind. */
export interface DeviceMarker extends Trace {
  readonly status: 'deleted';
  readonly compromised: boolean;
  readonly event: AuditEvent;
}

/** Until 0.2 the last accepted step or counter was called `moving`; a used code stays used under either name. */
function decode(item: Item): PooledDevice | DeviceMarker {
  const { moving, ...device } = withoutKeys(fromItem<PooledDevice & { readonly moving?: number }>(item));
  return moving === undefined ? device : { lastUsedMovingFactor: moving, ...device };
}

/** The device as stored now; a deleted one counts as missing. */
export async function readDevice({ client, name }: Table, serial: string): Promise<PooledDevice | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.hardwareToken(serial)), ConsistentRead: true }),
  );
  const device = Item && decode(Item);
  return device && device.status !== 'deleted' ? device : undefined;
}

/** Up to 100 devices and markers, by serial number. */
export async function readDevices(
  table: Table,
  serials: readonly string[],
): Promise<ReadonlyMap<string, PooledDevice | DeviceMarker>> {
  const items = await batchGet(table, serials.map(keys.hardwareToken), { consistent: true });
  return new Map(items.map(decode).map((device) => [device.serial, device]));
}

export const indexOf = (status: DeviceStatus, serial: string) => ({
  listPk: list.hardware(status),
  listSk: serial,
});

/** A device that is new, or replaces the marker of a deleted one. */
export interface AddedDevice {
  readonly device: PooledDevice;
  readonly marker?: DeviceMarker | undefined;
}

/** Devices that one transaction adds, besides the item that carries its event. */
export const devicesAtOnce = 99;

/** @returns false when somebody else added or deleted one of them in the meantime; then nothing was added */
export async function addDevices(
  { client, name: TableName }: Table,
  added: readonly AddedDevice[],
  carrier: { readonly batch: string; readonly part: number; readonly event: AuditEvent },
): Promise<boolean> {
  const { batch, part, event } = carrier;
  return heldBy(
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: toItem({ ...keys.hardwareImport(batch, part), ...carrying(event) }) } },
          ...added.map(({ device, marker }) => ({
            Put: {
              TableName,
              Item: toItem({
                ...keys.hardwareToken(device.serial),
                ...device,
                ...indexOf(device.status, device.serial),
              }),
              ...(marker
                ? {
                    ConditionExpression: '#status = :deleted AND #event.#id = :event',
                    ExpressionAttributeNames: { '#status': 'status', '#event': 'event', '#id': 'id' },
                    ExpressionAttributeValues: toItem({ ':deleted': 'deleted', ':event': marker.event.id }),
                  }
                : { ConditionExpression: 'attribute_not_exists(pk)' }),
            },
          })),
        ],
        ClientRequestToken: event.id,
      }),
    ),
  );
}

/** Below and above every character of a serial number. */
const below = ' ';
const above = '~';

/** Serial numbers of one status in order, with this prefix and after that one. */
export async function listSerials(
  table: Table,
  status: DeviceStatus,
  {
    beginning,
    after,
    limit,
  }: { readonly beginning: string; readonly after?: string; readonly limit: number },
): Promise<string[]> {
  const low = after !== undefined && after >= beginning ? after + below : beginning || below;
  const high = beginning + above;
  if (low > high) return [];
  const asked = between(list.hardware(status), [low, high], { index: 'list' });
  return (await queryFirst(table, asked, limit)).map((item) => item['listSk']?.S ?? '');
}
