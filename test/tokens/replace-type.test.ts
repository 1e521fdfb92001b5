import { describe, expect } from 'vitest';
import { eventsOf } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { tryStart } from '../support/guesses.ts';
import { attempt, createUser, newId, start } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { testInNewWorld as test, world } from '../support/world-test.ts';

let numbers = 0;

async function withToken(type: 'sms' | 'email', more: object = {}) {
  const userId = await createUser(world);
  const contact =
    type === 'sms' ? { phone: `+4474001${String(33_000 + numbers++)}` } : { email: `${newId()}@example.org` };
  const body = { type, ...contact, label: `My ${type}`, ...more };
  const token = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  return { userId, tokenId: String(token.tokenId), device: token.device, contact: Object.values(contact)[0] };
}

const users = async (count: number, type: 'sms' | 'email' = 'sms') => {
  const made = [];
  for (let i = 0; i < count; i += 8) {
    const some = Math.min(8, count - i);
    made.push(...(await Promise.all(Array.from({ length: some }, () => withToken(type)))));
  }
  return made;
};

const replace = (body: object = {}, type = 'sms') =>
  world.api.call('POST', `/v1/token-types/${type}/replace`, {
    body: { by: 'virtual', dryRun: false, ...body },
  });

const tokenOf = ({ userId, tokenId }: { userId: string; tokenId: string }) =>
  world.api.expect(200, 'GET', `/v1/users/${userId}/tokens/${tokenId}`);

const replacements = async (userId: string) =>
  (await eventsOf(world, userId)).filter(({ type }) => type === 'token.replaced');

