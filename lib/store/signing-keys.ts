import { PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { PublicJwk } from '../crypto/jws.ts';
import { retiredAt, type Scheduled } from '../domain/key-rotation.ts';
import { refusal, type Table } from './client.ts';
import { fromItem, toItem } from './items.ts';
import { keys } from './keys.ts';
import { partition, queryAll } from './query.ts';

/** A key of the service: its public half as published, its private half sealed by a data key. */
export interface SigningKeyRecord extends Scheduled {
  readonly kid: string;
  readonly publicJwk: PublicJwk;
  readonly sealed: Uint8Array;
}

export async function readSigningKeys(table: Table): Promise<SigningKeyRecord[]> {
  const items = await queryAll(table, { ...partition(keys.signingKey(0).pk), ConsistentRead: true });
  return items.map((item) => {
    const { number, signsFrom, kid, publicJwk, sealed } = fromItem<SigningKeyRecord>(item);
    return { number, signsFrom, kid, publicJwk, sealed };
  });
}

/**
 * Adds a key, once per number: if several functions create one at the same moment, all use the one that was written
 * first. The predecessor's private half expires with the last of its assertions.
 */
export async function addSigningKey({ client, name }: Table, record: SigningKeyRecord): Promise<void> {
  const put = {
    TableName: name,
    Item: toItem({ ...keys.signingKey(record.number), ...record }),
    ConditionExpression: 'attribute_not_exists(pk)',
  };
  const retire = {
    TableName: name,
    Key: toItem(keys.signingKey(record.number - 1)),
    UpdateExpression: 'SET purgeAt = :at',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: toItem({ ':at': retiredAt(record) }),
  };
  try {
    if (record.number === 1) await client.send(new PutItemCommand(put));
    else
      await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: put }, { Update: retire }] }));
  } catch (error) {
    if (!refusal(error)) throw error;
  }
}
