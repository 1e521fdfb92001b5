import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { LastDelivery } from '../domain/delivery-reports.ts';
import { refusal, type Table } from './client.ts';
import { toItem } from './items.ts';
import { keys } from './keys.ts';

/**
 * Keeps the latest report about a token's number or address. Beside the version of its user: a report decides nothing,
 * and must not overtake a sign-in.
 */
export async function reportDelivery(
  { client, name }: Table,
  userId: string,
  tokenId: string,
  lastDelivery: LastDelivery,
): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: toItem(keys.token(userId, tokenId)),
        UpdateExpression: 'SET lastDelivery = :last',
        ConditionExpression:
          'attribute_exists(pk) AND (attribute_not_exists(lastDelivery) OR lastDelivery.#at <= :at)',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: toItem({ ':last': lastDelivery, ':at': lastDelivery.at }),
      }),
    );
  } catch (error) {
    // The token is gone, or a later report was here first.
    if (!refusal(error)) throw error;
  }
}
