import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { refusal, type Table, type Write } from './client.ts';
import { toItem } from './items.ts';

/**
 * Writes an item that carries its event, with accompanying writes, over exactly the version that was read.
 *
 * @param version 0: nothing was stored
 * @returns false when somebody was faster, or a condition of an accompanying write does not hold
 */
export async function writeVersioned(
  { client, name: TableName }: Table,
  version: number,
  item: { readonly event: AuditEvent },
  along: readonly Write[],
): Promise<boolean> {
  const Put = {
    TableName,
    Item: toItem({ ...item, version: version + 1 }),
    ...(version === 0
      ? { ConditionExpression: 'attribute_not_exists(version)' }
      : {
          ConditionExpression: 'version = :read',
          ExpressionAttributeValues: toItem({ ':read': version }),
        }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  try {
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put }, ...along],
        ClientRequestToken: item.event.id,
      }),
    );
    return true;
  } catch (error) {
    const refused = refusal(error);
    if (!refused) throw error;
    // The SDK repeats a request whose answer was lost: our own write then refuses it.
    return refused.current?.['event']?.M?.['id']?.S === item.event.id;
  }
}
