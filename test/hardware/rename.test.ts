import { expect } from 'vitest';
import { createUser, newId } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';
import { assign, importDevices, newDevice, poolEntry, shows, signInWith } from './devices.ts';

test('3.11, P.11 a renamed person keeps the hardware token, and the pool knows who has it', async () => {
  const device = newDevice('hotp');
  await importDevices(world, device);
  const userId = await createUser(world);
  const { body } = await assign(world, userId, device.serial);
  expect(await signInWith(world, userId, shows(device, { counter: 0 }))).toBe(200);
  const newUserId = newId('renamed');
  await world.api.expect(200, 'POST', `/v1/users/${userId}/rename`, { body: { newUserId } });
  expect(await signInWith(world, newUserId, shows(device, { counter: 0 }))).toBe(401);
  expect(await signInWith(world, newUserId, shows(device, { counter: 1 }))).toBe(200);
  expect(await poolEntry(world, device.serial)).toMatchObject({
    status: 'assigned',
    assignedTo: { userId: newUserId },
  });
  await world.api.expect(
    204,
    'DELETE',
    `/v1/users/${newUserId}/tokens/${body.tokenId}?confirmNoActiveToken=true&identityVerified=true`,
  );
  expect(await poolEntry(world, device.serial)).toMatchObject({ status: 'available' });
});
