import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { readDevice } from '../../lib/store/hardware-tokens.ts';
import { toItem } from '../../lib/store/items.ts';
import { keys } from '../../lib/store/keys.ts';
import { importDevices, newDevice } from '../hardware/devices.ts';
import { test, world } from '../support/world-test.ts';

test('P.11 the last used counter of a device is known in a pool of 0.1 too, where it had another name', async () => {
  const device = newDevice('hotp');
  await importDevices(world, device);
  await world.client.send(
    new UpdateItemCommand({
      TableName: world.tableName,
      Key: toItem(keys.hardwareToken(device.serial)),
      UpdateExpression: 'SET moving = :last',
      ExpressionAttributeValues: { ':last': { N: '7' } },
    }),
  );
  expect(await readDevice(world.services.table, device.serial)).toMatchObject({ lastUsedMovingFactor: 7 });
});
