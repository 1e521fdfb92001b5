import { GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { searchTerms } from '../domain/search-terms.ts';
import type { Profile, User, UserState } from '../domain/user-state.ts';
import { batchGet } from './batch-get.ts';
import { refusal, type Table, type Write } from './client.ts';
import { tokenRemoval } from './device-moves.ts';
import { countMember } from './guards.ts';
import { eventIdOf, fromItem, type Item, toItem, withoutKeys } from './items.ts';
import { keys, list } from './keys.ts';
import { decodeState, encodeState } from './state-item.ts';
import { writes } from './users.ts';

/** Items that find a user: search terms, class and roles. */
function entries(profile: Profile): { pk: string; sk: string }[] {
  return [
    ...searchTerms(profile).map((term) => keys.term(term, profile.userId)),
    ...(profile.class ? [keys.classMember(profile.class, profile.userId)] : []),
    ...profile.roles.map((role) => keys.roleMember(role, profile.userId)),
  ];
}

/** Writes for a profile, for the changed entries that find it, and for the member counts. */
export function profileWrites(
  table: Table,
  before: Profile | undefined,
  after: Profile | undefined,
): Write[] {
  return [
    ...profileEntries(table, before, after),
    ...(before?.class === after?.class ? [] : countMember(table, before, after)),
  ];
}

function profileEntries({ name }: Table, before: Profile | undefined, after: Profile | undefined): Write[] {
  const id = ({ pk, sk }: { pk: string; sk: string }): string => `${pk}\0${sk}`;
  const old = before ? entries(before) : [];
  const fresh = after ? entries(after) : [];
  const had = new Set(old.map(id));
  const has = new Set(fresh.map(id));
  const userId = (after ?? before)?.userId ?? '';
  return [
    after
      ? {
          Put: {
            TableName: name,
            Item: toItem({ ...keys.profile(userId), ...after, listPk: list.users, listSk: userId }),
          },
        }
      : { Delete: { TableName: name, Key: toItem(keys.profile(userId)) } },
    ...fresh
      .filter((key) => !had.has(id(key)))
      .map((key) => ({ Put: { TableName: name, Item: toItem({ ...key, userId }) } })),
    ...old
      .filter((key) => !has.has(id(key)))
      .map((key) => ({ Delete: { TableName: name, Key: toItem(key) } })),
  ];
}

/** The state stored under this id, including a deleted user's: a new user's versions continue from it. */
export async function readState({ client, name }: Table, userId: string): Promise<UserState | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.state(userId)), ConsistentRead: true }),
  );
  return Item && decodeState(Item);
}

/** The state of a new user, written only if the id is free or its user is deleted. */
export function firstState(table: Table, state: UserState, previous: UserState | undefined) {
  const condition = previous
    ? {
        ConditionExpression: 'attribute_exists(deletedAt) AND version = :read',
        ExpressionAttributeValues: toItem({ ':read': previous.version }),
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    Put: {
      TableName: table.name,
      Item: encodeState(state),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      ...condition,
    },
  };
}

/**
 * @returns `taken` when a user has the id, however many ask for it at once; `again` when something else that it
 * depends on was changing at this moment
 */
export async function createUser(
  table: Table,
  state: UserState,
  profile: Profile,
  previous: UserState | undefined,
  along: readonly Write[],
): Promise<'created' | 'taken' | 'again'> {
  try {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          firstState(table, state, previous),
          ...profileWrites(table, undefined, profile),
          ...along,
        ],
        ClientRequestToken: state.event.id,
      }),
    );
    return 'created';
  } catch (error) {
    const refused = refusal(error);
    if (!refused) throw error;
    const { current } = refused;
    if (eventIdOf(current) === state.event.id) return 'created';
    return current && !current['deletedAt'] ? 'taken' : 'again';
  }
}

/** Everything that is deleted with a user; STATE stays as a tombstone. */
export function deletionWrites(table: Table, user: User): Write[] {
  const { state, profile, tokens, codes } = user;
  return [
    ...profileWrites(table, profile, undefined),
    ...tokens.flatMap(({ tokenId }) => tokenRemoval(table, user, tokenId)),
    ...(codes ? [writes.removeCodes(table, state.userId)] : []),
  ];
}

/**
 * Everything that moves when a user gets another id, except the old STATE. An item that both ids would write, the
 * guard of a class in which both count, is left unchanged.
 */
export function renamingWrites(
  table: Table,
  before: User,
  after: User,
  previous: UserState | undefined,
): Write[] {
  const { userId, codes } = after.state;
  return [
    firstState(table, after.state, previous),
    ...profileEntries(table, before.profile, undefined),
    ...profileEntries(table, undefined, withoutKeys(after.profile)),
    ...countMember(table, before.profile, after.profile),
    ...before.tokens.map(({ tokenId }) => writes.removeToken(table, before.state.userId, tokenId)),
    ...after.tokens.map((token) => writes.putToken(table, userId, withoutKeys(token))),
    ...(before.codes ? [writes.removeCodes(table, before.state.userId)] : []),
    ...(after.codes ? [writes.putCodes(table, userId, withoutKeys(after.codes), codes?.remaining)] : []),
  ];
}

export interface UserRow {
  readonly state: UserState;
  readonly profile: Profile;
}

/** States and profiles of up to 50 users, in the requested order; deleted users are left out. */
export async function readRows(table: Table, userIds: readonly string[]): Promise<UserRow[]> {
  const wanted = [...new Set(userIds)].flatMap((userId) => [keys.state(userId), keys.profile(userId)]);
  const items = await batchGet(table, wanted);
  const found = new Map(items.map((item) => [`${item['pk']?.S}\0${item['sk']?.S}`, item]));
  const get = ({ pk, sk }: { pk: string; sk: string }): Item | undefined => found.get(`${pk}\0${sk}`);
  return userIds.flatMap((userId) => {
    const state = get(keys.state(userId));
    const profile = get(keys.profile(userId));
    if (!state || !profile || state['deletedAt']) return [];
    return [{ state: decodeState(state), profile: fromItem<Profile>(profile) }];
  });
}
