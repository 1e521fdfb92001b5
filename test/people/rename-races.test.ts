import { expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { classPath, defineClass } from '../support/classes.ts';
import { loseReply } from '../support/faults.ts';
import { appCode, attempt, createUser, enrolledUser, newId, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const rename = (userId: string, newUserId: string) =>
  world.api.call('POST', `/v1/users/${userId}/rename`, { body: { newUserId } });

test('of 16 people renamed to one id at once exactly one gets it, and the others stay who they are', async () => {
  const people = await Promise.all(Array.from({ length: 16 }, () => createUser(world)));
  const newUserId = newId('wanted');
  const answers = await Promise.all(people.map((userId) => rename(userId, newUserId)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body.code === 'already-exists')).toHaveLength(15);
  for (const [index, userId] of people.entries()) {
    const { status } = await world.api.call('GET', `/v1/users/${userId}`);
    expect(status).toBe(answers[index]?.status === 200 ? 404 : 200);
  }
});

test('of 16 renamings of one person at once exactly one happens', async () => {
  const name = await defineClass(world);
  const userId = await createUser(world, { class: name });
  const ids = Array.from({ length: 16 }, () => newId('becomes'));
  const answers = await Promise.all(ids.map((id) => rename(userId, id)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const found = await Promise.all(ids.map((id) => world.api.call('GET', `/v1/users/${id}`)));
  expect(found.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await world.api.call('GET', classPath(name))).body.members).toBe(1);
});

test.each(Array.from({ length: 4 }, (_, round) => round * 3))(
  'P.02 one code is accepted once, though the person is renamed at that very moment (round %i)',
  async (round) => {
    const { userId, secret } = await enrolledUser(world);
    const newUserId = newId('renamed');
    const code = appCode(secret, world.now);
    const { verificationId } = await start(world, userId);
    const tries = Array.from({ length: 8 }, () => () => attempt(world, verificationId, code));
    const renaming = () => rename(userId, newUserId);
    const orders = [...tries.slice(0, round), renaming, ...tries.slice(round)];
    const answers = await Promise.all(orders.map((order) => order()));
    expect(answers.find(({ body }) => body.userId === newUserId)?.status).toBe(200);
    const again = await start(world, newUserId);
    const repeated = await attempt(world, again.verificationId, code);
    const accepted = [...answers, repeated].filter(({ body }) => body.status === 'verified');
    expect(accepted).toHaveLength(1);
  },
);

test('changes at the same moment are before the renaming or are refused: none is lost', async () => {
  const userId = await createUser(world);
  const newUserId = newId('renamed');
  const [renamed, ...changed] = await Promise.all([
    rename(userId, newUserId),
    ...['firstName', 'familyName', 'ipGroup', 'officePhone', 'idNumber'].map((name) =>
      world.api.call('PATCH', `/v1/users/${userId}`, { body: { [name]: name } }),
    ),
  ]);
  expect(renamed?.status).toBe(200);
  const { body } = await world.api.call('GET', `/v1/users/${newUserId}`);
  for (const [index, name] of ['firstName', 'familyName', 'ipGroup', 'officePhone', 'idNumber'].entries()) {
    const { status } = changed[index] ?? {};
    expect([200, 404]).toContain(status);
    expect(body[name]).toBe(status === 200 ? name : undefined);
  }
});

test('a renaming and a new user of that id at once: one of them gets it', async () => {
  const userId = await createUser(world);
  const wanted = newId('wanted');
  const body = { userId: wanted, displayName: 'New', email: 'new@example.org' };
  const answers = await Promise.all([
    rename(userId, wanted),
    ...Array.from({ length: 7 }, () => world.api.call('POST', '/v1/users', { body })),
  ]);
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
});

test('a renaming whose answer was lost is reported as done', async () => {
  const { userId } = await enrolledUser(world);
  const newUserId = newId('renamed');
  loseReply(world, 'TransactWriteItems');
  expect(await rename(userId, newUserId)).toMatchObject({ status: 200, body: { userId: newUserId } });
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${newUserId}/events`);
  const told = items.filter(({ type }: { type: string }) => type === 'user.renamed');
  expect(told).toHaveLength(2);
});
