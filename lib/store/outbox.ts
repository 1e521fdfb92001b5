import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { isNotice } from '../domain/notice-limits.ts';
import type { EpochSeconds } from '../domain/time.ts';
import { refusal, type Table, type Write } from './client.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { due, keys, messageOfPartition, shardOf, shards } from './keys.ts';
import { query } from './query.ts';

/** What a message shows of its event; two messages that show the same count as repeats. */
export const shownDetails = [
  'token',
  'fields',
  'validUntil',
  'backupCodes',
  'backupCodesRemaining',
  'openings',
] as const;

/** What a template may need and anybody may read. */
export interface MessageDetails {
  /** When it happened. */
  readonly at?: EpochSeconds;
  /** Until when its code or link is valid. */
  readonly expiresAt?: EpochSeconds;
  /** The setup link asks for a PIN. */
  readonly pin?: boolean;
  readonly token?: string;
  readonly fields?: readonly string[];
  readonly validUntil?: EpochSeconds;
  /** Backup codes that were issued with it. */
  readonly backupCodes?: number;
  readonly backupCodesRemaining?: number;
  readonly openings?: number;
}

/** A message that waits to be sent, is being sent, or was. */
export interface Message {
  readonly messageId: string;
  readonly userId: string;
  readonly template: string;
  readonly status: 'waiting' | 'sending' | 'sent' | 'dropped' | 'failed' | 'held-back' | 'undelivered';
  readonly attempts: number;
  /** The confidential part of what the template needs; erased once the message is sent. */
  readonly sealed?: Uint8Array;
  readonly details?: MessageDetails;
  /** Sent only while this link is the user's valid one. */
  readonly linkHash?: string;
  /** Sent only while this is the hash of the code that is expected. */
  readonly codeHash?: string;
  readonly channel?: 'email' | 'sms';
  readonly createdAt: EpochSeconds;
  /** The same in milliseconds, needed to know who had the id at that moment. */
  readonly at?: number;
  /** After this it is too late to be useful. */
  readonly notAfter: EpochSeconds;
  readonly leaseUntil?: EpochSeconds;
}

/** How long after its writing the schedule looks for a message that the stream has not sent. */
const graceSeconds = 60;
const keptSeconds = 30 * 86_400;

export type NewMessage = Omit<Message, 'status' | 'attempts' | 'leaseUntil'>;

/** Puts a message in the outbox, in the same transaction as the change it reports. */
export function putMessage({ name }: Table, message: NewMessage): Write {
  return {
    Put: {
      TableName: name,
      ConditionExpression: 'attribute_not_exists(pk)',
      Item: toItem({
        ...keys.message(message.messageId),
        ...message,
        status: 'waiting',
        attempts: 0,
        duePk: (isNotice(message.template) ? due.notices : due.messages)(shardOf(message.messageId)),
        dueAt: message.createdAt + graceSeconds,
        purgeAt: message.createdAt + keptSeconds,
      }),
    },
  };
}

/**
 * Takes a message for sending until `leaseUntil`. Two senders never hold one at the same time; if a sender crashes,
 * another takes the message when the lease is over: sent once or twice, never lost.
 */
export async function claimMessage(
  table: Table,
  messageId: string,
  now: EpochSeconds,
  leaseUntil: EpochSeconds,
): Promise<Message | undefined> {
  return update(table, messageId, {
    UpdateExpression:
      'SET #status = :sending, leaseUntil = :lease, attempts = attempts + :one, dueAt = :lease',
    ConditionExpression: '#status = :waiting OR (#status = :sending AND leaseUntil < :now)',
    values: { ':sending': 'sending', ':waiting': 'waiting', ':lease': leaseUntil, ':now': now, ':one': 1 },
  });
}

/** Gives a message back after a failure, to be tried again at `dueAt`. */
export async function returnMessage(
  table: Table,
  { messageId, attempts }: Message,
  dueAt: EpochSeconds,
): Promise<void> {
  await update(table, messageId, {
    UpdateExpression: 'SET #status = :waiting, dueAt = :due REMOVE leaseUntil',
    ConditionExpression: '#status = :sending AND attempts = :attempts',
    values: { ':sending': 'sending', ':waiting': 'waiting', ':due': dueAt, ':attempts': attempts },
  });
}

/**
 * Finishes a message, with any result, and erases its content. A message that is held back has no event of its own.
 */
export async function finishMessage(
  table: Table,
  { messageId, attempts }: Message,
  status: 'sent' | 'dropped' | 'failed' | 'held-back',
  event?: AuditEvent,
): Promise<void> {
  await update(table, messageId, {
    UpdateExpression: `SET #status = :status${event ? ', event = :event' : ''} REMOVE sealed, leaseUntil, duePk, dueAt`,
    ConditionExpression: '#status = :sending AND attempts = :attempts',
    values: { ':sending': 'sending', ':status': status, ':event': event, ':attempts': attempts },
  });
}

/**
 * Ends a message that its provider had accepted and then reported as not arrived.
 *
 * @returns whether it is the first such report
 */
export async function markUndelivered(table: Table, messageId: string, event: AuditEvent): Promise<boolean> {
  const ended = await update(table, messageId, {
    UpdateExpression: 'SET #status = :undelivered, event = :event',
    // A report may be faster than the note that the message was sent; it is not for one that goes out again.
    ConditionExpression: '#status = :sent',
    values: { ':undelivered': 'undelivered', ':sent': 'sent', ':event': event },
  });
  return ended !== undefined;
}

export async function readMessage(table: Table, messageId: string): Promise<Message | undefined> {
  const item = await readItem(table, keys.message(messageId));
  return item && fromItem<Message>(item);
}

/** SNS knows a text by an id of its own alone, so it is kept beside the message. */
export async function rememberText(
  { client, name }: Table,
  textId: string,
  { messageId, createdAt }: Message,
): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: name,
      Key: toItem(keys.text(textId)),
      UpdateExpression: 'SET messageId = :messageId, purgeAt = :purgeAt',
      ExpressionAttributeValues: toItem({ ':messageId': messageId, ':purgeAt': createdAt + keptSeconds }),
    }),
  );
}

/** The message that a text was sent for. */
export async function messageOfText(table: Table, textId: string): Promise<string | undefined> {
  return (await readItem(table, keys.text(textId)))?.['messageId']?.S;
}

async function readItem({ client, name }: Table, key: object): Promise<Item | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: name, Key: toItem(key), ConsistentRead: true }),
  );
  return Item;
}

async function update(
  { client, name }: Table,
  messageId: string,
  { values, ...expressions }: { UpdateExpression: string; ConditionExpression: string; values: object },
): Promise<Message | undefined> {
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: toItem(keys.message(messageId)),
        ReturnValues: 'ALL_NEW',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: toItem(values),
        ...expressions,
      }),
    );
    return Attributes && fromItem<Message>(Attributes);
  } catch (error) {
    if (refusal(error)) return undefined;
    throw error;
  }
}

/** Messages that should have been sent by now: first those that somebody waits for, then the notices. */
export async function* dueMessages(table: Table, now: EpochSeconds): AsyncGenerator<string> {
  for (const pk of [...shards.map(due.messages), ...shards.map(due.notices)]) {
    const asked = {
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :pk AND dueAt <= :now',
      ExpressionAttributeValues: { ':pk': { S: pk }, ':now': { N: String(now) } },
    };
    for await (const item of query(table, asked)) yield messageOfPartition(item['pk']?.S ?? '') ?? '';
  }
}
