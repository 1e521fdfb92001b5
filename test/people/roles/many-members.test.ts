import { expect } from 'vitest';
import { type Required, requireMembers } from '../../../lib/actions/people/require-members.ts';
import { newId } from '../../support/people.ts';
import { createUsers } from '../../support/sweep.ts';
import { test, world } from '../../support/world-test.ts';

const put = (name: string, twoFactorRequired: boolean) =>
  world.api.expect(200, 'PUT', `/v1/roles/${name}`, { body: { type: 'Group', twoFactorRequired } });
const get = (userId: string) => world.api.expect(200, 'GET', `/v1/users/${userId}`);
const run = (remaining: () => number = () => 60_000): Promise<Required> =>
  requireMembers(world.services, remaining);

/** A run that is cut off at this many looks at the clock. */
function cutAfter(looks: number): () => number {
  let left = looks;
  return () => (left-- > 0 ? 60_000 : 0);
}

async function changesOf(name: string): Promise<string[]> {
  await world.drain();
  const audit = (await world.everything()).filter(({ pk }) => pk?.S?.startsWith('AUDIT#'));
  return audit
    .filter(({ type, details }) => type?.S === 'user.changed' && details?.M?.['role']?.S === name)
    .map(({ userId }) => userId?.S ?? '');
}

/** Everything in the table that has yet to be done for a role. */
const spreading = async () => (await world.everything()).filter(({ pk }) => pk?.S === 'SPREADING');

test('1.08 200 members are required, one event each, though runs are killed half-way, repeated and overlap', async () => {
  const name = newId('Large');
  await put(name, false);
  const members = await createUsers(world, 200, { twoFactorRequired: false, roles: [name] });
  await put(name, true);
  world.advance(60);
  expect(await run(cutAfter(2))).toMatchObject({ stopped: true });

  // Killed: the process is gone in the middle of a chunk, after some writes and before what it keeps of them.
  let writes = 40;
  world.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (String(commandName) === 'UpdateItemCommand' && writes-- === 0) throw new Error('Killed');
        return next(args);
      },
    { step: 'initialize', name: 'kill' },
  );
  await expect(run()).rejects.toThrow('Killed');
  world.client.middlewareStack.remove('kill');

  await Promise.all([run(), run(), run(cutAfter(1))]);
  await run();
  const found = await Promise.all(members.map(get));
  expect(found.filter(({ twoFactorRequired }) => twoFactorRequired)).toHaveLength(200);
  const changes = await changesOf(name);
  expect(changes).toHaveLength(200);
  expect(new Set(changes)).toEqual(new Set(members));
  expect(await spreading()).toEqual([]);
  expect(await run()).toEqual({ required: 0, stopped: false });
});

test('1.08 one member who fails keeps nobody else waiting, and is tried again', async () => {
  const name = newId('Stuck');
  await put(name, false);
  const members = await createUsers(world, 60, { twoFactorRequired: false, roles: [name] });
  await put(name, true);
  const [stuck = ''] = members.toSorted().slice(50);
  world.advance(60);
  world.client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const concerned = JSON.stringify(args.input).includes(`USER#${stuck}"`);
        if (String(commandName) === 'UpdateItemCommand' && concerned) throw new Error('Stuck');
        return next(args);
      },
    { step: 'initialize', name: 'stuck' },
  );
  await expect(run()).rejects.toThrow('Stuck');
  world.client.middlewareStack.remove('stuck');
  const waiting = (await Promise.all(members.map(get))).filter((user) => !user.twoFactorRequired);
  expect(waiting.map(({ userId }) => userId)).toEqual([stuck]);
  expect(await run()).toMatchObject({ required: 1, stopped: false });
  expect(await changesOf(name)).toHaveLength(60);
});

test.each(Array.from({ length: 3 }, (_, round) => round * 4))(
  '1.08 whoever is created, given the role, or let off while it begins to ask is not missed (round %i)',
  async (round) => {
    const name = newId('Race');
    await put(name, false);
    const free = await createUsers(world, 4, { twoFactorRequired: false });
    const held = await createUsers(world, 4, { roles: [name] });
    const patch = (userId: string, body: object) => world.api.call('PATCH', `/v1/users/${userId}`, { body });
    const orders: (() => Promise<unknown>)[] = [
      ...free.map((userId) => () => patch(userId, { roles: [name] })),
      ...held.map((userId) => () => patch(userId, { twoFactorRequired: false })),
      () => createUsers(world, 4, { twoFactorRequired: false, roles: [name] }),
    ];
    orders.splice(round, 0, () => put(name, true));
    await Promise.all(orders.map((order) => order()));
    world.advance(60);
    await run();
    const { items } = await world.api.expect(200, 'GET', '/v1/users?limit=100&mfa=N');
    const missed = items.filter(({ roles }: { roles: string[] }) => roles.includes(name));
    expect(missed).toEqual([]);
  },
);

test('1.08 a role that stops asking while its members are updated reaches no more of them', async () => {
  const name = newId('Brief');
  await put(name, false);
  const members = await createUsers(world, 60, { twoFactorRequired: false, roles: [name] });
  await put(name, true);
  await put(name, false);
  world.advance(60);
  expect(await run()).toEqual({ required: 0, stopped: false });
  const told = (await Promise.all(members.map(get))).filter((user) => user.twoFactorRequired);
  expect(told).toHaveLength(48);
});

test('1.08 of 16 changes of a role at once none is half done', async () => {
  const name = newId('Torn');
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, i) =>
      world.api.call('PUT', `/v1/roles/${name}`, { body: { type: `t${i}`, twoFactorRequired: i % 2 === 0 } }),
    ),
  );
  for (const { status } of answers) expect([200, 409]).toContain(status);
  const { twoFactorRequired } = await world.api.expect(200, 'GET', `/v1/roles/${name}`);
  const marks = (await world.everything()).filter(
    ({ pk }) => pk?.S?.startsWith('GUARD#role#') && pk.S.endsWith(`#${name}`),
  );
  expect(marks).toHaveLength(twoFactorRequired ? 16 : 0);
});
