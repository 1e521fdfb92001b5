import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import type { EpochSeconds } from '../domain/time.ts';
import { heldBy, type Table } from './client.ts';
import { toItem } from './items.ts';
import { keys } from './keys.ts';

/**
 * Records that the assertion of a verification was redeemed, with its event.
 *
 * @returns false for everyone but the first
 */
export async function redeemOnce(
  { client, name }: Table,
  verificationId: string,
  event: AuditEvent,
  purgeAt: EpochSeconds,
): Promise<boolean> {
  const put = new PutItemCommand({
    TableName: name,
    Item: toItem({ ...keys.redeemed(verificationId), event, purgeAt }),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  return heldBy(client.send(put), event);
}
