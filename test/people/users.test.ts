import { expect } from 'vitest';
import { iso } from '../support/accounts.ts';
import { defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { createUser, newId } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

test.beforeAll(async ({ world }) => {
  await defineClass(world, {}, person.class);
});

/** Seed 003's person, with every field. */
const person = {
  displayName: 'Zoë Müller-Ōe',
  email: 'zoe@example.org',
  phone: '+447700900123',
  class: 'Tellers (north)',
  roles: ['Cashier', 'Auditor'],
  ipGroup: 'BRANCHES',
  externalId: 'ext-77',
  defaultUserId: 'ZMULLER',
  idNumber: '19800229-1234',
  birthDate: '1980-02-29',
  employeeNumber: 'E 4711',
  familyName: 'Müller-Ōe',
  firstName: 'Zoë',
  language: 'de-CH',
  officePhone: '+44 20 7946 0958 ext 3',
  smsProvider: 'Telegate',
};

test('3.09 a person is created with every field, and read back as created', async () => {
  const userId = newId();
  const created = await world.api.call('POST', '/v1/users', { body: { userId, ...person } });
  expect(created.status).toBe(201);
  expect(created.headers['location']).toBe(`/v1/users/${userId}`);
  expect(created.body).toEqual({
    userId,
    ...person,
    active: true,
    enabled: true,
    twoFactorRequired: true,
    stage: 'not-enrolled',
    enrolledAt: null,
    enrollmentExpiresAt: iso(world.now + 7 * 86_400),
    backupCodesRemaining: null,
    createdAt: iso(world.now),
    updatedAt: iso(world.now),
    lastUsedAt: null,
  });
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toEqual({
    ...created.body,
    mayChange: true,
  });
});

test('3.09 only id, name and address are needed; the rest is absent, not null', async () => {
  const userId = await createUser(world);
  const user = await world.api.expect(200, 'GET', `/v1/users/${userId}`);
  for (const name of Object.keys(person).filter((key) => !['displayName', 'email', 'roles'].includes(key))) {
    expect(user).not.toHaveProperty(name);
  }
  expect(user.roles).toEqual([]);
});

test.each(['Anna', 'ann.a_b@c+d:e$f#g|h=i~j!k-l', 'Ana\u017C\u0142', '用户一', 'ｆｕｌｌ', '𝔘𝔫𝔦'])(
  '3.09 the id %s leads to its user',
  async (name) => {
    const userId = newId(name);
    await world.api.expect(201, 'POST', '/v1/users', {
      body: { userId, displayName: 'X', email: 'x@example.org' },
    });
    const { headers } = await world.api.call('GET', `/v1/users/${encodeURIComponent(userId)}`);
    expect(headers['content-type']).toBe('application/json');
    const { items } = await world.api.expect(200, 'GET', `/v1/users?query=${encodeURIComponent(userId)}`);
    expect(items.map((user: { userId: string }) => user.userId)).toEqual([userId]);
  },
);

test('3.09 ids differ by case', async () => {
  const userId = newId('case');
  const fields = { displayName: 'X', email: 'x@example.org' };
  await world.api.expect(201, 'POST', '/v1/users', { body: { userId, ...fields } });
  await world.api.expect(201, 'POST', '/v1/users', { body: { userId: userId.toUpperCase(), ...fields } });
});

test('3.09 an id is given once', async () => {
  const userId = await createUser(world);
  const body = { userId, displayName: 'Other', email: 'other@example.org' };
  expectProblem(await world.api.call('POST', '/v1/users', { body }), 'already-exists');
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).not.toMatchObject({
    displayName: 'Other',
  });
});

test('3.09 of 64 who create the same id at once one does, and the user is that one', async () => {
  const userId = newId();
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      world.api.call('POST', '/v1/users', {
        body: { userId, displayName: `Number ${i}`, email: `n${i}@example.org` },
      }),
    ),
  );
  const [winner, ...more] = answers.filter(({ status }) => status === 201);
  expect(more).toEqual([]);
  for (const answer of answers.filter(({ status }) => status !== 201))
    expectProblem(answer, 'already-exists');
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toEqual({
    ...winner?.body,
    mayChange: true,
  });
  const { items } = await world.api.expect(200, 'GET', `/v1/users?query=${userId}`);
  expect(items).toHaveLength(1);
});

test('3.09 a name of many words and a user of many roles are taken, changed and found', async () => {
  const userId = newId();
  const letters = (from: string) =>
    Array.from({ length: 30 }, (_, i) => `${from}${i.toString(36)}`).join(' ');
  const many = {
    displayName: letters('x'),
    familyName: letters('').trim(),
    firstName: letters(''),
    externalId: letters(''),
  };
  const fields = { ...many, employeeNumber: 'a b c d e f g h i j k l m n o p q r s t' };
  const roles = Array.from({ length: 20 }, (_, i) => `Role ${i}`);
  const body = { userId, email: 'many@example.org', ...fields, roles };
  await world.api.expect(201, 'POST', '/v1/users', { body });
  const reversed = Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, text.toUpperCase().replaceAll('X', 'Y')]),
  );
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, {
    body: { ...reversed, roles: roles.map((role) => `New ${role}`) },
  });
  const { items } = await world.api.expect(200, 'GET', `/v1/users?query=${userId}`);
  expect(items).toHaveLength(1);
  await world.api.expect(204, 'DELETE', `/v1/users/${userId}`);
});

test('3.09 a role is named once', async () => {
  const body = { userId: newId(), displayName: 'X', email: 'x@example.org', roles: ['Cashier', 'Cashier'] };
  expectProblem(await world.api.call('POST', '/v1/users', { body }), 'invalid-request');
});
