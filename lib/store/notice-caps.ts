import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { type HeldBack, noticeLimits } from '../domain/notice-limits.ts';
import { type EpochSeconds, secondsPerDay } from '../domain/time.ts';
import { heldBy, refusal, type Table } from './client.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { keys } from './keys.ts';
import { countUp, deploymentCap } from './send-caps.ts';

/** A notice that is about to be sent. Its hashes reveal nothing of its content. */
export interface CountedNotice {
  readonly messageId: string;
  readonly userId: string;
  /** Keyed hash of the address. */
  readonly to: string;
  /** Hash of its kind, for this address. */
  readonly kind: string;
  /** Hash of everything it says except the time, for this address: equal hashes say the same. */
  readonly words: string;
}

/** When a notice with these words was last let through, and which. */
interface Last {
  readonly at: EpochSeconds;
  readonly by: string;
}

const dayOf = (now: EpochSeconds): number => Math.floor(now / secondsPerDay);

const dayKey = (userId: string, now: EpochSeconds) => toItem(keys.sendCap(`notices#${userId}`, dayOf(now)));

/**
 * Counts a notice, in scopes separate from those of codes. The first of its kind in a day always passes; a further
 * one passes unless the same was said recently, while the user, the address and the deployment are below their caps.
 * A notice that was let through before, by a function that was then killed, passes without being counted again.
 *
 * @returns why it must not be sent, or `undefined`
 */
export async function countNotice(
  table: Table,
  notice: CountedNotice,
  now: EpochSeconds,
): Promise<HeldBack | undefined> {
  const { perAddressPerDay, perDeploymentPerHour, quietSeconds } = noticeLimits;
  const counted = await countOfUser(table, notice, now);
  if (counted === 'first') return undefined;
  if (counted !== 'another') {
    const last = counted[notice.words] as Last | undefined;
    if (last?.by === notice.messageId) return undefined;
    if (last && last.at > now - quietSeconds) return 'repeated';
    return 'capped';
  }
  const shared = [
    { scope: `notices-to#${notice.to}`, hours: 24, most: perAddressPerDay },
    deploymentCap('notices', notice.userId, perDeploymentPerHour),
  ];
  for (const cap of shared) {
    if (!(await heldBy(table.client.send(new UpdateItemCommand(countUp(table, cap, now)))))) return 'capped';
  }
  return undefined;
}

type OfDay = Record<string, unknown>;

/** @returns the content of the user's item of the day, if the notice was not counted */
async function countOfUser(
  { client, name }: Table,
  { userId, messageId, kind, words }: CountedNotice,
  now: EpochSeconds,
): Promise<'first' | 'another' | OfDay> {
  const { perUserPerDay, quietSeconds } = noticeLimits;
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: dayKey(userId, now),
        UpdateExpression:
          'SET #kind = if_not_exists(#kind, :id), #words = :last, purgeAt = :purge ADD sent :one',
        ConditionExpression:
          'attribute_not_exists(#kind) OR (sent < :most AND (attribute_not_exists(#words) OR (#words.#at <= :quiet AND #words.#by <> :id)))',
        ExpressionAttributeNames: { '#kind': kind, '#words': words, '#at': 'at', '#by': 'by' },
        ExpressionAttributeValues: toItem({
          ':id': messageId,
          ':last': { at: now, by: messageId },
          ':quiet': now - quietSeconds,
          ':most': perUserPerDay,
          ':one': 1,
          ':purge': (dayOf(now) + 2) * secondsPerDay,
        }),
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return Attributes?.[kind]?.S === messageId ? 'first' : 'another';
  } catch (error) {
    const refused = refusal(error);
    if (!refused) throw error;
    return fromItem<OfDay>((refused.current ?? {}) as Item);
  }
}

/**
 * Leaves one event for everything that is held back for a user in a day for this reason: an event for each would
 * flood the audit.
 */
export async function noteHeldBack(
  { client, name }: Table,
  userId: string,
  why: HeldBack,
  event: AuditEvent,
): Promise<void> {
  const now = Math.floor(event.at / 1000);
  await heldBy(
    client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: dayKey(userId, now),
        UpdateExpression: 'SET #noted = :now, event = :event, purgeAt = :purge',
        ConditionExpression: 'attribute_not_exists(#noted)',
        ExpressionAttributeNames: { '#noted': why },
        ExpressionAttributeValues: toItem({
          ':now': now,
          ':event': event,
          ':purge': (dayOf(now) + 2) * secondsPerDay,
        }),
      }),
    ),
  );
}
