import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const table = new DynamoDBClient({});

/** Answers what it was given; misbehaves on request. */
export async function handler(event, context) {
  const { mode, id } = event.queryStringParameters ?? {};
  if (mode === 'throw') throw new Error('a secret of the code');
  if (mode === 'hang') await sleep(60_000);
  if (mode === 'binary') {
    return {
      statusCode: 200,
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
      cookies: ['a=1', 'b=2'],
    };
  }
  if (mode === 'write') {
    await table.send(
      new PutItemCommand({
        TableName: process.env.TABLE_NAME,
        Item: { pk: { S: `WRITTEN#${id}` }, sk: { S: 'X' }, bytes: { B: Buffer.from('bytes') } },
      }),
    );
  }
  const remaining = context.getRemainingTimeInMillis();
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      event,
      now: Date.now(),
      made: new Date().toISOString(),
      remaining,
      environment: process.env,
    }),
  };
}
