import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect } from 'vitest';
import type { Item } from '../../lib/store/items.ts';
import { classPath, defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { itemsOf } from '../support/faults.ts';
import { appCode, attempt, createUser, enrolledUser, newId, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const rename = (userId: string, newUserId: string) =>
  world.api.call('POST', `/v1/users/${userId}/rename`, { body: { newUserId } });
const get = (path: string) => world.api.call('GET', `/v1/users/${path}`);
const search = (query: string) => world.api.expect(200, 'GET', `/v1/users?${query}`);

const pick = (item: Item | undefined, names: readonly string[]): Partial<Item> =>
  Object.fromEntries(names.map((name) => [name, item?.[name]])) as Partial<Item>;

async function renamed(userId: string): Promise<string> {
  const newUserId = newId('renamed');
  expect(await rename(userId, newUserId)).toMatchObject({ status: 200 });
  return newUserId;
}

test('3.11 a renamed person keeps every field and standing, and is found under the new id alone', async () => {
  const name = await defineClass(world);
  const mark = newId('mark');
  const fields = {
    class: name,
    roles: ['Cashier'],
    displayName: 'Renata',
    email: 'renata@example.org',
    firstName: mark,
    smsProvider: 'Telegate',
  };
  const { userId } = await enrolledUser(world, fields);
  const { mayChange, ...before } = (await get(userId)).body;
  world.advance(10);
  const newUserId = newId('renamed');
  const answer = await rename(userId, newUserId);
  expect(answer.headers['location']).toBe(`/v1/users/${newUserId}`);
  const updatedAt = new Date(world.now * 1000).toISOString();
  expect(answer.body).toEqual({ ...before, userId: newUserId, updatedAt });
  expect((await get(newUserId)).body).toEqual({ ...answer.body, mayChange });

  for (const suffix of ['', '/status', '/events', '/tokens']) {
    expectProblem(await get(`${userId}${suffix}`), 'user-not-found');
  }
  for (const query of [`query=${mark}`, `class=${name}`, `query=${newUserId}`]) {
    const { items } = await search(query);
    expect(items.map((user: { userId: string }) => user.userId)).toEqual([newUserId]);
  }
  expect((await search(`query=${userId}`)).items).toEqual([]);
  expect((await world.api.call('GET', classPath(name))).body.members).toBe(1);
  // Nothing under the old id but a marker.
  expect(await itemsOf(world, userId)).toHaveLength(1);
  const left = (await world.everything()).filter(
    ({ pk, sk }) =>
      !pk?.S?.startsWith('AUDIT') && !pk?.S?.startsWith('USER#') && sk?.S?.endsWith(` ${userId}`),
  );
  expect(left).toEqual([]);
});

test('P.02 the same authenticator verifies under the new id, and no code is accepted a second time', async () => {
  const { userId, secret } = await enrolledUser(world);
  const code = appCode(secret, world.now);
  const { verificationId } = await start(world, userId);
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  const newUserId = await renamed(userId);
  const again = await start(world, newUserId);
  expectProblem(await attempt(world, again.verificationId, code), 'invalid-code');
  world.advance(60);
  const fresh = await attempt(world, again.verificationId, appCode(secret, world.now));
  expect(fresh).toMatchObject({ status: 200, body: { type: 'totp' } });
});

test('3.14 backup codes go on being good under the new id, each once, also after a second renaming', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  const use = async (id: string, code = '') => {
    const { verificationId } = await start(world, id);
    return attempt(world, verificationId, code);
  };
  expect(await use(userId, backupCodes[0])).toMatchObject({ status: 200 });
  const second = await renamed(userId);
  expect(await use(second, backupCodes[1])).toMatchObject({ status: 200, body: { backupCodesRemaining: 8 } });
  expectProblem(await use(second, backupCodes[0]), 'invalid-code');
  const third = await renamed(second);
  expect(await use(third, backupCodes[2])).toMatchObject({ status: 200, body: { backupCodesRemaining: 7 } });
  expectProblem(await use(third, backupCodes[1]), 'invalid-code');
  // And back: the hashes were made for this id, by a user who was somebody else in between.
  const { body } = await rename(third, userId);
  expect(body.backupCodesRemaining).toBe(7);
  expect(await use(userId, backupCodes[3])).toMatchObject({ status: 200 });
});

test('rule 5: what is sealed and hashed is bound to the new id: moved by hand to another user it is good for nothing', async () => {
  const [person, victim] = [await enrolledUser(world), await enrolledUser(world)];
  const newUserId = await renamed(person.userId);
  const codes = (await itemsOf(world, newUserId)).find(({ sk }) => sk?.S === 'CODES');
  const theirs = (await itemsOf(world, victim.userId)).find(({ sk }) => sk?.S === 'CODES');
  const Item = { ...codes, ...pick(theirs, ['pk', 'sk', 'setId']) } as Item;
  await world.client.send(new PutItemCommand({ TableName: world.tableName, Item }));
  const { verificationId } = await start(world, victim.userId);
  expectProblem(await attempt(world, verificationId, person.backupCodes[0] ?? ''), 'invalid-code');
});

test('rule 2: failures and the throttle move along: a new id is no way to guess on', async () => {
  const { userId, secret } = await enrolledUser(world);
  for (let i = 0; i < 10; i++) {
    const { verificationId } = await start(world, userId);
    await attempt(world, verificationId, wrongCode(secret, world.now));
  }
  const throttled = (id: string) =>
    world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId: id } });
  expectProblem(await throttled(userId), 'account-throttled');
  const newUserId = await renamed(userId);
  expectProblem(await throttled(newUserId), 'account-throttled');
});

