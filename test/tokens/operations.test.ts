import { describe, expect } from 'vitest';
import { defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, enrolledUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const phone = '+447400123456';

async function withToken(body: object, fields: object = {}) {
  const { userId } = await enrolledUser(world, fields);
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  return { userId, path: `/v1/users/${userId}/tokens/${tokenId}` };
}

const get = (path: string, as: 'administrator' | 'helpdesk' | 'auditor' = 'administrator') =>
  world.api.expect(200, 'GET', path, { as });

async function useType(type: string, decided: object): Promise<void> {
  await world.api.expect(200, 'PUT', `/v1/token-types/${type}`, { body: decided });
  world.advance(6);
}

describe('2.05 updated is when a token was last edited or came to another status', () => {
  const steps: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    disabled: (path) => world.api.expect(200, 'POST', `${path}/disable`, { body: {} }),
    enabled: (path) => world.api.expect(200, 'POST', `${path}/enable`),
    edited: (path) => world.api.expect(200, 'PATCH', path, { body: { label: 'Work' } }),
    replaced: (path) => world.api.expect(200, 'POST', `${path}/replace`, { body: { by: 'virtual' } }),
  };

  test('each step moves it, and a step that changes nothing does not', async () => {
    const { path } = await withToken({ type: 'sms', phone });
    let before = (await get(path)).updatedAt;
    for (const [name, step] of Object.entries(steps)) {
      world.advance(60);
      await step(path);
      const { updatedAt } = await get(path);
      expect(Date.parse(updatedAt), name).toBe(world.now * 1000);
      before = updatedAt;
    }
    world.advance(60);
    await steps['enabled']?.(path);
    expect((await get(path)).updatedAt).toBe(before);
  });

  test('a code for a lost token disables it, which moves it', async () => {
    const { userId, tokenId } = await enrolledUser(world);
    world.advance(60);
    const body = { tokenId, days: 1, identityVerified: true };
    await world.api.expect(201, 'POST', `/v1/users/${userId}/lost-token`, { body });
    const { updatedAt } = await get(`/v1/users/${userId}/tokens/${tokenId}`);
    expect(Date.parse(updatedAt)).toBe(world.now * 1000);
  });

  test('a type that becomes obsolete, and current again, moves all its tokens', async () => {
    const { path } = await withToken({ type: 'email', email: 'ada@example.org' });
    for (const obsolete of [true, false]) {
      world.advance(3_600);
      const decidedAt = world.now * 1000;
      await useType('email', { obsolete });
      world.advance(60);
      // A name is no status.
      await useType('email', { name: `Mail ${obsolete}` });
      const token = await get(path);
      expect(token.status).toBe(obsolete ? 'OBSOLETE' : 'ACTIVE');
      expect(Date.parse(token.updatedAt)).toBe(decidedAt);
    }
    const { items } = await get('/v1/token-types');
    for (const type of items) expect(type).not.toHaveProperty('obsoleteChangedAt');
  });
});

test('2.13 an OBSOLETE token is neither disabled nor enabled, and comes back as it was', async () => {
  const { path } = await withToken({ type: 'email', email: 'bob@example.org' });
  await useType('email', { obsolete: true });
  for (const action of ['disable', 'enable']) {
    expectProblem(await world.api.call('POST', `${path}/${action}`, { body: {} }), 'not-allowed-in-state');
  }
  await useType('email', { obsolete: false });
  expect((await get(path)).status).toBe('ACTIVE');
});

