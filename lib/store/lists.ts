import type { Table } from './client.ts';
import type { Item } from './items.ts';
import { due, keys, list, termPartition, userIdOf } from './keys.ts';
import { between, query } from './query.ts';

/** One entry of a list: the user, and the position in the list. */
export interface Entry {
  readonly userId: string;
  /** Goes into the cursor; the entries after it come next. */
  readonly position: string;
}

/** A source of user ids in a fixed order, from a position on. Reads page by page, as far as requested. */
export type Source = (table: Table, after: string | undefined) => AsyncGenerator<Entry>;

interface Listing {
  readonly index?: 'list';
  readonly partition: string;
  /** Only entries between these two, both inclusive. */
  readonly range?: readonly [low: string, high: string];
  readonly newestFirst?: boolean;
  readonly userId: (item: Item) => string;
}

/** Below and above every sort key of a list. */
const first = ' ';
const last = '\u{10FFFF}';

/** The order of keys in DynamoDB: by their bytes, which differs from `<` for letters that need surrogates. */
const byKey = (a: string, b: string): number => Buffer.from(a).compare(Buffer.from(b));

function source({ index, partition, range = [first, last], newestFirst = false, userId }: Listing): Source {
  const sk = index ? 'listSk' : 'sk';
  return async function* entries(table, after) {
    let [low, high] = range;
    let from = after;
    if (from !== undefined && newestFirst) high = byKey(from, high) < 0 ? from : high;
    if (from !== undefined && !newestFirst) low = byKey(from, low) > 0 ? from : low;
    // A cursor of another list may lie outside this one: then nothing follows it.
    if (byKey(low, high) > 0) return;
    const asked = between(partition, [low, high], { index, newestFirst });
    for await (const item of query(table, asked, 100)) {
      const position = item[sk]?.S ?? '';
      // Both ends are inclusive, so the entry that the cursor names, already returned, is skipped.
      if (position !== from) yield { userId: userId(item), position };
      from = position;
    }
  };
}

const ownPartition = (item: Item): string => userIdOf(item['pk']?.S ?? '');
const storedId = (item: Item): string => item['userId']?.S ?? '';

export const sources = {
  all: (): Source => source({ index: 'list', partition: list.users, userId: ownPartition }),
  /** Users with a word that starts with this prefix. */
  term: (term: string): Source =>
    source({ partition: termPartition(term), range: [term, term + last], userId: storedId }),
  classMembers: (name: string): Source =>
    source({ partition: keys.classMember(name, '').pk, userId: storedId }),
  stage: (stage: string, range?: readonly [string, string]): Source =>
    source({
      index: 'list',
      partition: list.stage(stage),
      userId: ownPartition,
      ...(range ? { range } : {}),
    }),
  recentlyEnrolled: (): Source =>
    source({ index: 'list', partition: list.stage('enrolled'), newestFirst: true, userId: ownPartition }),
  /** Users with a token of this type, each once. */
  tokensOfType: (type: string): Source =>
    source({ index: 'list', partition: list.tokensOfType(type), userId: ownPartition }),
  codesLeft: (remaining: number): Source =>
    source({ index: 'list', partition: list.codesLeft(remaining), userId: ownPartition }),
  emptyCodeSets: (): Source => source({ index: 'list', partition: list.emptySets, userId: ownPartition }),
  /** Enrolled users without a set of backup codes, longest enrolled first; from the beginning only. */
  withoutCodes: (): Source =>
    async function* entries(table) {
      const asked = {
        IndexName: 'due',
        KeyConditionExpression: 'duePk = :pk',
        ExpressionAttributeValues: { ':pk': { S: due.withoutCodes } },
      };
      for await (const item of query(table, asked, 100)) yield { userId: ownPartition(item), position: '' };
    },
} as const;

export interface TypeCount {
  readonly tokens: number;
  readonly users: number;
  /** The first users who have some, with how many. */
  readonly first: readonly { readonly userId: string; readonly tokens: number }[];
}

/** Counts the tokens of a type and the users who have them, in full pages of the index. */
export async function countTokensOfType(table: Table, type: string, named: number): Promise<TypeCount> {
  let tokens = 0;
  let users = 0;
  let last: { readonly userId: string; tokens: number } | undefined;
  const first: { readonly userId: string; tokens: number }[] = [];
  const asked = {
    IndexName: 'list',
    KeyConditionExpression: 'listPk = :pk',
    ExpressionAttributeValues: { ':pk': { S: list.tokensOfType(type) } },
  };
  for await (const { listSk } of query(table, asked)) {
    const userId = listSk?.S ?? '';
    tokens++;
    if (last?.userId === userId) last.tokens++;
    else {
      users++;
      last = { userId, tokens: 1 };
      if (first.length < named) first.push(last);
    }
  }
  return { tokens, users, first };
}

/** One source after the other; the cursor remembers which. */
export function chained(parts: readonly Source[]): Source {
  return async function* entries(table, after) {
    const [place = '0', ...rest] = (after ?? '0').split('|');
    for (let part = Math.max(0, Number.parseInt(place, 10) || 0); part < parts.length; part++) {
      const from = part === Number(place) && rest.length > 0 ? rest.join('|') : undefined;
      for await (const entry of parts[part]?.(table, from) ?? []) {
        yield { ...entry, position: `${part}|${entry.position}` };
      }
    }
  };
}

/** The next entries, fewer at the end of the list. */
export async function take(entries: AsyncGenerator<Entry>, count: number): Promise<Entry[]> {
  const taken: Entry[] = [];
  while (taken.length < count) {
    const { value, done } = await entries.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}
