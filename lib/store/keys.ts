import { createHash } from 'node:crypto';

export const stateSortKey = 'STATE';

const userPrefix = 'USER#';
const messagePrefix = 'OUTBOX#';
/** For every partition of the audit. */
export const auditPrefix = 'AUDIT#';

/** For the runs of the sweep that found due users. */
export const sweepRunPrefix = 'RUN#';

/** The id of a verification may be longer than a key allows: its session id, and a hash of the whole. */
const shortOf = (verificationId: string): string =>
  `${verificationId.split('.')[0]}.${createHash('sha256').update(verificationId).digest('base64url')}`;
export const spreadClassPrefix = '#CLASS#';

/** The only place that spells partition and sort keys. */
export const keys = {
  state: (userId: string) => ({ pk: userPrefix + userId, sk: stateSortKey }),
  profile: (userId: string) => ({ pk: userPrefix + userId, sk: 'PROFILE' }),
  codes: (userId: string) => ({ pk: userPrefix + userId, sk: 'CODES' }),
  token: (userId: string, tokenId: string) => ({ pk: userPrefix + userId, sk: `TOKEN#${tokenId}` }),
  link: (hash: string) => ({ pk: `LINK#${hash}`, sk: 'LINK' }),
  message: (messageId: string) => ({ pk: messagePrefix + messageId, sk: 'MESSAGE' }),
  /** A text by the id that SNS gave it. */
  text: (textId: string) => ({ pk: `TEXT#${textId}`, sk: 'TEXT' }),
  sendCap: (scope: string, window: number) => ({ pk: `SENT#${scope}#${window}`, sk: 'SENT' }),
  settings: () => ({ pk: 'SETTINGS', sk: 'SETTINGS' }),
  /** Next to the settings: one Query reads everything that administrators decided. */
  tokenType: (type: string) => ({ pk: 'SETTINGS', sk: `TOKENTYPE#${type}` }),
  class: (name: string) => ({ pk: 'SETTINGS', sk: `CLASS#${name}` }),
  provider: (name: string) => ({ pk: 'SETTINGS', sk: `PROVIDER#${name}` }),
  dataKey: (id: number) => ({ pk: 'KEYS', sk: String(id).padStart(5, '0') }),
  signingKey: (number: number) => ({ pk: 'SIGNING', sk: String(number).padStart(5, '0') }),
  /** Exists once an assertion was redeemed. */
  redeemed: (verificationId: string) => ({ pk: `ASSERTION#${shortOf(verificationId)}`, sk: 'REDEEMED' }),
  /** The pool of hardware tokens. A deleted one leaves its marker here. */
  hardwareToken: (serial: string) => ({ pk: `HARDWARE#${serial}`, sk: 'DEVICE' }),
  /** The id that a person with this id moved to, at that moment. */
  renaming: (userId: string, at: number) => ({ pk: `RENAMED#${userId}`, sk: new Date(at).toISOString() }),
  /** Carries the event of one part of an import. */
  hardwareImport: (batch: string, part: number) => ({ pk: `IMPORT#${batch}`, sk: String(part) }),
  role: (name: string) => ({ pk: 'ROLES', sk: name }),
  roleMember: (name: string, userId: string) => ({ pk: `ROLE#${name}`, sk: userId }),
  /**
   * Exists while a class may be joined; while a role requires two factors. In shards: every new member checks one.
   */
  guard: (of: 'class' | 'role', name: string, shard: number) => ({
    pk: `GUARD#${of}#${shard}#${name}`,
    sk: 'GUARD',
  }),
  /** Roles and classes whose change has yet to reach their members. No name starts with the prefix of a class. */
  spread: (of: 'role' | 'class', name: string) => ({
    pk: 'SPREADING',
    sk: of === 'class' ? `${spreadClassPrefix}${name}` : name,
  }),
  classMember: (name: string, userId: string) => ({ pk: `CLASS#${name}`, sk: userId }),
  /** Neither contains a blank; with another separator two people could come to share one item. */
  term: (term: string, userId: string) => ({ pk: termPartition(term), sk: `${term} ${userId}` }),
  /** Events of the organisation as a whole belong to no user. */
  audit: (userId: string | undefined, at: number, id: string) => ({
    pk: `${auditPrefix}${userId ?? ''}#${new Date(at).toISOString().slice(0, 7)}`,
    sk: `${new Date(at).toISOString()}#${id}`,
  }),
  counters: (shard: number) => ({ pk: `COUNT#users#${shard}`, sk: 'COUNT' }),
  lastSweep: () => ({ pk: 'SWEEP', sk: 'LAST' }),
  /** Carries what operators did about runs. */
  sweepNote: (at: number, id: string) => ({ pk: 'SWEEP', sk: `NOTE#${new Date(at).toISOString()}#${id}` }),
  sweepRun: (at: number, id: string) => ({
    pk: 'SWEEP',
    sk: `${sweepRunPrefix}${new Date(at).toISOString()}#${id}`,
  }),
} as const;

export const termPartition = (term: string): string => `TERM#${[...term][0] ?? ''}`;

/** The user of a key in a user's partition. */
export const userIdOf = (pk: string): string => pk.slice(userPrefix.length);

/** The same, for a key that may be of any partition. */
export const userOfPartition = (pk: string): string | undefined =>
  pk.startsWith(userPrefix) ? userIdOf(pk) : undefined;

/** The message of a partition of the outbox. */
export const messageOfPartition = (pk: string): string | undefined =>
  pk.startsWith(messagePrefix) ? pk.slice(messagePrefix.length) : undefined;

/** Shards spread what would otherwise be one hot partition; the count is part of the data, so never change it. */
const shardCount = 16;

export function shardOf(id: string, shards = shardCount): number {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % shards;
}

export const shards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** Index partitions. */
export const due = {
  enrollments: (shard: number) => `DUE#${shard}`,
  /** Codes and links, which somebody waits for. */
  messages: (shard: number) => `OUTBOX#${shard}`,
  notices: (shard: number) => `NOTICES#${shard}`,
  /** Enrolled users who were never issued backup codes. */
  withoutCodes: 'NOCODES',
} as const;

export const list = {
  users: 'USERS',
  stage: (stage: string) => `STAGE#${stage}`,
  codesLeft: (remaining: number) => `CODES#${remaining}`,
  /** Sets that were issued while backup codes were switched off. */
  emptySets: 'CODES#NONE',
  tokensOfType: (type: string) => `TOKENTYPE#${type}`,
  hardware: (status: string) => `HARDWARE#${status}`,
  events: (month: string, shard: number) => `EVENTS#${month}#${shard}`,
} as const;

/** Sorts by time, then by user. */
export const timeKey = (at: number, userId: string): string => `${String(at).padStart(10, '0')}#${userId}`;
