import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const table = new DynamoDBClient({});
const failures = new Map();

/** Copies what was written; refuses `flaky` twice and `poison` always. */
export async function handler({ Records }) {
  for (const record of Records) {
    const pk = record.dynamodb.Keys.pk.S;
    if (!pk.startsWith('WRITTEN#')) continue;
    const itemIdentifier = record.dynamodb.SequenceNumber;
    const failed = failures.get(pk) ?? 0;
    if (pk.endsWith('poison') || (pk.endsWith('flaky') && failed < 2)) {
      failures.set(pk, failed + 1);
      return { batchItemFailures: [{ itemIdentifier }] };
    }
    const Item = {
      pk: { S: pk.replace('WRITTEN', 'RECORDED') },
      sk: { S: 'X' },
      record: { S: JSON.stringify(record) },
    };
    await table.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item }));
  }
  return { batchItemFailures: [] };
}
