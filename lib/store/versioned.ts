import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { AuditEvent } from '../domain/events.ts';
import { heldBy, type Table, type Write } from './client.ts';
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
  const TransactItems = [{ Put }, ...along];
  const write = new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: item.event.id });
  return heldBy(client.send(write), item.event);
}
