import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { region, type World } from '../../test/support/world.ts';

/** A client of a world's table without the world's own counting. */
export function secondClient({ endpoint, tableName }: World): DynamoDBClient {
  const credentials = { accessKeyId: tableName, secretAccessKey: 'none' };
  return new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 3 });
}
