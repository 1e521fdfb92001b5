import { expect } from 'vitest';
import { classPath, defineClass } from '../../support/classes.ts';
import { createUser, newId } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

async function membersOf(name: string): Promise<number> {
  const { items } = await world.api.expect(200, 'GET', `/v1/users?limit=100&class=${name}`);
  return items.length;
}

test.each(Array.from({ length: 4 }, (_, round) => round * 3))(
  'nobody is ever in a class that is gone, with joins and deletions at the same moment (round %i)',
  async (round) => {
    const name = await defineClass(world);
    const present = await Promise.all(Array.from({ length: 4 }, () => createUser(world)));
    const join = (userId: string) =>
      world.api.call('PATCH', `/v1/users/${userId}`, { body: { class: name } });
    const create = () =>
      world.api.call('POST', '/v1/users', {
        body: { userId: newId(), displayName: 'New', email: 'new@example.org', class: name },
      });
    const remove = () => world.api.call('DELETE', classPath(name));
    // A different order every round: neither side always goes first.
    const orders = [...present.map((userId) => () => join(userId)), create, create, remove, remove, remove];
    const turned = [...orders.slice(round % orders.length), ...orders.slice(0, round % orders.length)];
    const answers = await Promise.all(turned.map((order) => order()));
    for (const { status } of answers) expect([200, 201, 204, 400, 404, 409]).toContain(status);

    const deleted = answers.filter(({ status }) => status === 204).length;
    const joined = answers.filter(({ status }) => status === 200 || status === 201).length;
    expect(deleted).toBeLessThanOrEqual(1);
    expect(await membersOf(name)).toBe(joined);
    const found = await world.api.call('GET', classPath(name));
    if (deleted) expect([found.status, joined]).toEqual([404, 0]);
    else expect(found.body.members).toBe(joined);
  },
);

test('many join one class at the same moment, and all of them are counted', async () => {
  const name = await defineClass(world);
  const others = await Promise.all(Array.from({ length: 32 }, () => createUser(world, { class: name })));
  expect(others).toHaveLength(32);
  expect((await world.api.call('GET', classPath(name))).body.members).toBe(32);
});

test('of 16 copies to one new name at once exactly one is made', async () => {
  const from = await defineClass(world);
  const name = newId('Copy');
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => world.api.call('POST', `${classPath(from)}/copy`, { body: { name } })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  for (const { status } of answers) expect([201, 409]).toContain(status);
});

test('of 16 changes at once none is lost: each that was answered stands, or was refused', async () => {
  world.advance(1);
  const name = await defineClass(world, { text: 'start' });
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      world.api.call('PUT', classPath(name), { body: { text: `text ${i}` } }),
    ),
  );
  const done = answers.flatMap(({ status }, i) => (status === 200 ? [`text ${i}`] : []));
  expect(done.length).toBeGreaterThan(0);
  const { text } = (await world.api.call('GET', classPath(name))).body;
  expect(done).toContain(text);
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
  const changes = items.filter((event: { details?: { name?: string } }) => event.details?.name === name);
  expect(changes).toHaveLength(done.length + 1);
});
