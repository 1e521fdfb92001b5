import { defaultClassName } from '../../domain/classes.ts';
import { type Stage, stageOf } from '../../domain/enrollment.ts';
import type { Page } from '../../domain/page.ts';
import { pendingOf } from '../../domain/pending.ts';
import { asItStands } from '../../domain/requirement.ts';
import { matches, matchesUserProfile, searchTerms, words } from '../../domain/search-terms.ts';
import type { Settings } from '../../domain/settings.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { keys, timeKey } from '../../store/keys.ts';
import { chained, type Entry, type Source, sources, take } from '../../store/lists.ts';
import { readRows, type UserRow } from '../../store/user-records.ts';
import { readUsers } from '../../store/users.ts';
import { anyPlace, pageOf, placeOf } from '../gate/paging.ts';

export interface Filter {
  readonly query?: string | undefined;
  readonly stage?: Stage | undefined;
  /** `*DFT` includes users without a class. */
  readonly class?: string | undefined;
  /** The beginning of the default user id. */
  readonly userProfile?: string | undefined;
  readonly totp?: Holding | undefined;
  readonly questions?: Holding | undefined;
  /** Y enrolled, S required but not enrolled (yet), N not required. */
  readonly mfa?: Holding | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Y an active one, S only one that is pending or disabled, N none. */
export type Holding = 'Y' | 'N' | 'S';

/**
 * Entries read for one page: a filter that matches almost nobody returns a short page and a cursor instead of a long
 * wait.
 */
const entriesPerPage = 500;
const rowsAtOnce = 50;

/**
 * One page of users. Reads the list that fits the filter best, in its order, and checks the rest of the filter on
 * what it finds; more users never make a page more expensive.
 */
export async function listUsers(services: Services, filter: Filter): Promise<Page<UserRow>> {
  const policy = await services.policy();
  const { settings } = policy;
  const now = Math.floor(services.clock() / 1000);
  const entries = sourceOf(filter, settings, now)(services.table, placeOf(filter.cursor, anyPlace));
  const items: UserRow[] = [];
  let position = '';
  for (let looked = 0; looked < entriesPerPage; looked += rowsAtOnce) {
    const chunk = await take(entries, rowsAtOnce);
    const userIds = chunk.map(({ userId }) => userId);
    const read: readonly ListedUser[] = await (looksAtTokens(filter) ? readUsers : readRows)(
      services.table,
      userIds,
    );
    const rows = read.map((row) => asItStands(row, policy, now));
    for (const entry of chunk) {
      if (items.length === filter.limit) return pageOf(items, position);
      position = entry.position;
      const row = rows.find(({ state }) => state.userId === entry.userId);
      if (row && isFirstEntry(row, entry, filter) && fits(row, filter, settings, now)) items.push(row);
    }
    if (chunk.length < rowsAtOnce) return pageOf(items);
    // A full page: whether more users follow is one key to read, not fifty more users.
    if (items.length === filter.limit) {
      const [following] = await take(entries, 1);
      return pageOf(items, following && position);
    }
  }
  return pageOf(items, position);
}

const looksAtTokens = ({ totp, questions }: Filter): boolean => totp !== undefined || questions !== undefined;

/** How much of a type a user has; rows without tokens come from filters that do not ask for them. */
function holdingOf({ state, tokens = [] }: ListedUser, type: string): Holding {
  const tokenStates = tokens
    .filter((token) => token.type === type)
    .map(({ tokenId }) => state.tokens[tokenId]);
  if (tokenStates.some((tokenState) => tokenState?.status === 'active')) return 'Y';
  const waits =
    pendingOf(state).some((pending) => pending.type === type) || state.enrolling?.types.includes(type);
  return tokenStates.some(Boolean) || waits ? 'S' : 'N';
}

type ListedUser = UserRow & { readonly tokens?: User['tokens'] };

function sourceOf(filter: Filter, settings: Settings, now: EpochSeconds): Source {
  const word = firstWord(filter);
  if (word) return sources.term(word);
  // Most of these users have no class, and they are in no class's list.
  if (filter.class && filter.class !== defaultClassName) return sources.classMembers(filter.class);
  const stage = filter.stage ?? stageOfMfa(filter);
  if (!stage) {
    return filter.mfa === 'S'
      ? chained([sources.stage('not-enrolled'), sources.stage('expired')])
      : sources.all();
  }
  const { enrollmentPeriodSeconds: period } = settings;
  if (stage === 'enrolled' || stage === 'not-required') return sources.stage(stage);
  // Without a limit nobody is expired, whatever a sweep marked earlier.
  if (!period) return chained([sources.stage('not-enrolled'), sources.stage('expired')]);
  // Users whose period started at or before this moment have expired, swept or not.
  const border = Math.max(0, now - period);
  if (stage === 'not-enrolled') {
    return sources.stage('not-enrolled', [timeKey(border + 1, ''), timeKey(9_999_999_999, '')]);
  }
  return chained([
    sources.stage('expired'),
    sources.stage('not-enrolled', [timeKey(0, ''), timeKey(border + 1, '')]),
  ]);
}

const stageOfMfa = ({ mfa }: Filter): Stage | undefined => {
  if (mfa === 'Y') return 'enrolled';
  return mfa === 'N' ? 'not-required' : undefined;
};

const firstWord = ({ query = '', userProfile = '' }: Filter): string =>
  words(query)[0] ?? words(userProfile)[0] ?? '';

/** A user with several words that begin alike is in that list several times, and is shown at the first. */
function isFirstEntry({ profile }: UserRow, { position }: Entry, filter: Filter): boolean {
  const word = firstWord(filter);
  if (!word) return true;
  const [first = ''] = searchTerms(profile)
    .filter((term) => term.startsWith(word))
    .sort();
  return position === keys.term(first, profile.userId).sk;
}

function fits(user: ListedUser, filter: Filter, settings: Settings, now: EpochSeconds): boolean {
  const { state, profile } = user;
  const stage = stageOf(state, settings, now);
  return (
    (filter.query === undefined || matches(profile, filter.query)) &&
    (filter.userProfile === undefined || matchesUserProfile(profile, filter.userProfile)) &&
    (filter.stage === undefined || stage === filter.stage) &&
    (filter.class === undefined || (profile.class ?? defaultClassName) === filter.class) &&
    (filter.mfa === undefined || mfaOf(stage) === filter.mfa) &&
    (filter.totp === undefined || holdingOf(user, 'totp') === filter.totp) &&
    (filter.questions === undefined || holdingOf(user, 'questions') === filter.questions)
  );
}

function mfaOf(stage: Stage): Holding {
  if (stage === 'enrolled') return 'Y';
  return stage === 'not-required' ? 'N' : 'S';
}
