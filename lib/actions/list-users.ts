import { type Stage, stageOf } from '../domain/enrollment.ts';
import { matches, searchTerms, words } from '../domain/search-terms.ts';
import type { Settings } from '../domain/settings.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { Services } from '../services.ts';
import { keys, timeKey } from '../store/keys.ts';
import { chained, type Entry, type Source, sources, take } from '../store/lists.ts';
import { readRows, type UserRow } from '../store/user-records.ts';

export interface Filter {
  readonly query?: string | undefined;
  readonly stage?: Stage | undefined;
  readonly class?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** Entries looked at for one page: a filter that fits almost nobody gives a short page and a cursor, not a long wait. */
const entriesPerPage = 500;
const rowsAtOnce = 50;

/**
 * One page of users. Reads the list that fits the filter best, in its order, and looks at the rest of the filter
 * in what it finds; no page costs more because there are more users.
 */
export async function listUsers(services: Services, filter: Filter): Promise<Page<UserRow>> {
  const settings = await services.settings();
  const now = Math.floor(services.clock() / 1000);
  const entries = sourceOf(filter, settings, now)(services.table, decodeCursor(filter.cursor));
  const items: UserRow[] = [];
  let position = '';
  for (let looked = 0; looked < entriesPerPage; looked += rowsAtOnce) {
    const chunk = await take(entries, rowsAtOnce);
    const rows = await readRows(
      services.table,
      chunk.map(({ userId }) => userId),
    );
    for (const entry of chunk) {
      if (items.length === filter.limit) return { items, nextCursor: encodeCursor(position) };
      position = entry.position;
      const row = rows.find(({ state }) => state.userId === entry.userId);
      if (row && isFirstEntry(row, entry, filter) && fits(row, filter, settings, now)) items.push(row);
    }
    if (chunk.length < rowsAtOnce) return { items };
  }
  return { items, nextCursor: encodeCursor(position) };
}

const encodeCursor = (position: string): string => Buffer.from(position).toString('base64url');

const decodeCursor = (cursor: string | undefined): string | undefined =>
  cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();

function sourceOf(filter: Filter, settings: Settings, now: EpochSeconds): Source {
  const word = firstWord(filter);
  if (word) return sources.term(word);
  if (filter.class) return sources.classMembers(filter.class);
  if (!filter.stage) return sources.all();
  const { enrollmentPeriodSeconds: period } = settings;
  if (filter.stage === 'enrolled' || filter.stage === 'not-required') return sources.stage(filter.stage);
  // Without a limit nobody is expired, whatever a sweep has marked before.
  if (!period) return chained([sources.stage('not-enrolled'), sources.stage('expired')]);
  // Those whose period began at or before this moment have expired, swept or not.
  const border = Math.max(0, now - period);
  if (filter.stage === 'not-enrolled') {
    return sources.stage('not-enrolled', [timeKey(border + 1, ''), timeKey(9_999_999_999, '')]);
  }
  return chained([
    sources.stage('expired'),
    sources.stage('not-enrolled', [timeKey(0, ''), timeKey(border + 1, '')]),
  ]);
}

const firstWord = ({ query = '' }: Filter): string => words(query)[0] ?? '';

/** A user with several words that begin alike stands in that list several times, and is shown at the first. */
function isFirstEntry({ profile }: UserRow, { position }: Entry, filter: Filter): boolean {
  const word = firstWord(filter);
  if (!word) return true;
  const [first = ''] = searchTerms(profile)
    .filter((term) => term.startsWith(word))
    .sort();
  return position === keys.term(first, profile.userId).sk;
}

function fits({ state, profile }: UserRow, filter: Filter, settings: Settings, now: EpochSeconds): boolean {
  return (
    (filter.query === undefined || matches(profile, filter.query)) &&
    (filter.stage === undefined || stageOf(state, settings, now) === filter.stage) &&
    (filter.class === undefined || profile.class === filter.class)
  );
}