test('rule 8: links and sign-ins that are under way end with the old id', async () => {
  const userId = await createUser(world);
  await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  await world.drain();
  const token = /#([\w-]{43})$/m.exec(world.mails.find(({ to }) => to.startsWith(userId))?.text ?? '')?.[1];
  const { verificationId } = await start(world, userId);
  const newUserId = await renamed(userId);
  expectProblem(
    await world.api.call('POST', '/v1/setup/open', { as: 'nobody', body: { token } }),
    'link-not-found',
  );
  expect((await attempt(world, verificationId, '123456')).status).toBe(404);
  expect(await start(world, newUserId)).toMatchObject({ status: 'enrollment-required' });
});

test('3.12 a typed key that waits for its first code waits on under the new id', async () => {
  const userId = await createUser(world);
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, {
    body: { secret, identityVerified: true },
  });
  const newUserId = await renamed(userId);
  const { items } = (await get(`${newUserId}/tokens`)).body;
  expect(items).toMatchObject([{ status: 'PENDING', type: 'totp' }]);
  const path = `/v1/users/${newUserId}/tokens/${items[0].tokenId}/confirm`;
  await world.api.expect(200, 'POST', path, { body: { code: appCode(secret, world.now) } });
});

test('2.05 a number that codes are sent to moves along', async () => {
  const { userId } = await enrolledUser(world);
  await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, {
    body: { type: 'sms', phone: '+447400123456' },
  });
  const newUserId = await renamed(userId);
  const { verificationId, factors } = await start(world, newUserId);
  const sms = factors.find(({ type }: { type: string }) => type === 'sms');
  await world.api.expect(202, 'POST', `/v1/verifications/${verificationId}/challenges`, {
    as: 'application',
    body: { tokenId: sms.tokenId },
  });
  await world.drain();
  const { to, text } = world.texts.at(-1) ?? { to: '', text: '' };
  expect(to).toBe('+447400123456');
  const code = /\d{6}/.exec(text)?.[0] ?? '';
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200, body: { type: 'sms' } });
});

