import { decodeBase32 } from '../crypto/base32.ts';
import { type DeviceRow, deviceOf, refuseDevice, rowOf, serialForReport } from '../domain/hardware.ts';
import { Problem } from '../domain/problems.ts';
import { type CsvRow, readCsv } from './csv.ts';

const columns = [
  'serial',
  'secret',
  'type',
  'encoding',
  'digits',
  'algorithm',
  'period',
  'counter',
  'starts',
  'expires',
  'manufacturer',
  'model',
] as const;

type Column = (typeof columns)[number];

/**
 * Reads a CSV document whose first line names the columns.
 *
 * @throws Problem `invalid-request` if that line does not; a faulty device is reported in its own row
 */
export function readDevicesCsv(document: string): DeviceRow[] {
  const { header, rows } = readCsv(document, { trim: true });
  const names = namesIn(header);
  return Array.from(rows, (row) => readRow(row, names));
}

/** The answer never repeats the row: in a file without a header it contains a key. */
function namesIn(header: readonly string[]): readonly Column[] {
  const names = header.map((name) => name.toLowerCase());
  const known = names.every((name) => columns.some((column) => column === name));
  const needed = ['serial', 'secret', 'type'].every((name) => names.includes(name));
  if (known && needed && new Set(names).size === names.length) return names as unknown as Column[];
  throw new Problem(
    'invalid-request',
    `The first row must name the columns: serial, secret, type, and any of ${columns.slice(3).join(', ')}.`,
  );
}

function readRow({ line, values, refusal }: CsvRow, names: readonly Column[]): DeviceRow {
  const fields = Object.fromEntries(names.map((name, i) => [name, values[i]])) as Partial<
    Record<Column, string>
  >;
  const { serial = '', type: kind = '', secret = '', encoding, starts, expires, ...rest } = fields;
  if (refusal !== undefined) return { line, ...serialForReport(serial), reason: refusal };
  return rowOf(line, serial, () =>
    deviceOf({
      ...rest,
      serial,
      kind,
      key: keyOf(secret, encoding),
      startsAt: [starts],
      expiresAt: [expires],
    }),
  );
}

const isHex = (text: string): boolean => /^([0-9A-Fa-f]{2})+$/.test(text);

/**
 * Hexadecimal or base 32, as the column `encoding` says. Without it, whichever of the two the key can only be:
 * lower-case letters and 0, 1, 8, 9 occur only in hexadecimal, G to Z only in base 32.
 */
function keyOf(secret: string, encoding: string | undefined): Uint8Array {
  const said = encoding?.toLowerCase();
  if (said === 'base32') {
    return decodeBase32(secret.toUpperCase().replace(/=+$/, '')) ?? refuseDevice('the secret is not base 32');
  }
  const hex = isHex(secret) ? Buffer.from(secret, 'hex') : undefined;
  if (said === 'hex') return hex ?? refuseDevice('the secret is not hexadecimal');
  if (said) refuseDevice('the encoding must be hex or base32');
  const base32 = decodeBase32(secret.replace(/=+$/, ''));
  if (hex && base32) {
    refuseDevice('the secret could be hexadecimal or base 32: specify it in the column encoding');
  }
  return hex ?? base32 ?? refuseDevice('the secret is neither hexadecimal nor base 32');
}
