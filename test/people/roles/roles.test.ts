import { expect } from 'vitest';
import { expectProblem } from '../../support/expectations.ts';
import { createUser, newId } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

const role = { type: 'Security role', twoFactorRequired: true };
const put = (name: string, body: unknown = role) =>
  world.api.call('PUT', `/v1/roles/${encodeURIComponent(name)}`, { body });

async function events(type: string, name: string): Promise<object[]> {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
  return items.filter((event: { type: string; details?: { name?: string } }) => {
    return event.type === type && event.details?.name === name;
  });
}

test('1.08 a role is created, read, listed, changed and deleted', async () => {
  const name = newId('Cashiers');
  const path = `/v1/roles/${name}`;
  expect(await put(name)).toMatchObject({ status: 200, body: { name, ...role } });
  expect(await world.api.expect(200, 'GET', path)).toEqual({ name, ...role });
  await put(name, { type: 'Group', twoFactorRequired: false });
  const changed = { name, type: 'Group', twoFactorRequired: false };
  const listed = async () => (await world.api.expect(200, 'GET', '/v1/roles')).items;
  expect(await listed()).toContainEqual(changed);
  await world.api.expect(204, 'DELETE', path);
  expect(await listed()).not.toContainEqual(changed);
  expectProblem(await world.api.call('GET', path), 'not-found');
  expectProblem(await world.api.call('DELETE', path), 'not-found');
  expect(await events('role.changed', name)).toHaveLength(2);
  expect(await events('role.deleted', name)).toHaveLength(1);
});

test('1.08 a role that users hold is not deleted', async () => {
  const name = newId('Held');
  await put(name);
  const userId = await createUser(world, { roles: [name] });
  expectProblem(await world.api.call('DELETE', `/v1/roles/${name}`), 'conflict');
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { roles: [] } });
  await world.api.expect(204, 'DELETE', `/v1/roles/${name}`);
});

test('1.08 a role that was deleted may be created again', async () => {
  const name = newId('Again');
  await put(name);
  await world.api.expect(204, 'DELETE', `/v1/roles/${name}`);
  expect(await put(name, { ...role, type: 'New' })).toMatchObject({ status: 200 });
  expect(await world.api.expect(200, 'GET', `/v1/roles/${name}`)).toMatchObject({ type: 'New' });
});

test.each(['Tellers (north)', 'R&D / Labs', '経理部', 'a'.repeat(40)])(
  '1.08 a role may be named %s',
  async (name) => {
    expect(await put(name)).toMatchObject({ status: 200, body: { name } });
    const { body } = await world.api.call('GET', `/v1/roles/${encodeURIComponent(name)}`);
    expect(body.name).toBe(name);
  },
);

test.each([' ', ' a', 'a ', '#1', 'a'.repeat(41), 'a\u0000b', 'e\u0301', '\u202Eabc'])(
  'rule 13: a role cannot be named %j',
  async (name) => {
    expectProblem(await put(name), 'invalid-request');
  },
);

test.each([
  {},
  { type: 'x' },
  { ...role, name: 'x' },
  { ...role, twoFactorRequired: 'yes' },
  { ...role, type: '' },
])('rule 13: a role cannot be %j', async (body) => {
  expectProblem(await put(newId(), body), 'invalid-request');
});
