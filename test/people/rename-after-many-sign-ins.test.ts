import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { keys } from '../../lib/store/keys.ts';
import { useFewBackupCodes } from '../support/accounts.ts';
import { enrolledUser, newId, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

test('3.09 a user whose many sign-ins have left a mark of what is over starts verifications under a new id', async () => {
  const { userId } = await enrolledUser(world);
  const { pk, sk } = keys.state(userId);
  await world.client.send(
    new UpdateItemCommand({
      TableName: world.tableName,
      Key: { pk: { S: pk }, sk: { S: sk } },
      UpdateExpression: 'SET overVersion = :mark, version = :version',
      ExpressionAttributeValues: { ':mark': { N: '4900' }, ':version': { N: '5000' } },
    }),
  );
  expect((await start(world, userId)).status).toBe('challenge');
  const newUserId = newId('renamed');
  await world.api.expect(200, 'POST', `/v1/users/${userId}/rename`, { body: { newUserId } });
  expect((await start(world, newUserId)).status).toBe('challenge');
});
