import { createHash } from 'node:crypto';
import { readState, type State } from './state.ts';
import { count, type Fields, fields, fieldsOf, type RawItem, text } from './values.ts';

/** What a provider was given to send. */
export interface Sent {
  readonly channel: 'email' | 'sms';
  readonly to: string;
  readonly text: string;
}

/** A call that was answered with success, by the event that it must have left. */
export interface Acknowledged {
  readonly userId: string;
  readonly type: string;
  readonly verification?: string;
}

/** Everything that is looked at. */
export interface Dump {
  /** All items of the table, by a Scan, when the stream has been read to its end. */
  readonly items: readonly RawItem[];
  /** All that the providers took; absent where nobody kept it. */
  readonly inbox?: readonly Sent[];
  readonly acknowledged?: readonly Acknowledged[];
  /** Keys, codes and tokens that were given out in clear. */
  readonly secrets?: readonly string[];
}

export interface Event {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly actor: string;
  readonly userId: string;
  readonly details: Fields;
  /** The version of the user's state; absent where the event came with another item. */
  readonly version: number | undefined;
}

/** The dump, sorted for those who check it. */
export interface Book extends Required<Dump> {
  /** Whether anybody kept what the providers took. */
  readonly inboxKept: boolean;
  readonly all: readonly Fields[];
  readonly states: ReadonlyMap<string, State>;
  readonly profiles: ReadonlyMap<string, Fields>;
  readonly codes: ReadonlyMap<string, Fields>;
  /** By user, then by token. */
  readonly tokens: ReadonlyMap<string, ReadonlyMap<string, Fields>>;
  readonly events: readonly Event[];
  /** The events of each user's states, in the order in which they happened. */
  readonly chains: ReadonlyMap<string, readonly Event[]>;
  readonly messages: readonly Fields[];
  /** Items whose partition begins so. */
  under(prefix: string): readonly Fields[];
}

export function openBook(dump: Dump): Book {
  const all = dump.items.map(fieldsOf);
  const under = (prefix: string): Fields[] => all.filter(({ pk }) => text(pk).startsWith(prefix));
  const ofUsers = under('USER#');
  const named = (sk: string): Fields[] => ofUsers.filter((item) => item['sk'] === sk);
  const tokens = new Map<string, Map<string, Fields>>();
  for (const item of ofUsers.filter(({ sk }) => text(sk).startsWith('TOKEN#'))) {
    const ofUser = tokens.get(userOf(item)) ?? new Map<string, Fields>();
    tokens.set(userOf(item), ofUser.set(text(item['sk']).slice('TOKEN#'.length), item));
  }
  const events = under('AUDIT#').map(readEvent);
  return {
    inbox: [],
    acknowledged: [],
    secrets: [],
    ...dump,
    inboxKept: dump.inbox !== undefined,
    all,
    under,
    states: new Map(named('STATE').map((item) => [userOf(item), readState(userOf(item), item)])),
    profiles: new Map(named('PROFILE').map((item) => [userOf(item), item])),
    codes: new Map(named('CODES').map((item) => [userOf(item), item])),
    tokens,
    events,
    chains: chainsOf(events),
    messages: under('OUTBOX#'),
  };
}

export const userOf = ({ pk }: Fields): string => text(pk).slice('USER#'.length);

function readEvent(item: Fields): Event {
  return {
    id: text(item['id']),
    type: text(item['type']),
    at: count(item['at']),
    actor: text(item['actor']),
    userId: text(item['userId']),
    details: fields(item['details']),
    version: item['version'] === undefined ? undefined : count(item['version']),
  };
}

function chainsOf(events: readonly Event[]): Map<string, Event[]> {
  const chains = Map.groupBy(
    events.filter(({ version }) => version !== undefined),
    ({ userId }) => userId,
  );
  for (const chain of chains.values()) chain.sort((a, b) => (a.version ?? 0) - (b.version ?? 0));
  return chains;
}

/** By a hash, not by a name: the sixteen counters, guards and due lists are chosen by it. */
export const shardOf = (id: string, shards = 16): number =>
  (createHash('sha256').update(id).digest()[0] ?? 0) % shards;
