import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import type { Table } from '../../lib/store/client.ts';

/** A table beside ours, in the same database: no stream and no index, so that its writes cost no more than they must. */
export async function naiveTable({ client, name }: Table): Promise<Table> {
  const TableName = `${name}-naive`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  return { client, name: TableName };
}