describe('2.07 a Virtual token', () => {
  test('may change from a number to an address and back', async () => {
    const { path } = await withToken({ type: 'virtual', phone });
    for (const [body, full] of [
      [{ email: 'ada@example.org' }, 'ada@example.org'],
      [{ phone: '+447400123457' }, '+447400123457'],
    ] as const) {
      await world.api.expect(200, 'PATCH', path, { body });
      expect(await get(path)).toMatchObject({ deviceFull: full });
    }
  });

  test.each([
    ['sms', { phone }, { email: 'ada@example.org' }],
    ['email', { email: 'ada@example.org' }, { phone }],
    ['virtual', { phone }, { account: 'ada' }],
  ])('and no other goes elsewhere: %s', async (type, given, body) => {
    const { path } = await withToken({ type, ...given });
    expectProblem(await world.api.call('PATCH', path, { body }), 'not-allowed-in-state');
  });

  test.each(['virtual', 'email'])('3.03 nor beyond the domain of the class: %s', async (type) => {
    const name = await defineClass(world, {
      restrictEmailsToDomain: 'example.org',
      allowOtpInsteadOfTotp: true,
    });
    world.advance(6);
    const { path } = await withToken({ type, email: 'ada@example.org' }, { class: name });
    const change = (email: string) => world.api.call('PATCH', path, { body: { email } });
    expectProblem(await change('ada@elsewhere.org'), 'invalid-request');
    expect(await get(path)).toMatchObject({ deviceFull: 'ada@example.org' });
    expect((await change('bob@example.org')).status).toBe(200);
  });
});

describe('2.13 one token is replaced', () => {
  test('by a Virtual one with the same number, which verifies; its name follows, one of its own stays', async () => {
    for (const label of [undefined, 'Work phone']) {
      const { path } = await withToken({ type: 'sms', phone, ...(label ? { label } : {}) });
      const order = { as: 'helpdesk', body: { by: 'virtual' } } as const;
      const replaced = await world.api.expect(200, 'POST', `${path}/replace`, order);
      expect(replaced).toMatchObject({ type: 'virtual', status: 'ACTIVE', label: label ?? 'Virtual token' });
      expect(await get(path)).toMatchObject({ deviceFull: phone });
      // A retry finds it done.
      await world.api.expect(200, 'POST', `${path}/replace`, order);
      await world.drain();
      await world.api.expect(202, 'POST', `${path}/challenge`);
      await world.drain();
      expect(world.texts.at(-1)?.to).toBe(phone);
      world.advance(7_200);
    }
  });

  test('of a type whose codes are not sent it is not', async () => {
    const { userId, tokenId } = await enrolledUser(world);
    const path = `/v1/users/${userId}/tokens/${tokenId}/replace`;
    expectProblem(await world.api.call('POST', path, { body: { by: 'virtual' } }), 'not-allowed-in-state');
    expectProblem(await world.api.call('POST', path, { body: { by: 'sms' } }), 'invalid-request');
  });

  test('and in all users at once the names follow too', async () => {
    const { path } = await withToken({ type: 'sms', phone });
    const named = await withToken({ type: 'sms', phone, label: 'Mine' });
    await world.drain();
    let cursor: string | undefined;
    do {
      const body = { by: 'virtual', dryRun: false, ...(cursor ? { cursor } : {}) };
      cursor = (await world.api.expect(200, 'POST', '/v1/token-types/sms/replace', { body })).nextCursor;
    } while (cursor);
    expect(await get(path)).toMatchObject({ type: 'virtual', label: 'Virtual token' });
    expect(await get(named.path)).toMatchObject({ type: 'virtual', label: 'Mine' });
  });
});

test('2.05 numbers and addresses are shown in full to operators who may read contacts, masked to others and to the user', async () => {
  const { userId, path } = await withToken({ type: 'sms', phone });
  for (const as of ['administrator', 'helpdesk'] as const) {
    expect(await get(path, as)).toMatchObject({ device: '+44••••••••56', deviceFull: phone });
  }
  expect(await get(path, 'auditor')).not.toHaveProperty('deviceFull');
  const { items } = await get(`/v1/users/${userId}/tokens`, 'auditor');
  for (const token of items) expect(token).not.toHaveProperty('deviceFull');
  const me = await world.api.expect(200, 'GET', '/v1/me', { as: { self: userId } });
  for (const token of me.tokens) expect(token).not.toHaveProperty('deviceFull');
});

test('2.05 of a user who is renamed the number is still shown', async () => {
  const userId = await createUser(world);
  const body = { type: 'sms', phone };
  const { tokenId } = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  await world.api.expect(200, 'POST', `/v1/users/${userId}/rename`, { body: { newUserId: `${userId}-2` } });
  expect(await get(`/v1/users/${userId}-2/tokens/${tokenId}`)).toMatchObject({ deviceFull: phone });
});
