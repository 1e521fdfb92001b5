import { TransactWriteItemsCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { BackupCodes } from '../domain/hashed-secrets.ts';
import { holds } from '../domain/overtaken.ts';
import type { Profile, TokenRecord, User, UserState } from '../domain/user-state.ts';
import { isConflict, refusal, type Table, type Write } from './client.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { keys, list } from './keys.ts';
import { partition, queryAll } from './query.ts';
import { decodeState, derived, encodeState } from './state-item.ts';
import { decodeToken, encodeToken } from './token-item.ts';

/**
 * Reads a whole user with one Query. An eventually consistent read costs half and is safe if a conditional write
 * follows: a stale one fails there. A read that a transaction overtook, so that STATE names tokens or codes that were
 * not visible yet, is repeated: the condition is on STATE and would not notice.
 */
export async function readUser(
  table: Table,
  userId: string,
  { consistent }: { consistent: boolean },
): Promise<User | undefined> {
  const items = await queryAll(table, {
    ...partition(keys.state(userId).pk),
    ConsistentRead: consistent,
  });
  const find = (sk: string): Item | undefined => items.find((item) => item['sk']?.S === sk);
  const state = find(keys.state(userId).sk);
  const profile = find(keys.profile(userId).sk);
  const codes = find(keys.codes(userId).sk);
  if (!state || !profile || state['deletedAt']) return undefined;
  const user: User = {
    state: decodeState(state),
    profile: fromItem<Profile>(profile),
    tokens: items.filter((item) => item['sk']?.S?.startsWith(keys.token(userId, '').sk)).map(decodeToken),
    ...(codes ? { codes: fromItem<BackupCodes>(codes) } : {}),
  };
  return consistent || isWhole(user) ? user : readUser(table, userId, { consistent: true });
}

/**
 * Users with their tokens, each read completely: half a read unit, where state and profile alone would cost twice
 * that.
 */
export async function readUsers(table: Table, userIds: readonly string[]): Promise<User[]> {
  const users = await Promise.all(userIds.map((userId) => readUser(table, userId, { consistent: false })));
  return users.filter((user) => user !== undefined);
}

const isWhole = ({ state, tokens, codes }: User): boolean =>
  state.codes?.setId === codes?.setId &&
  Object.keys(state.tokens).every((id) => tokens.some(({ tokenId }) => tokenId === id));

export type Commit =
  | { readonly committed: true }
  | { readonly committed: false; readonly current?: UserState; readonly alongRefused?: boolean };

/**
 * The gate. Writes STATE as `next`, alone or in one transaction with accompanying writes, if it is still exactly what
 * was read: the version is in the condition, so of any number of concurrent changes one is written and the others
 * learn the resulting state.
 */
export async function commitState(
  { client, name }: Table,
  previous: UserState,
  next: UserState,
  along: readonly Write[],
): Promise<Commit> {
  const update = stateUpdate(name, previous, next);
  try {
    if (along.length === 0) await client.send(new UpdateItemCommand(update));
    else {
      await client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Update: update }, ...along],
          ClientRequestToken: next.event.id,
        }),
      );
    }
    return { committed: true };
  } catch (error) {
    if (isConflict(error)) return { committed: false };
    const refused = refusal(error);
    if (!refused) throw error;
    const current = refused.current && decodeState(refused.current);
    // The SDK repeats a request whose answer was lost. If the item carries our own event, our own write refused it.
    if (current && holds(current, next.event.id)) return { committed: true };
    return { committed: false, alongRefused: refused.later ?? false, ...(current ? { current } : {}) };
  }
}

const stateUpdate = (TableName: string, previous: UserState, next: UserState) => ({
  TableName,
  Key: toItem(keys.state(previous.userId)),
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  ...difference(encodeState(previous), encodeState(next)),
});

/** The same for a second user of one transaction. */
export const stateWrite = (table: Table, previous: UserState, next: UserState): Write => ({
  Update: stateUpdate(table.name, previous, next),
});

/** An update of just the attributes that differ, so that a newer version's attributes survive an older writer. */
function difference(
  before: Item,
  after: Item,
): {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Item;
} {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) =>
      JSON.stringify(before[name]) !== JSON.stringify(after[name]) || (derived.includes(name) && after[name]),
  );
  const set = names.filter((name) => after[name]).map((name) => `#${name} = :${name}`);
  const remove = names.filter((name) => !after[name]).map((name) => `#${name}`);
  return {
    UpdateExpression: `SET ${set.join(', ')}${remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''}`,
    ConditionExpression: '#version = :read',
    ExpressionAttributeNames: Object.fromEntries([...names, 'version'].map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':read': before['version'] as { N: string },
      ...Object.fromEntries(names.flatMap((name) => (after[name] ? [[`:${name}`, after[name]]] : []))),
    },
  };
}

/** Writes that accompany STATE, named for what they mean. */
export const writes = {
  putToken: (table: Table, userId: string, token: TokenRecord): Write => ({
    Put: {
      TableName: table.name,
      Item: toItem({
        ...encodeToken(token),
        ...keys.token(userId, token.tokenId),
        ...typeIndex(userId, token),
      }),
    },
  }),
  removeToken: (table: Table, userId: string, tokenId: string): Write => ({
    Delete: { TableName: table.name, Key: toItem(keys.token(userId, tokenId)) },
  }),
  putCodes: (table: Table, userId: string, codes: BackupCodes, remaining?: number): Write => ({
    Put: {
      TableName: table.name,
      Item: toItem({
        ...keys.codes(userId),
        ...codes,
        ...issuedIndex(userId, Object.keys(codes.hashes).length, remaining),
      }),
    },
  }),
  removeCodes: (table: Table, userId: string): Write => ({
    Delete: { TableName: table.name, Key: toItem(keys.codes(userId)) },
  }),
  /** Each code once: its selector is not among the used ones of this very set. */
  spendCode: (table: Table, userId: string, setId: string, selector: string, remaining: number): Write => ({
    Update: {
      TableName: table.name,
      Key: toItem(keys.codes(userId)),
      UpdateExpression: `SET used = list_append(used, :spent)${remaining <= codesListed ? ', listPk = :pk, listSk = :sk' : ''}`,
      ConditionExpression: 'setId = :set AND NOT contains(used, :selector)',
      ExpressionAttributeValues: {
        ':spent': { L: [{ S: selector }] },
        ':selector': { S: selector },
        ':set': { S: setId },
        ...(remaining <= codesListed
          ? { ':pk': { S: list.codesLeft(remaining) }, ':sk': { S: userId } }
          : {}),
      },
    },
  }),
  putLink: (table: Table, hash: string, userId: string, purgeAt: number): Write => ({
    Put: { TableName: table.name, Item: toItem({ ...keys.link(hash), userId, purgeAt }) },
  }),
} as const;

/** Tokens with a destination are found by their type: those types become obsolete and are replaced (N.10). */
function typeIndex(userId: string, { type, kind }: TokenRecord): object {
  // A record holds the index entry it was found by: `undefined` removes it.
  return kind === 'contact'
    ? { listPk: list.tokensOfType(type), listSk: userId }
    : { listPk: undefined, listSk: undefined };
}

/** The index that the overview reads holds sets with this many codes left or fewer. */
const codesListed = 5;

/** Seed 001: a user who was given no codes at all has not used them up. */
const issuedIndex = (userId: string, issued: number, remaining = issued): object =>
  issued > 0 ? codesIndex(userId, remaining) : { listPk: list.emptySets, listSk: userId };

function codesIndex(userId: string, remaining: number): object {
  return remaining <= codesListed ? { listPk: list.codesLeft(remaining), listSk: userId } : {};
}
