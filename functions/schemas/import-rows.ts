import * as z from 'zod/mini';
import type { ImportedUser, ImportRow } from '../../lib/actions/people/import-users.ts';
import { Problem } from '../../lib/domain/problems.ts';
import { type CsvRow, readCsv } from '../../lib/files/csv.ts';
import { linesOf } from '../../lib/files/lines.ts';
import * as field from '../../lib/http/fields.ts';
import { fieldErrors } from '../../lib/http/issues.ts';
import { parseMigration } from '../../lib/token-types/otpauth-migration.ts';
import { keyDefaults, parseOtpauthUri, type SharedKey, sharedKey } from '../../lib/token-types/shared-key.ts';
import { parseTypedKey, typedKeyRule } from '../../lib/token-types/typed-key.ts';
import { newPersonFields, newUserOf } from './person-fields.ts';

/** A user as `POST /v1/users` accepts it, and the key that the user already has, in one of three forms. */
const Row = z.strictObject({
  ...newPersonFields,
  totpSecret: z.optional(
    z.string().check(z.refine((typed) => parseTypedKey(typed) !== undefined, typedKeyRule)),
  ),
  totpAlgorithm: z.optional(z.enum(['SHA1', 'SHA256', 'SHA512'])),
  totpDigits: z.optional(z.union([z.literal(6), z.literal(8)], 'must be 6 or 8')),
  totpPeriodSeconds: z.optional(z.union([z.literal(30), z.literal(60)], 'must be 30 or 60')),
  totpLabel: z.optional(field.text(60)),
  otpauthUri: z.optional(z.string().check(z.maxLength(2_000, 'must have at most 2000 characters'))),
  otpauthMigration: z.optional(z.string().check(z.maxLength(2_000, 'must have at most 2000 characters'))),
});

export const columns: readonly string[] = Object.keys(Row.shape);
const required = ['userId', 'displayName', 'email'];

const refused = (reason: string): Problem => new Problem('invalid-request', reason);

function keyOf(row: z.output<typeof Row>): SharedKey | undefined {
  const { totpSecret, totpAlgorithm, totpDigits, totpPeriodSeconds, otpauthUri, otpauthMigration } = row;
  const forms = [totpSecret, otpauthUri, otpauthMigration].filter((form) => form !== undefined);
  if (forms.length > 1) throw refused('Give only one of totpSecret, otpauthUri and otpauthMigration.');
  const parameters = [totpAlgorithm, totpDigits, totpPeriodSeconds].some((value) => value !== undefined);
  if (parameters && totpSecret === undefined) {
    throw refused(
      'totpAlgorithm, totpDigits and totpPeriodSeconds go only with totpSecret; a URI contains its own.',
    );
  }
  if (row.totpLabel !== undefined && forms.length === 0) throw refused('totpLabel goes only with a key.');
  if (otpauthUri !== undefined) return parseOtpauthUri(otpauthUri);
  if (otpauthMigration !== undefined) {
    const [account, ...more] = parseMigration(otpauthMigration);
    if (!account || more.length > 0) throw refused('otpauthMigration must contain exactly one account.');
    return account.key();
  }
  if (totpSecret === undefined) return undefined;
  const { algorithm, digits, periodSeconds } = keyDefaults('totp');
  return sharedKey('totp', parseTypedKey(totpSecret), {
    algorithm: totpAlgorithm ?? algorithm,
    digits: totpDigits ?? digits,
    periodSeconds: totpPeriodSeconds ?? periodSeconds,
  });
}

function userOf(value: unknown): ImportedUser {
  const { data, error } = z.safeParse(Row, value, { reportInput: true });
  if (!data) {
    const reasons = fieldErrors(error.issues).map(({ path, message }) =>
      path ? `${path}: ${message}` : message,
    );
    throw refused(reasons.slice(0, 5).join('; '));
  }
  const key = keyOf(data);
  const {
    totpSecret: _secret,
    totpAlgorithm: _algorithm,
    totpDigits: _digits,
    totpPeriodSeconds: _period,
    totpLabel: label,
    otpauthUri: _uri,
    otpauthMigration: _migration,
    ...fields
  } = data;
  return { fields: newUserOf(fields), ...(key ? { key: { ...key, label } } : {}) };
}

/** The users of a document, read line by line on demand. */
export function importRows(document: string, mediaType: string): Iterable<ImportRow> {
  return mediaType === 'text/csv' ? csvRows(document) : jsonRows(document);
}

function row(line: number, read: () => unknown): ImportRow {
  try {
    return { line, user: userOf(read()) };
  } catch (error) {
    if (error instanceof Problem) return { line, refusal: error };
    throw error;
  }
}

function* jsonRows(document: string): Generator<ImportRow> {
  for (const { line, text } of linesOf(document)) {
    yield row(line, () => {
      try {
        return JSON.parse(text);
      } catch {
        throw refused('The line is not a JSON object.');
      }
    });
  }
}

/** @throws Problem `invalid-request` at once when the first line does not name the columns */
function csvRows(document: string): Iterable<ImportRow> {
  const { header, rows } = readCsv(document);
  const unknown = header.findIndex((name, index) => !columns.includes(name) || header.indexOf(name) < index);
  // By its number: without a header the first line is a user's, with all its secrets.
  if (unknown >= 0) {
    throw refused(
      `The first line must name the columns, each once. Column ${unknown + 1} is not one of: ${columns.join(', ')}.`,
    );
  }
  const missing = required.filter((name) => !header.includes(name));
  if (missing.length > 0)
    throw refused(`The first line must name the columns. Missing: ${missing.join(', ')}.`);
  return usersIn(header, rows);
}

function* usersIn(header: readonly string[], rows: Iterable<CsvRow>): Generator<ImportRow> {
  for (const { line, values, refusal } of rows) {
    yield row(line, () => {
      if (refusal !== undefined) throw refused(refusal);
      const filled = header.flatMap((name, index) => {
        const value = values[index] ?? '';
        return value === '' ? [] : [[name, typed(name, value)]];
      });
      return Object.fromEntries(filled);
    });
  }
}

/** The value of a cell; a malformed one stays text, and is refused as such. */
function typed(name: string, value: string): unknown {
  if (name === 'roles') return value.split(';');
  if (name === 'twoFactorRequired' || name === 'active') {
    return value === 'true' ? true : value === 'false' ? false : value;
  }
  const isNumber = name === 'totpDigits' || name === 'totpPeriodSeconds';
  return isNumber && /^\d{1,3}$/.test(value) ? Number(value) : value;
}
