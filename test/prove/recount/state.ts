import { count, type Fields, fields, text } from './values.ts';

export interface Token {
  readonly active: boolean;
  readonly lastUsedMovingFactor: number | undefined;
}

export interface Session {
  readonly status: string;
  readonly attempts: number;
  readonly tokenId: string;
  readonly verifiedAt: number | undefined;
}

export interface Failures {
  readonly consecutive: number;
  readonly blockedUntil: number | undefined;
  readonly hours: ReadonlyMap<number, number>;
  readonly backupCodes: readonly number[];
}

/** STATE, with its short texts read out. */
export interface State {
  readonly userId: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly enabled: boolean;
  readonly tokens: ReadonlyMap<string, Token>;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly failures: Failures;
  readonly codes: { readonly setId: string; readonly remaining: number } | undefined;
  readonly link: Fields | undefined;
  /** The ids of the tokens that wait for their first code. */
  readonly pending: readonly string[];
  readonly raw: Fields;
}

const statuses = ['open', 'verified', 'locked'];

const inBase36 = (digits: string | undefined): number | undefined =>
  digits ? Number.parseInt(digits, 36) : undefined;

export function readState(userId: string, raw: Fields): State {
  const codes = raw['codes'] === undefined ? undefined : fields(raw['codes']);
  return {
    userId,
    version: count(raw['version']),
    deleted: raw['deletedAt'] !== undefined,
    enabled: raw['enabled'] === true,
    tokens: new Map(Object.entries(fields(raw['tokens'])).map(([id, short]) => [id, readToken(text(short))])),
    sessions: new Map(
      Object.entries(fields(raw['sessions'])).map(([id, short]) => [id, readSession(text(short))]),
    ),
    failures: readFailures(text(raw['failures'])),
    codes: codes && { setId: text(codes['setId']), remaining: count(codes['remaining']) },
    link: raw['link'] === undefined ? undefined : fields(raw['link']),
    pending: raw['pending'] === undefined ? [] : Object.keys(fields(raw['pending'])),
    raw,
  };
}

/** `<a|d> <failures> <step or counter> <last used> [<wrong answers>]`, numbers from the third on in base 36. */
function readToken(short: string): Token {
  const [status, , lastUsedMovingFactor] = short.split(' ');
  return { active: status === 'a', lastUsedMovingFactor: inBase36(lastUsedMovingFactor) };
}

/** `<status> <attempts>[g] <expires> <attempt> <token> <verified> ...`, cut off behind the last that is there. */
function readSession(short: string): Session {
  const [status, attempts = '', , , tokenId = '', verifiedAt] = short.split(' ');
  return {
    status: statuses[Number(status)] ?? 'unknown',
    attempts: Number.parseInt(attempts, 10),
    tokenId,
    verifiedAt: inBase36(verifiedAt),
  };
}

/** `<consecutive> <blocked until> <hour>:<count>,... <time>,...` */
function readFailures(short: string): Failures {
  const [consecutive, blockedUntil, hours = '', times = ''] = short.split(' ');
  const entries = hours.split(',').filter((entry) => entry !== '');
  return {
    consecutive: Number(consecutive),
    blockedUntil: inBase36(blockedUntil),
    hours: new Map(
      entries.map((entry) => {
        const [hour, failed] = entry.split(':');
        return [inBase36(hour) ?? 0, Number(failed)];
      }),
    ),
    backupCodes: times.split(',').flatMap((time) => inBase36(time) ?? []),
  };
}
