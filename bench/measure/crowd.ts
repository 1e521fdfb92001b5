import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { type DataKey, seal } from '../../lib/crypto/sealing.ts';
import type { AuditEvent } from '../../lib/domain/events.ts';
import type { Profile, UserState } from '../../lib/domain/user-state.ts';
import type { Services } from '../../lib/services.ts';
import type { Table, Write } from '../../lib/store/client.ts';
import type { Item } from '../../lib/store/items.ts';
import { encodeState } from '../../lib/store/state-item.ts';
import { profileWrites } from '../../lib/store/user-records.ts';
import { writes } from '../../lib/store/users.ts';
import { concurrently } from './statistics.ts';

/** A fixed period that the tests know; every user of a crowd existed before it. */
export const longAgo = Date.parse('2026-01-05T08:00:00Z') / 1_000;

/** Ids of equal length, because keys are billed by the byte. */
export const memberId = (place: number, of = 'member'): string => `${of}-${String(place).padStart(7, '0')}`;

/** A state as the store keeps it: required, enrolled long ago, nothing in progress. */
export function standing(userId: string, fields: Partial<UserState> = {}): UserState {
  const event: AuditEvent = {
    id: 'e'.repeat(22),
    type: 'enrollment.confirmed',
    at: longAgo * 1_000,
    actor: 'application:sign-in',
    userId,
  } as AuditEvent;
  return {
    userId,
    version: 4,
    generation: 2,
    enabled: true,
    active: true,
    required: true,
    enrolledAt: longAgo,
    periodStartedAt: longAgo,
    tokens: {},
    failures: { consecutive: 0, hours: {}, backupCodes: [] },
    sessions: {},
    epoch: 0,
    event,
    ...fields,
  };
}

/** A user whose period started long ago and who has not enrolled, so the sweep has to expire them. */
export function dueStanding(userId: string): UserState {
  const { enrolledAt: _never, ...state } = standing(userId);
  return state;
}

export const personCalled = (userId: string, displayName: string): Profile => ({
  userId,
  displayName,
  email: userId,
  roles: [],
  createdAt: longAgo,
  updatedAt: longAgo,
});

export const stateItem = encodeState;

/** A profile with every entry that finds its user. */
export const profileItems = (table: Table, profile: Profile): Item[] =>
  putsOf(profileWrites(table, undefined, profile));

/** A user with an authenticator app, like one enrolled through the API. */
export function enrolledItems(
  { table, random }: Pick<Services, 'table' | 'random'>,
  key: DataKey,
  userId: string,
  secret: Uint8Array,
): Item[] {
  const tokenId = 'app-of-a-user';
  const sealed = seal(secret, { purpose: 'otp-secret', userId, subjectId: tokenId }, key, random);
  const token = {
    tokenId,
    kind: 'key' as const,
    type: 'totp',
    secret: sealed,
    parameters: { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const,
    label: 'Authenticator app',
    createdAt: longAgo,
    updatedAt: longAgo,
  };
  const state = standing(userId, { tokens: { [tokenId]: { status: 'active', failures: 0 } } });
  return [
    stateItem(state),
    ...profileItems(table, personCalled(userId, userId)),
    ...putsOf([writes.putToken(table, userId, token)]),
  ];
}

/** The items that are written with a user, without conditions and counts. */
export const putsOf = (along: readonly Write[]): Item[] =>
  along.flatMap(({ Put }) => (Put?.Item ? [Put.Item] : []));

const batchSize = 25;

/** Writes items directly, bypassing the API, in the largest possible batches. */
export async function putAll({ client, name }: Table, items: Iterable<Item>): Promise<void> {
  await concurrently(12, batchesOf(items), async (batch) => {
    let left: WriteRequest[] = batch.map((Item) => ({ PutRequest: { Item } }));
    while (left.length > 0) {
      const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: left } }));
      left = answer.UnprocessedItems?.[name] ?? [];
    }
  });
}

function* batchesOf(items: Iterable<Item>): Generator<Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
