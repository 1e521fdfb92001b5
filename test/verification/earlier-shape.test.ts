import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import type { Item } from '../../lib/store/items.ts';
import { keys } from '../../lib/store/keys.ts';
import { useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { appCode, attempt, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const stateKey = (userId: string) => {
  const { pk, sk } = keys.state(userId);
  return { pk: { S: pk }, sk: { S: sk } };
};

async function stateOf(userId: string): Promise<Item> {
  const read = new GetItemCommand({
    TableName: world.tableName,
    Key: stateKey(userId),
    ConsistentRead: true,
  });
  return (await world.client.send(read)).Item ?? {};
}

test('a user of a table in which starts were stored signs in as before, and nothing but open sign-ins is lost', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  const { epoch: _epoch, shape: _shape, ...state } = await stateOf(userId);
  // As 0.1 wrote them: waiting for a code, verified, locked.
  const sessions = {
    AAAAAAAAAAAAAAAAAAAAAA: { S: '0 0 0 zzzzzz' },
    BBBBBBBBBBBBBBBBBBBBBB: { S: '3 0 0 zzzzzz aaaaaaaaaaa tttttttttttt zzzzzz  app' },
    CCCCCCCCCCCCCCCCCCCCCC: { S: '4 0 5 zzzzzz bbbbbbbbbbb    app  Pay 200 EUR' },
  };
  const Item = { ...state, sessions: { M: sessions } } as Item;
  await world.client.send(new PutItemCommand({ TableName: world.tableName, Item }));

  const path = `/v1/verifications/AAAAAAAAAAAAAAAAAAAAAA.${Buffer.from(userId).toString('base64url')}`;
  expectProblem(await world.api.call('GET', path, { as: 'application' }), 'not-found');
  const { verificationId } = await start(world, userId);
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
  const next = await start(world, userId);
  expect(await attempt(world, next.verificationId, backupCodes[0] ?? '')).toMatchObject({ status: 200 });
  // The first write of a session has removed what is over.
  expect(Object.keys((await stateOf(userId))['sessions']?.M ?? {})).toHaveLength(2);
});
