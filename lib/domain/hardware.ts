import { Problem } from './problems.ts';
import type { EpochSeconds } from './time.ts';
import type { TokenParameters } from './user-state.ts';

/** A physical token as its manufacturer describes it; its key is stored separately. */
export interface Device {
  readonly serial: string;
  /** `periodSeconds` 0: counter-based (RFC 4226), starting at `counter`; otherwise time-based (RFC 6238). */
  readonly parameters: TokenParameters;
  readonly manufacturer?: string;
  readonly model?: string;
  /** The device must not be used before the first moment, nor from the second on. */
  readonly startsAt?: EpochSeconds;
  readonly expiresAt?: EpochSeconds;
}

/** A device that is being added to the pool. */
export interface KeyedDevice extends Device {
  readonly key: Uint8Array;
}

/**
 * One row of a manufacturer's file: a device, or the reason why it is not one. `line` is the line, or the position of
 * the key package.
 */
export type DeviceRow = { readonly line: number } & ({ readonly device: KeyedDevice } | RefusedDevice);

export interface RefusedDevice {
  readonly serial?: string;
  readonly reason: string;
}

/** What a file says about a device, still as text. */
export interface DeviceDescription {
  readonly serial: string;
  readonly key: Uint8Array;
  readonly kind: string;
  readonly digits?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly period?: string | undefined;
  readonly counter?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly model?: string | undefined;
  /** The start dates of the device and of its key: the later one counts. */
  readonly startsAt: readonly (string | undefined)[];
  /** The end dates: the earlier one counts. */
  readonly expiresAt: readonly (string | undefined)[];
}

export const serialPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** RFC 4226 section 4 R6: at least 128 bits; at most one block of SHA-512. */
const keyBytes = { least: 16, most: 64 };
const periods = ['30', '60'];

/**
 * A serial number for the report of refused devices, unless it is long enough to be a key in the wrong column: 16
 * bytes are 26 letters of base 32.
 */
export const serialForReport = (serial: string | undefined): { serial?: string } =>
  serial !== undefined && serialPattern.test(serial) && serial.length < 26 ? { serial } : {};

/** Refuses one device of a file; the others are kept. The reason never repeats what the file says. */
export function refuseDevice(reason: string): never {
  throw new Problem('invalid-request', reason);
}

/** The row for one device; a thrown refusal becomes its reason. */
export function rowOf(line: number, serial: string | undefined, read: () => KeyedDevice): DeviceRow {
  try {
    return { line, device: read() };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { line, ...serialForReport(serial), reason: error.message };
  }
}

/** @throws Problem with the reason why the device is refused */
export function deviceOf(said: DeviceDescription): KeyedDevice {
  const { serial, key } = said;
  if (!serialPattern.test(serial)) {
    refuseDevice('the serial number must be 1 to 64 letters, digits, dots, hyphens or underscores');
  }
  if (key.length < keyBytes.least || key.length > keyBytes.most) {
    refuseDevice(`the key must have ${keyBytes.least} to ${keyBytes.most} bytes`);
  }
  const starts = said.startsAt.flatMap((text) => time('start', text) ?? []);
  const ends = said.expiresAt.flatMap((text) => time('expiry', text) ?? []);
  const manufacturer = words('manufacturer', said.manufacturer);
  const model = words('model', said.model);
  return {
    serial,
    key,
    parameters: parametersOf(said),
    ...(manufacturer ? { manufacturer } : {}),
    ...(model ? { model } : {}),
    ...(starts.length > 0 ? { startsAt: Math.max(...starts) } : {}),
    ...(ends.length > 0 ? { expiresAt: Math.min(...ends) } : {}),
  };
}

function parametersOf(said: DeviceDescription): TokenParameters {
  const kind = said.kind.toLowerCase();
  const common = {
    algorithm: algorithmOf(said.algorithm),
    digits: whole('number of digits', said.digits || '6', 6, 8),
  };
  if (kind === 'hotp') {
    if (said.period) refuseDevice('a counter-based device has no period');
    const counter = whole('counter', said.counter || '0', 0, 2 ** 48);
    return { ...common, periodSeconds: 0, counter };
  }
  if (kind !== 'totp') refuseDevice('the type must be hotp or totp');
  if (said.counter) refuseDevice('a time-based device has no counter');
  const period = said.period || '30';
  if (!periods.includes(period)) refuseDevice('the period must be 30 or 60 seconds');
  return { ...common, periodSeconds: Number(period) };
}

function algorithmOf(said: string | undefined): TokenParameters['algorithm'] {
  const [, size] =
    /^(?:HMAC-?)?SHA-?(1|256|512)$/i.exec(said || 'SHA1') ??
    refuseDevice('the hash must be SHA1, SHA256 or SHA512');
  return `SHA${size as '1' | '256' | '512'}`;
}

function whole(what: string, said: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(said) ? Number(said) : Number.NaN;
  if (!(value >= least && value <= most)) refuseDevice(`the ${what} must be ${least} to ${most}`);
  return value;
}

const timePattern = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/;

/** ISO 8601, in UTC unless stated otherwise; a date alone means its first second. */
function time(what: string, said: string | undefined): EpochSeconds | undefined {
  if (!said) return undefined;
  const [, date = '', hours = 'T00:00:00', zone = 'Z'] = timePattern.exec(said) ?? [];
  const day = Date.parse(`${date}T00:00:00Z`);
  const at = Date.parse(`${date}${hours}${zone}`);
  // JavaScript takes the 30th of February for the second of March.
  if (Number.isNaN(at) || at < 0 || new Date(day).toISOString().slice(0, 10) !== date) {
    refuseDevice(`the ${what} date must be a date such as 2031-01-31, or with a time, 2031-01-31T12:00:00Z`);
  }
  return Math.floor(at / 1000);
}

function words(what: string, said: string | undefined): string | undefined {
  if (said && (said.length > 100 || /\p{Cc}/u.test(said) || !said.isWellFormed())) {
    refuseDevice(`the ${what} must be text of at most 100 characters`);
  }
  return said || undefined;
}