test('P.20 events of the old ids are found under the new one, on pages of every size, and no one else’s', async () => {
  const first = newId();
  await createUser(world, { displayName: 'Before' });
  const body = { userId: first, displayName: 'Somebody', email: 'a@example.org' };
  await world.api.expect(201, 'POST', '/v1/users', { body });
  world.advance(10);
  const second = await renamed(first);
  world.advance(40 * 86_400);
  const third = await renamed(second);
  world.advance(10);
  // Somebody new has the first id now.
  await world.api.expect(201, 'POST', '/v1/users', { body });
  await world.drain();
  const whole = (await get(`${third}/events?limit=100`)).body.items;
  const told = whole.map(({ type, userId, details }: { type: string; userId: string; details: object }) => [
    type,
    userId,
    details,
  ]);
  // What became of the mails that tell of it comes with it.
  expect(told.filter(([type]: [string]) => !type.startsWith('message.'))).toEqual([
    ['user.renamed', third, { from: second, to: third }],
    ['user.renamed', second, { from: second, to: third }],
    ['user.renamed', second, { from: first, to: second }],
    ['user.renamed', first, { from: first, to: second }],
    ['user.created', first, { required: true }],
  ]);
  for (const limit of [1, 2, 3, 4, 5]) {
    const paged: object[] = [];
    let cursor = '';
    do {
      const page = (await get(`${third}/events?limit=${limit}${cursor}`)).body;
      expect(page.items.length).toBeLessThanOrEqual(limit);
      paged.push(...page.items);
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
    } while (cursor);
    expect(paged).toEqual(whole);
  }
  const newcomer = (await get(`${first}/events`)).body.items;
  expect(newcomer.map(({ type }: { type: string }) => type)).toEqual(['user.created']);
});

