import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Table, Write } from './client.ts';
import { toItem } from './items.ts';
import { keys, shardOf, shards } from './keys.ts';

const secondsPerHour = 3_600;

/** One cap: the most messages of a scope in a window of hours. */
export interface Cap {
  readonly scope: string;
  readonly hours: number;
  readonly most: number;
}

export interface Destination {
  readonly userId: string;
  /** Keyed hash of the number or address: the clear value is stored nowhere. */
  readonly hash: string;
  /** Country or domain. */
  readonly area: string;
  /** Nobody has proved yet that the number or address is theirs. */
  readonly unconfirmed?: true;
  /** A text of several segments is sent and billed as several texts. */
  readonly parts?: number;
}

export interface Caps {
  readonly perUserPerDay: number;
  readonly perUnconfirmedDestinationPerDay: number;
  readonly perDestinationPerDay: number;
  readonly perAreaPerHour: number;
  readonly perDeploymentPerHour: number;
  readonly linksPerUserPerDay: number;
}

const userScope = (userId: string): string => `user#${userId}`;

/** Counts a setup link against its own cap, in the transaction that puts its mail in the outbox. */
export const countLink = (
  table: Table,
  userId: string,
  { linksPerUserPerDay }: Pick<Caps, 'linksPerUserPerDay'>,
  now: number,
): Write => ({
  Update: countUp(table, { scope: `links#${userId}`, hours: 24, most: linksPerUserPerDay }, now),
});

/** Until when nothing is sent to a user who has reached the day's cap; `undefined` = codes are sent. */
export async function noCodesUntil(
  { client, name }: Table,
  userId: string,
  { perUserPerDay }: Pick<Caps, 'perUserPerDay'>,
  now: number,
): Promise<number | undefined> {
  const window = Math.floor(now / (24 * secondsPerHour));
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(keys.sendCap(userScope(userId), window)) }),
  );
  return Number(Item?.['sent']?.N ?? 0) < perUserPerDay ? undefined : (window + 1) * 24 * secondsPerHour;
}

/** A cap of the whole deployment, split over shards because it would otherwise be a hot item. */
export const deploymentCap = (scope: string, userId: string, perHour: number): Cap => ({
  scope: `${scope}#${shardOf(userId)}`,
  hours: 1,
  most: Math.ceil(perHour / shards.length),
});

/** Counts a message by its number of segments, if the cap leaves room for them. */
export function countUp({ name }: Table, { scope, hours, most }: Cap, now: number, parts = 1) {
  const window = Math.floor(now / (hours * secondsPerHour));
  return {
    TableName: name,
    Key: toItem(keys.sendCap(scope, window)),
    UpdateExpression: 'ADD sent :parts SET purgeAt = :purge',
    ConditionExpression: `${parts <= most ? 'attribute_not_exists(sent) OR ' : ''}sent <= :left`,
    ExpressionAttributeValues: toItem({
      ':parts': parts,
      ':left': most - parts,
      ':purge': (window + 2) * hours * secondsPerHour,
    }),
  };
}

/**
 * Counts a message against every cap, in the transaction that puts it in the outbox: if one is used up, nothing is
 * sent and nothing counted.
 */
export function countMessage(
  table: Table,
  { userId, hash, area, unconfirmed, parts = 1 }: Destination,
  caps: Caps,
  now: number,
): Write[] {
  const all: Cap[] = [
    { scope: userScope(userId), hours: 24, most: caps.perUserPerDay },
    // Counted separately: a user who enters somebody else's number must not use up the allowance for that person's
    // own codes.
    unconfirmed
      ? { scope: `new#${hash}`, hours: 24, most: caps.perUnconfirmedDestinationPerDay }
      : { scope: `to#${hash}`, hours: 24, most: caps.perDestinationPerDay },
    deploymentCap(`area#${area}`, userId, caps.perAreaPerHour),
    deploymentCap('all', userId, caps.perDeploymentPerHour),
  ];
  return all.map((cap) => ({ Update: countUp(table, cap, now, parts) }));
}
