import { BatchGetItemCommand, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { searchTerms } from '../domain/search-terms.ts';
import type { Profile, User, UserState } from '../domain/user-state.ts';
import { refusal, type Table, type Write } from './client.ts';
import { tokenRemoval } from './device-moves.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { keys, list } from './keys.ts';
import { decodeState, encodeState } from './state-item.ts';
import { writes } from './users.ts';

/** Items by which a user is found: search terms, class and roles. */
function entries(profile: Profile): { pk: string; sk: string }[] {
  return [
    ...searchTerms(profile).map((term) => keys.term(term, profile.userId)),
    ...(profile.class ? [keys.classMember(profile.class, profile.userId)] : []),
    ...profile.roles.map((role) => keys.roleMember(role, profile.userId)),
  ];
}

/** Writes of a profile, and of the entries by which it is found as they change. */
export function profileWrites(
  { name }: Table,
  before: Profile | undefined,
  after: Profile | undefined,
): Write[] {
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

/** The state that stands under this id, a deleted user's too: a new user's versions go on from it. */
export async function readState({ client, name }: Table, userId: string): Promise<UserState | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.state(userId)), ConsistentRead: true }),
  );
  return Item && decodeState(Item);
}

/** @returns false when the id is taken, however many ask for it at once */
export async function createUser(
  table: Table,
  state: UserState,
  profile: Profile,
  previous: UserState | undefined,
): Promise<boolean> {
  const item = encodeState(state);
  const condition = previous
    ? {
        ConditionExpression: 'attribute_exists(deletedAt) AND version = :read',
        ExpressionAttributeValues: toItem({ ':read': previous.version }),
      }
    : { ConditionExpression: 'attribute_not_exists(pk)' };
  const Put = {
    TableName: table.name,
    Item: item,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    ...condition,
  };
  try {
    await table.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put }, ...profileWrites(table, undefined, profile)],
        ClientRequestToken: state.event.id,
      }),
    );
    return true;
  } catch (error) {
    const standing = refusal(error)?.current;
    // Refused, but not by what stands there: others are writing it at this moment.
    if (!standing) throw error;
    return standing['event']?.M?.['id']?.S === state.event.id;
  }
}

/** All that goes when a user goes; STATE stays as a tombstone. */
export function deletionWrites(table: Table, user: User): Write[] {
  const { state, profile, tokens, codes } = user;
  return [
    ...profileWrites(table, profile, undefined),
    ...tokens.flatMap(({ tokenId }) => tokenRemoval(table, user, tokenId)),
    ...(codes ? [writes.removeCodes(table, state.userId)] : []),
  ];
}

export interface UserRow {
  readonly state: UserState;
  readonly profile: Profile;
}

/** States and profiles of up to 50 users, in the order asked for; who is gone is left out. */
export async function readRows({ client, name }: Table, userIds: readonly string[]): Promise<UserRow[]> {
  if (userIds.length === 0) return [];
  const found = new Map<string, Item>();
  let wanted = [...new Set(userIds)].flatMap((userId) => [
    toItem(keys.state(userId)),
    toItem(keys.profile(userId)),
  ]);
  while (wanted.length > 0) {
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [name]: { Keys: wanted } } }));
    for (const item of answer.Responses?.[name] ?? []) found.set(`${item['pk']?.S}\0${item['sk']?.S}`, item);
    wanted = (answer.UnprocessedKeys?.[name]?.Keys ?? []) as Item[];
  }
  const get = ({ pk, sk }: { pk: string; sk: string }): Item | undefined => found.get(`${pk}\0${sk}`);
  return userIds.flatMap((userId) => {
    const state = get(keys.state(userId));
    const profile = get(keys.profile(userId));
    if (!state || !profile || state['deletedAt']) return [];
    return [{ state: decodeState(state), profile: fromItem<Profile>(profile) }];
  });
}
