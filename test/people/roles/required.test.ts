import { expect } from 'vitest';
import { enrolledUser, newId, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

async function role(twoFactorRequired: boolean, name = newId('Role')): Promise<string> {
  await world.api.expect(200, 'PUT', `/v1/roles/${name}`, { body: { type: 'Group', twoFactorRequired } });
  return name;
}
const create = (roles: string[], more: object = {}) => {
  const userId = newId();
  const body = { userId, displayName: 'X', email: 'x@example.org', twoFactorRequired: false, roles, ...more };
  return world.api.expect(201, 'POST', '/v1/users', { body });
};
const patch = (userId: string, body: object) =>
  world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body });
const get = (userId: string) => world.api.expect(200, 'GET', `/v1/users/${userId}`);
const expiry = () => new Date((world.now + 7 * 86_400) * 1000).toISOString();

test('1.08 0.08 who is created with a role that asks for two factors is required, and the period starts', async () => {
  const [strict, lax] = [await role(true), await role(false)];
  expect(await create([lax, strict])).toMatchObject({
    twoFactorRequired: true,
    stage: 'not-enrolled',
    enrollmentExpiresAt: expiry(),
  });
  expect(await create([lax])).toMatchObject({ twoFactorRequired: false, stage: 'not-required' });
  expect(await create([newId('Unknown')])).toMatchObject({ twoFactorRequired: false });
});

test('1.08 0.08 who is given such a role is required from then on', async () => {
  const strict = await role(true);
  const { userId } = await create([]);
  world.advance(3 * 86_400);
  expect(await patch(userId, { roles: [strict] })).toMatchObject({
    twoFactorRequired: true,
    enrollmentExpiresAt: expiry(),
  });
  expect(await start(world, userId)).toMatchObject({ status: 'enrollment-required' });
  // A user who has it cannot be exempted; one who gives it back stays required until somebody says otherwise.
  expect(await patch(userId, { twoFactorRequired: false })).toMatchObject({ twoFactorRequired: true });
  expect(await patch(userId, { roles: [] })).toMatchObject({ twoFactorRequired: true });
  expect(await patch(userId, { twoFactorRequired: false })).toMatchObject({ twoFactorRequired: false });
});

test('0.12 who is enrolled already stays so', async () => {
  const strict = await role(true);
  const { userId } = await enrolledUser(world);
  await patch(userId, { twoFactorRequired: false });
  expect(await patch(userId, { roles: [strict] })).toMatchObject({ stage: 'enrolled' });
});

test('1.08 a role that begins to ask requires its members at once, if they are few', async () => {
  const name = await role(false);
  const members = await Promise.all(Array.from({ length: 5 }, () => create([name])));
  const exempt = await create([name], { class: '*NEVER' });
  world.advance(86_400);
  await role(true, name);
  for (const { userId } of members) {
    expect(await get(userId)).toMatchObject({ twoFactorRequired: true, enrollmentExpiresAt: expiry() });
  }
  expect(await get(exempt.userId)).toMatchObject({ twoFactorRequired: false });
});

test('1.08 a role that stops asking lifts the requirement for nobody, and one that starts again asks again', async () => {
  const name = await role(false);
  const { userId } = await create([name]);
  await role(true, name);
  await role(false, name);
  expect(await get(userId)).toMatchObject({ twoFactorRequired: true });
  expect(await patch(userId, { twoFactorRequired: false })).toMatchObject({ twoFactorRequired: false });
  await role(true, name);
  expect(await get(userId)).toMatchObject({ twoFactorRequired: true });
});

test('1.08 a deleted role asks for nothing; a role that people hold before it is defined may ask', async () => {
  const name = await role(true);
  await world.api.expect(204, 'DELETE', `/v1/roles/${name}`);
  const { userId } = await create([name]);
  expect(await get(userId)).toMatchObject({ twoFactorRequired: false });
  await role(true, name);
  expect(await get(userId)).toMatchObject({ twoFactorRequired: true });
});