describe('N.10 replacing a type by Virtual', () => {
  test('2.13 an obsolete token becomes a Virtual one that works the same', async () => {
    const user = await withToken('sms');
    await world.api.expect(200, 'PUT', '/v1/token-types/sms', { body: { obsolete: true } });
    world.advance(5);
    expect(await tokenOf(user)).toMatchObject({ type: 'sms', status: 'OBSOLETE' });
    expectProblem(await tryStart(world, user.userId), 'no-usable-factor');
    expect((await world.api.expect(200, 'GET', `/v1/users/${user.userId}/diagnosis`)).findings).toMatchObject(
      [{ code: 'tokens-obsolete', severity: 'blocks' }],
    );

    const { status, body } = await replace();
    expect(status).toBe(200);
    expect(body).toEqual({
      dryRun: false,
      users: 1,
      tokens: 1,
      items: [{ userId: user.userId, tokens: 1 }],
      skipped: [],
    });
    expect(await tokenOf(user)).toMatchObject({
      tokenId: user.tokenId,
      type: 'virtual',
      status: 'ACTIVE',
      label: 'My sms',
      device: user.device,
    });
    const { verificationId, factors } = await start(world, user.userId);
    expect(factors).toMatchObject([{ tokenId: user.tokenId, type: 'virtual', mode: 'out-of-band' }]);
    await world.api.expect(202, 'POST', `/v1/verifications/${verificationId}/challenges`, {
      as: 'application',
      body: { tokenId: user.tokenId },
    });
    await world.drain();
    expect(world.texts.at(-1)?.to).toBe(user.contact);
    const code = world.texts.at(-1)?.text.match(/\d{6,}/)?.[0] ?? '';
    expect(await attempt(world, verificationId, code)).toMatchObject({
      status: 200,
      body: { type: 'virtual' },
    });
  });

  test('N.10 keeps failures, last use and a token that is disabled as they are', async () => {
    const user = await withToken('email');
    const path = `/v1/users/${user.userId}/tokens/${user.tokenId}`;
    await world.api.expect(200, 'POST', `${path}/disable`, { body: { confirmNoActiveToken: true } });
    const before = await tokenOf(user);
    world.advance(60);
    expect((await replace({}, 'email')).body).toMatchObject({ users: 1, tokens: 1 });
    const { type, typeName, updatedAt, actions: _actions, ...rest } = await tokenOf(user);
    const { contacts, replaceableBy, ...after } = rest;
    expect(type).toBe('virtual');
    expect({ contacts, replaceableBy }).toEqual({ contacts: ['phone', 'email'], replaceableBy: [] });
    expect(typeName).toBe('Virtual token');
    expect(updatedAt).not.toBe(before.updatedAt);
    expect(before).toMatchObject(after);
  });

  test('N.10 a dry run counts users and tokens, names the first 50, and changes nothing', async () => {
    const made = await users(52);
    const { userId } = made[0] ?? { userId: '' };
    await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, {
      body: { type: 'sms', phone: '+447400199999' },
    });
    await withToken('email');
    const before = await tableText(world);
    const { body } = await replace({ dryRun: true });
    expect(body).toMatchObject({ dryRun: true, users: 52, tokens: 53, skipped: [] });
    expect(body.items).toHaveLength(50);
    const ids = made.map((user) => user.userId).sort();
    expect(body.items.map((item: { userId: string }) => item.userId)).toEqual(ids.slice(0, 50));
    expect(await tableText(world)).toBe(before);
  });

  test('N.10 goes step by step: a cursor leads on until everybody is done, and again nobody is', async () => {
    const made = await users(60);
    const first = (await replace()).body;
    expect(first).toMatchObject({ users: 50, tokens: 50 });
    const second = (await replace({ cursor: first.nextCursor })).body;
    expect(second).toMatchObject({ users: 10, tokens: 10 });
    expect(second).not.toHaveProperty('nextCursor');
    expect((await replace()).body).toMatchObject({ users: 0, tokens: 0 });
    expect((await replace({ dryRun: true })).body).toMatchObject({ users: 0, tokens: 0, items: [] });
    expect((await replace({ cursor: first.nextCursor })).body).toMatchObject({ users: 0 });
    for (const user of made.slice(0, 3)) expect(await replacements(user.userId)).toHaveLength(1);
  });

  test('N.10 several tokens of a user are one write with one event', async () => {
    const user = await withToken('sms');
    await world.api.expect(201, 'POST', `/v1/users/${user.userId}/tokens`, {
      body: { type: 'sms', phone: '+447400188888' },
    });
    expect((await replace()).body).toMatchObject({ users: 1, tokens: 2 });
    expect(await replacements(user.userId)).toMatchObject([
      { details: { type: 'sms', by: 'virtual', tokens: 2 } },
    ]);
  });

  test('N.10 run four times at once changes each user once, with exactly one event', async () => {
    const made = await users(20);
    const answers = await Promise.all(Array.from({ length: 4 }, () => replace()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const changed = answers.reduce((sum, { body }) => sum + body.users, 0);
    expect(changed).toBe(20);
    for (const user of made) {
      expect((await tokenOf(user)).type).toBe('virtual');
      expect(await replacements(user.userId)).toHaveLength(1);
    }
  });

  test('rule 10: leaves accounts above the operator and the own one, and says so', async () => {
    const ordinary = await withToken('sms');
    const body = { userId: 'the-administrator', displayName: 'Ada', email: 'ada@example.org' };
    await world.api.expect(201, 'POST', '/v1/users', {
      as: {
        claims: { sub: 'another', scope: 'countersign/operate', groups: ['countersign-administrators'] },
      },
      body,
    });
    await world.api.expect(201, 'POST', '/v1/users/the-administrator/tokens', {
      as: {
        claims: { sub: 'another', scope: 'countersign/operate', groups: ['countersign-administrators'] },
      },
      body: { type: 'sms', phone: '+447400177777' },
    });
    const { body: answer } = await replace();
    expect(answer).toMatchObject({
      users: 1,
      items: [{ userId: ordinary.userId }],
      skipped: [{ userId: 'the-administrator', code: 'forbidden' }],
    });
  });
});

describe('N.10 is refused', () => {
  test.each(['totp', 'hotp', 'hardware', 'questions', 'radius', 'api', 'app', 'virtual', 'nothing'])(
    'for %s, which sends nowhere or is the aim',
    async (type) => {
      expectProblem(await replace({}, type), 'invalid-request');
    },
  );

  test.each([{ by: 'totp' }, { dryRun: undefined }, { cursor: '~' }, { more: 1 }])(
    'with %j',
    async (body) => {
      expectProblem(await replace(body), 'invalid-request');
    },
  );

  test('2.13 when Virtual is obsolete itself', async () => {
    await world.api.expect(200, 'PUT', '/v1/token-types/virtual', { body: { obsolete: true } });
    world.advance(5);
    expectProblem(await replace(), 'not-allowed-in-state');
  });
});
