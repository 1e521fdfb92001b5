import { eachOf } from '../../concurrency.ts';
import { keyedHash } from '../../crypto/sealing.ts';
import type { Actor } from '../../domain/authorization.ts';
import type { Device, DeviceRow, KeyedDevice, RefusedDevice } from '../../domain/hardware.ts';
import { serialForReport } from '../../domain/hardware.ts';
import { Problem } from '../../domain/problems.ts';
import type { Services } from '../../services.ts';
import {
  type AddedDevice,
  addDevices,
  type DeviceMarker,
  devicesAtOnce,
  type PooledDevice,
  readDevices,
} from '../../store/hardware-tokens.ts';
import { newEvent } from '../gate/new-event.ts';
import { untilWritten } from '../gate/tries.ts';
import { sealPoolSecret } from '../keys/secrets.ts';

/** What one invocation can write in its time; a larger delivery comes in several files. */
const mostDevices = 5_000;
const partsAtOnce = 4;

export type RefusedDeviceRow = { readonly line: number } & RefusedDevice;

export interface Imported {
  readonly imported: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedDeviceRow[];
}

interface DeviceLine {
  readonly line: number;
  readonly device: KeyedDevice;
}

/**
 * Adds the devices of a file to the pool (P.10). A faulty device is reported and the others are added; devices
 * already in the pool stay unchanged, so importing a file twice changes nothing. Each part is one transaction with
 * its event: whatever stops an import, everything written is in the audit, and importing the file again adds the
 * rest.
 */
export async function importDevices(
  services: Services,
  actor: Actor,
  rows: readonly DeviceRow[],
): Promise<Imported> {
  if (rows.length > mostDevices) {
    throw new Problem(
      'payload-too-large',
      `A file may have at most ${mostDevices} devices. Send it in parts.`,
    );
  }
  const { lines, refused } = withoutRepeats(rows);
  const batch = services.random(9).toString('base64url');
  const parts = Array.from({ length: Math.ceil(lines.length / devicesAtOnce) }, (_, part) => ({
    part,
    lines: lines.slice(part * devicesAtOnce, (part + 1) * devicesAtOnce),
  }));
  const done: Imported[] = [];
  await eachOf(
    parts,
    async ({ part, lines: ofPart }) => {
      done.push(await importPart(services, actor, batch, part, ofPart));
    },
    'stop',
    partsAtOnce,
  );
  return {
    imported: done.reduce((sum, { imported }) => sum + imported, 0),
    unchanged: done.reduce((sum, { unchanged }) => sum + unchanged, 0),
    refused: [...refused, ...done.flatMap((part) => part.refused)].sort((a, b) => a.line - b.line),
  };
}

function withoutRepeats(rows: readonly DeviceRow[]): { lines: DeviceLine[]; refused: RefusedDeviceRow[] } {
  const first = new Map<string, number>();
  const lines: DeviceLine[] = [];
  const refused: RefusedDeviceRow[] = [];
  for (const row of rows) {
    if ('reason' in row) {
      refused.push(row);
      continue;
    }
    const { serial } = row.device;
    const before = first.get(serial);
    if (before === undefined) lines.push(row);
    else refused.push(refusal(row, `duplicate of the serial number at ${before}`));
    first.set(serial, before ?? row.line);
  }
  return { lines, refused };
}

const refusal = ({ line, device }: DeviceLine, reason: string): RefusedDeviceRow => ({
  line,
  ...serialForReport(device.serial),
  reason,
});

async function importPart(
  services: Services,
  actor: Actor,
  batch: string,
  part: number,
  lines: readonly DeviceLine[],
): Promise<Imported> {
  const attempt = async (): Promise<Imported | undefined> => {
    const known = await readDevices(
      services.table,
      lines.map(({ device }) => device.serial),
    );
    const added: AddedDevice[] = [];
    const refused: RefusedDeviceRow[] = [];
    for (const line of lines) {
      const judged = await judge(services, line.device, known.get(line.device.serial), batch);
      if (typeof judged === 'string') refused.push(refusal(line, judged));
      else if (judged) added.push(judged);
    }
    const counts = {
      imported: added.length,
      unchanged: lines.length - added.length - refused.length,
      refused,
    };
    if (added.length === 0) return counts;
    const event = newEvent(services, actor, {
      type: 'hardware.imported',
      details: { batch, devices: added.length },
    });
    return (await addDevices(services.table, added, { batch, part, event })) ? counts : undefined;
  };
  return untilWritten(
    services,
    attempt,
    new Problem('conflict', 'Other requests are importing the same devices. Send the file again.'),
  );
}

/** The result for one device: added, refused with a reason, or already in the pool. */
async function judge(
  services: Services,
  device: KeyedDevice,
  known: PooledDevice | DeviceMarker | undefined,
  batch: string,
): Promise<AddedDevice | string | undefined> {
  if (!known) return { device: await pooled(services, device, batch) };
  const sameKey = Buffer.from(known.fingerprint).equals(
    await fingerprintOf(services, device, known.fingerprintKeyId),
  );
  if (known.status === 'deleted') {
    if (known.compromised) return 'the device is marked as compromised';
    const { lastUsedMovingFactor } = known;
    const trace = sameKey && lastUsedMovingFactor !== undefined ? { lastUsedMovingFactor } : {};
    return { device: { ...(await pooled(services, device, batch)), ...trace }, marker: known };
  }
  if (!sameKey) return 'the pool already has this serial number with another key';
  return sameDescription(known, device) ? undefined : 'the pool already has this device with other details';
}

async function pooled(
  services: Services,
  { key, ...device }: KeyedDevice,
  batch: string,
): Promise<PooledDevice> {
  const { id } = await services.keyring.current();
  return {
    ...device,
    status: 'available',
    secret: await sealPoolSecret(services, device.serial, key),
    fingerprint: await fingerprintOf(services, { ...device, key }, id),
    fingerprintKeyId: id,
    batch,
    importedAt: Math.floor(services.clock() / 1000),
  };
}

/** Checks whether a key is the same without opening the stored one. */
async function fingerprintOf(
  { keyring }: Services,
  { serial, key }: KeyedDevice,
  keyId: number,
): Promise<Buffer> {
  const hashing = await keyring.byId(keyId);
  return keyedHash(hashing, ['device-key', serial, Buffer.from(key).toString('base64')]).subarray(0, 16);
}

function sameDescription(known: Device, device: Device): boolean {
  const described = ({ parameters, manufacturer, model, startsAt, expiresAt }: Device): string => {
    const { algorithm, digits, periodSeconds, counter } = parameters;
    const members = [algorithm, digits, periodSeconds, counter, manufacturer, model, startsAt, expiresAt];
    return JSON.stringify(members.map((member) => member ?? null));
  };
  return described(known) === described(device);
}
