import { randomBytes } from 'node:crypto';
import { encodeBase32 } from '../../../lib/crypto/base32.ts';
import type { Answer, Caller } from '../../support/api.ts';
import { newId } from '../../support/people.ts';
import type { World } from '../../support/world.ts';

export const newSecret = (bytes = 20): string => encodeBase32(randomBytes(bytes));

export interface Row {
  readonly userId: string;
  readonly [field: string]: unknown;
}

/** A row that is right, unless something is said otherwise. */
export function newRow(fields: object = {}): Row {
  const userId = newId('import');
  return { userId, displayName: `Person ${userId}`, email: `${userId}@example.org`, ...fields };
}

const target = '/v1/users/import';

export const importText = (world: World, mediaType: string, rawBody: string, as: Caller = 'administrator') =>
  world.api.call('POST', target, { as, rawBody, headers: { 'content-type': mediaType } });

export const ndjson = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const importRows = (world: World, rows: readonly object[], as?: Caller): Promise<Answer> =>
  importText(world, 'application/x-ndjson', ndjson(rows), as);

/** As a spreadsheet writes it. */
export function csv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown): string => {
    const text = Array.isArray(value) ? value.join(';') : String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Events of a user as the audit has them. */
export async function eventsOf(world: World, userId: string) {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/events`);
  return items;
}

/** What was written to the table since the calls were cleared. */
export const writesIn = (world: World): string[] =>
  world.calls.map(({ name }) => name).filter((name) => /Put|Update|Delete|Write/.test(name));