describe('an id that goes from one person to the next in one moment', () => {
  const eventTypes = async (userId: string): Promise<string[]> => {
    await world.drain();
    const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/events?limit=100`);
    return items.map(({ type, userId: id }: { type: string; userId: string }) => `${type} of ${id}`);
  };
  const create = (userId: string, email: string) =>
    world.api.expect(201, 'POST', '/v1/users', { body: { userId, displayName: 'Next', email } });
  const wrong = async (userId: string) => {
    const { verificationId } = await start(world, userId);
    await attempt(world, verificationId, '000000');
  };

  test('P.20 shows its next holder nothing of a deleted one, neither events nor notices', async () => {
    const { userId } = await enrolledUser(world, { email: 'former@example.org' });
    await wrong(userId);
    await world.drain();
    await world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body: { identityVerified: true } });
    await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
    await create(userId, 'next@example.org');
    expect(await eventTypes(userId)).toEqual([`user.created of ${userId}`]);
    expect(world.mails.filter(({ to }) => to === 'next@example.org')).toEqual([]);
  });

  test('P.20 shows a renamed person and the next holder each their own', async () => {
    const { userId } = await enrolledUser(world);
    const newUserId = await renamed(userId);
    await create(userId, 'heir@example.org');
    const heir = await eventTypes(userId);
    expect(heir).toEqual([`user.created of ${userId}`]);
    const own = await eventTypes(newUserId);
    expect(own.filter((event) => event === `user.created of ${userId}`)).toHaveLength(1);
    expect(own).toContain(`enrollment.confirmed of ${userId}`);
    expect(own.filter((event) => event.startsWith('user.renamed'))).toHaveLength(2);
  });
});

describe('P.19 a person is notified of what happened to them, under whatever id', () => {
  const told = (address: string): string[] =>
    world.mails.filter(({ to }) => to === address).map(({ subject }) => subject);

  test('a rename right after a reveal does not hide it, even twice and with the id given away', async () => {
    const email = `${newId()}@example.org`;
    const userId = await createUser(world, { email });
    await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: {} });
    await world.api.expect(200, 'POST', `/v1/users/${userId}/totp/reveal`, { body: {} });
    const second = await renamed(userId);
    const third = await renamed(second);
    const heir = `${newId()}@example.org`;
    const body = { userId, displayName: 'Heir', email: heir };
    await world.api.expect(201, 'POST', '/v1/users', { body });
    await world.drain();
    expect(told(email)).toContainEqual(expect.stringMatching(/was displayed/));
    expect(told(heir)).toEqual([]);
    const { items } = await world.api.expect(200, 'GET', `/v1/users/${third}/events?limit=100`);
    const sent = items.filter(({ type }: { type: string }) => type === 'message.sent');
    expect(sent.map(({ details }: { details: { template: string } }) => details.template)).toContain(
      'key-revealed',
    );
  });

  test('the rename itself is mailed once, with the new id', async () => {
    const email = `${newId()}@example.org`;
    const newUserId = await renamed(await createUser(world, { email }));
    await world.drain();
    const mails = world.mails.filter(({ to }) => to === email);
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/user ID .* was changed/)]);
    expect(mails[0]?.text).toContain(newUserId);
  });
});

test('1.02 the overview counts a renamed person once', async () => {
  const counts = async () => {
    await world.drain();
    return (await world.api.expect(200, 'GET', '/v1/overview')).enrollmentRate;
  };
  const { userId } = await enrolledUser(world);
  const before = await counts();
  await renamed(userId);
  expect(await counts()).toEqual(before);
});

test('1.05 a user with few codes left is in that list under the new id', async () => {
  const { userId, backupCodes } = await enrolledUser(world);
  for (const code of backupCodes.slice(0, 8)) {
    const { verificationId } = await start(world, userId);
    await attempt(world, verificationId, code);
  }
  const newUserId = await renamed(userId);
  await world.drain();
  const { low } = (await world.api.expect(200, 'GET', '/v1/overview')).backupCodesHealth;
  expect(low.map((row: { userId: string }) => row.userId)).toContain(newUserId);
  expect(low.map((row: { userId: string }) => row.userId)).not.toContain(userId);
});

test('3.11 an id that somebody has, or one’s own, is refused, and nothing changes', async () => {
  const [one, other] = [await createUser(world), await createUser(world)];
  expectProblem(await rename(one, other), 'already-exists');
  expectProblem(await rename(one, one), 'already-exists');
  expectProblem(await rename(newId('unknown'), newId()), 'user-not-found');
  expect((await get(one)).body.displayName).toBe(`Person ${one}`);
});

test('3.11 the id of somebody deleted may be taken; their messages and events stay theirs', async () => {
  const [gone, userId] = [await createUser(world), await createUser(world, { email: 'new@example.org' })];
  world.advance(1);
  await world.api.expect(200, 'POST', `/v1/users/${gone}/reset`, { body: { identityVerified: true } });
  await world.api.expect(204, 'DELETE', `/v1/users/${gone}`);
  world.advance(1);
  expect(await rename(userId, gone)).toMatchObject({ status: 200 });
  await world.drain();
  const mails = world.mails.filter(({ to }) => to === 'new@example.org');
  expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/user ID/)]);
  const types = (await get(`${gone}/events`)).body.items.map(({ type }: { type: string }) => type);
  expect(types.toSorted()).toEqual(['message.sent', 'user.created', 'user.renamed', 'user.renamed']);
});

test('rule 10: nobody renames themselves, anybody above them, or somebody to their own id', async () => {
  const userId = await createUser(world);
  expectProblem(await rename(userId, 'the-administrator'), 'forbidden');
  expectProblem(await rename('the-administrator', newId()), 'user-not-found');
});

test('3.11 a user too large for one transaction is refused for that, and is not half renamed', async () => {
  const displayName = Array.from({ length: 24 }, (_, i) => `w${i}`).join(' ');
  const roles = Array.from({ length: 20 }, (_, i) => `Role ${i}`);
  const userId = await createUser(world, { displayName, roles });
  const { userId: enrolled } = await enrolledUser(world, { displayName, roles: roles.slice(0, 15) });
  expect(await rename(userId, newId())).toMatchObject({ status: 200 });
  expect(await rename(enrolled, newId())).toMatchObject({ status: 200 });
  const { userId: largest } = await enrolledUser(world, { displayName, roles });
  const refused = await rename(largest, newId());
  if (refused.status !== 200) expectProblem(refused, 'not-allowed-in-state');
});
