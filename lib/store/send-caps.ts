import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Table, Write } from './client.ts';
import { toItem } from './items.ts';
import { keys, shardOf, shards } from './keys.ts';

const secondsPerHour = 3_600;

/** One cap: at most so many messages of a scope in a window of so many hours. */
export interface Cap {
  readonly scope: string;
  readonly hours: number;
  readonly most: number;
}

export interface Destination {
  readonly userId: string;
  /** Keyed hash of the number or address: the clear one stands nowhere. */
  readonly hash: string;
  /** Country or domain. */
  readonly area: string;
  /** Nobody has shown yet that the number or address is theirs. */
  readonly unconfirmed?: true;
  /** A text of several segments is sent, and paid for, as so many texts. */
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

/** Until when nothing is sent to a user who was sent all that a day allows; `undefined` = codes are sent. */
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

/** A cap of the whole deployment. It is split over shards, for it would be one hot item. */
export const deploymentCap = (scope: string, userId: string, perHour: number): Cap => ({
  scope: `${scope}#${shardOf(userId)}`,
  hours: 1,
  most: Math.ceil(perHour / shards.length),
});

/** Counts a message, as so many as it is sent in, if the cap leaves room for them. */
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
    // Apart: whoever enters a number of somebody else's must not use up what that one's own codes need.
    unconfirmed
      ? { scope: `new#${hash}`, hours: 24, most: caps.perUnconfirmedDestinationPerDay }
      : { scope: `to#${hash}`, hours: 24, most: caps.perDestinationPerDay },
    deploymentCap(`area#${area}`, userId, caps.perAreaPerHour),
    deploymentCap('all', userId, caps.perDeploymentPerHour),
  ];
  return all.map((cap) => ({ Update: countUp(table, cap, now, parts) }));
}
