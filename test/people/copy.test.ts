import { expect } from 'vitest';
import { defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { enrolledUser, newId, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const copy = (from: string, body: object) => world.api.call('POST', `/v1/users/${from}/copy`, { body });
const person = (more: object = {}) => ({
  userId: newId('copy'),
  displayName: 'Colin Copy',
  email: 'colin@example.org',
  ...more,
});

test('3.11 a copy has the class, roles, group, language and requirements, and nothing else of the original', async () => {
  const name = await defineClass(world);
  const { userId } = await enrolledUser(world, {
    class: name,
    roles: ['Cashier', 'Auditor'],
    ipGroup: 'BRANCHES',
    language: 'de',
    phone: '+447700900123',
    smsProvider: 'Telegate',
    firstName: 'Olga',
    familyName: 'Original',
    externalId: 'ext-1',
    defaultUserId: 'OLGA',
    idNumber: '1',
    birthDate: '1980-02-29',
    employeeNumber: 'E1',
    officePhone: '1',
  });
  const fields = person();
  const answer = await copy(userId, fields);
  expect(answer.status).toBe(201);
  expect(answer.headers['location']).toBe(`/v1/users/${fields.userId}`);
  const { createdAt, updatedAt, enrollmentExpiresAt, ...body } = answer.body;
  expect(body).toEqual({
    ...fields,
    class: name,
    roles: ['Cashier', 'Auditor'],
    ipGroup: 'BRANCHES',
    language: 'de',
    active: true,
    enabled: true,
    twoFactorRequired: true,
    stage: 'not-enrolled',
    enrolledAt: null,
    backupCodesRemaining: null,
    lastUsedAt: null,
  });
  expect(createdAt).toBe(new Date(world.now * 1000).toISOString());
  expect((await world.api.call('GET', `/v1/users/${fields.userId}/tokens`)).body.items).toEqual([]);
  expect(await start(world, fields.userId)).toMatchObject({ status: 'enrollment-required' });
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${fields.userId}/events`);
  const created = items.find(({ type }: { type: string }) => type === 'user.created');
  expect(created.details).toEqual({ required: true, copiedFrom: userId });
});

test('3.11 a copy of a user who needs no second factor needs none either', async () => {
  const { userId } = await enrolledUser(world);
  await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { twoFactorRequired: false } });
  expect((await copy(userId, person())).body).toMatchObject({ twoFactorRequired: false });
});

test('3.11 a copy is refused where a new user would be', async () => {
  const name = await defineClass(world, { restrictEmailsToDomain: 'example.org' });
  const { userId } = await enrolledUser(world, { class: name });
  expectProblem(await copy(userId, person({ userId })), 'already-exists');
  expectProblem(await copy(userId, person({ email: 'a@example.com' })), 'invalid-request');
  expectProblem(await copy(newId('unknown'), person()), 'user-not-found');
  expectProblem(await copy(userId, person({ roles: [] })), 'invalid-request');
  expectProblem(await copy(userId, { userId: newId() }), 'invalid-request');
});

test('rule 10: a copy of somebody above is refused, as giving the same roles is', async () => {
  const { userId } = await enrolledUser(world, { roles: ['administrator'] });
  const answer = await world.api.call('POST', `/v1/users/${userId}/copy`, { as: 'helpdesk', body: person() });
  expectProblem(answer, 'forbidden');
});
