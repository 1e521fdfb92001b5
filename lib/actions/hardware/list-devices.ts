import { serialPattern } from '../../domain/hardware.ts';
import type { Page } from '../../domain/page.ts';
import { iso, isoOrNull } from '../../domain/time.ts';
import type { Services } from '../../services.ts';
import {
  type DeviceStatus,
  deviceStatuses,
  listSerials,
  type PooledDevice,
  readDevice,
  readDevices,
} from '../../store/hardware-tokens.ts';
import { hardware } from '../../token-types/hardware.ts';
import { pageOf, placeOf } from '../gate/paging.ts';
import { deviceNotFound } from './bind-device.ts';

/** A device as operators see it, without its key. */
function showDevice(device: PooledDevice) {
  const { serial, status, parameters, manufacturer = null, model = null, userId, tokenId } = device;
  const { algorithm, digits, periodSeconds } = parameters;
  return {
    serial,
    status,
    kind: periodSeconds > 0 ? ('totp' as const) : ('hotp' as const),
    tokenType: hardware.type,
    algorithm,
    digits,
    periodSeconds: periodSeconds > 0 ? periodSeconds : null,
    manufacturer,
    model,
    startsAt: isoOrNull(device.startsAt),
    expiresAt: isoOrNull(device.expiresAt),
    assignedTo: userId !== undefined && tokenId !== undefined ? { userId, tokenId } : null,
    batch: device.batch,
    importedAt: iso(device.importedAt),
  };
}

export type ShownDevice = ReturnType<typeof showDevice>;

export async function getDevice({ table }: Services, serial: string): Promise<ShownDevice> {
  const device = await readDevice(table, serial);
  if (!device) throw deviceNotFound();
  return showDevice(device);
}

interface DeviceFilter {
  /** The beginning of the serial number. */
  readonly query?: string | undefined;
  readonly status?: DeviceStatus | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const defaultLimit = 50;

interface Place {
  readonly status: DeviceStatus;
  readonly serial: string;
}

/** One page of the pool, by status, then by serial number. */
export async function listDevices({ table }: Services, filter: DeviceFilter): Promise<Page<ShownDevice>> {
  const { query = '', limit = defaultLimit } = filter;
  const from = placeOf(filter.cursor, placeIn);
  const statuses = filter.status ? [filter.status] : deviceStatuses;
  const left = statuses.slice(from ? Math.max(0, statuses.indexOf(from.status)) : 0);
  const places: Place[] = [];
  // Reading one more than requested tells whether there is a next page.
  for (const status of left) {
    const after = from?.status === status ? { after: from.serial } : {};
    const wanted = limit + 1 - places.length;
    const serials =
      wanted > 0 ? await listSerials(table, status, { beginning: query, limit: wanted, ...after }) : [];
    places.push(...serials.map((serial) => ({ status, serial })));
  }
  const page = places.slice(0, limit);
  const devices = await readDevices(
    table,
    page.map(({ serial }) => serial),
  );
  const items = page.flatMap(({ status, serial }) => {
    const device = devices.get(serial);
    // The index may lag a moment behind: a device that has changed is listed with its current status.
    return device?.status === status ? [showDevice(device as PooledDevice)] : [];
  });
  const last = page.at(-1);
  return pageOf(items, places.length > limit && last ? `${last.status}|${last.serial}` : undefined);
}

function placeIn(position: string): Place | undefined {
  const [word, serial = ''] = position.split('|');
  const status = deviceStatuses.find((known) => known === word);
  return status && serialPattern.test(serial) ? { status, serial } : undefined;
}
