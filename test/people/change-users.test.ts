import { expect } from 'vitest';
import { countEvents, eventsOf, iso } from '../support/accounts.ts';
import { defineClass } from '../support/classes.ts';
import { expectProblem } from '../support/expectations.ts';
import { confirmLink, openLink, sendLink } from '../support/links.ts';
import { createUser, enrolledUser, newId, start } from '../support/people.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';

const patch = (userId: string, body: object) => world.api.call('PATCH', `/v1/users/${userId}`, { body });
const idsOf = async (search: string): Promise<string[]> => {
  const { items } = await world.api.expect(200, 'GET', `/v1/users?${search}`);
  return items.map(({ userId }: { userId: string }) => userId);
};

test('3.09 a change sets what it names and leaves the rest', async () => {
  const userId = await createUser(world, { phone: '+447700900123', firstName: 'Ada' });
  const { mayChange, ...before } = await world.api.expect(200, 'GET', `/v1/users/${userId}`);
  world.advance(60);
  const { status, body } = await patch(userId, { firstName: 'Augusta', language: 'en' });
  expect(status).toBe(200);
  expect(body).toEqual({ ...before, firstName: 'Augusta', language: 'en', updatedAt: iso(world.now) });
  expect(await world.api.expect(200, 'GET', `/v1/users/${userId}`)).toEqual({ ...body, mayChange });
});

test('3.09 null clears a field, and the search does not find it any more', async () => {
  const familyName = newId('Lovelace');
  await defineClass(world, {}, 'Tellers');
  const userId = await createUser(world, { familyName, phone: '+447700900123', class: 'Tellers' });
  expect(await idsOf(`query=${familyName}`)).toEqual([userId]);
  const { body } = await patch(userId, { familyName: null, phone: null, class: null });
  for (const name of ['familyName', 'phone', 'class']) expect(body).not.toHaveProperty(name);
  expect(await idsOf(`query=${familyName}`)).toEqual([]);
  expect(await idsOf('class=Tellers')).not.toContain(userId);
});

test.each(['displayName', 'email', 'roles', 'twoFactorRequired', 'active'])(
  '3.09 %s cannot be cleared',
  async (name) => {
    const userId = await createUser(world);
    expectProblem(await patch(userId, { [name]: null }), 'invalid-request');
  },
);

test('3.09 the id cannot be changed', async () => {
  const userId = await createUser(world);
  expectProblem(await patch(userId, { userId: newId() }), 'invalid-request');
});

test('3.09 a user who is not there cannot be changed, deleted or read', async () => {
  const path = `/v1/users/${newId('nobody')}`;
  for (const suffix of ['', '/status', '/diagnosis', '/events']) {
    expectProblem(await world.api.call('GET', `${path}${suffix}`), 'user-not-found');
  }
  expectProblem(await world.api.call('PATCH', path, { body: { displayName: 'X' } }), 'user-not-found');
  expectProblem(await world.api.call('DELETE', path), 'user-not-found');
});

test('3.11 a user is found by the new name and not by the old one', async () => {
  const [old, fresh] = [newId('Old'), newId('New')];
  const userId = await createUser(world, { displayName: `Ms ${old}` });
  await patch(userId, { displayName: `Ms ${fresh}` });
  expect(await idsOf(`query=${fresh}`)).toEqual([userId]);
  expect(await idsOf(`query=${old}`)).toEqual([]);
});

test('rule 8: changing the address revokes the setup link that was mailed to the old one', async () => {
  const userId = await createUser(world);
  const { token } = await sendLink(world, userId);
  expect(await openLink(world, token)).toMatchObject({ status: 200 });
  await patch(userId, { displayName: 'Still the same address' });
  expect(await openLink(world, token)).toMatchObject({ status: 200 });
  await patch(userId, { email: 'elsewhere@example.org' });
  expectProblem(await openLink(world, token), 'link-not-found');
  expectProblem(await confirmLink(world, token, '123456'), 'link-not-found');
});

test('0.08 the period starts when two factors are newly required, and not again when they already were', async () => {
  const userId = await createUser(world, { twoFactorRequired: false });
  expect((await patch(userId, {})).body).toMatchObject({ stage: 'not-required', enrollmentExpiresAt: null });
  world.advance(3_600);
  const { body } = await patch(userId, { twoFactorRequired: true });
  const enrollmentExpiresAt = iso(world.now + 7 * 86_400);
  expect(body).toMatchObject({ stage: 'not-enrolled', enrollmentExpiresAt });
  world.advance(3_600);
  expect((await patch(userId, { twoFactorRequired: true })).body).toMatchObject({ enrollmentExpiresAt });
});

test('0.01 a user of whom two factors are not required any more signs in without, and keeps the enrollment', async () => {
  const { userId } = await enrolledUser(world);
  await patch(userId, { twoFactorRequired: false });
  expect(await start(world, userId)).toMatchObject({ status: 'not-required' });
  expect((await patch(userId, { twoFactorRequired: true })).body).toMatchObject({ stage: 'enrolled' });
  expect(await start(world, userId)).toMatchObject({ status: 'challenge' });
});

test('rule 11: a change is one event that names the fields and none of the values', async () => {
  const userId = await createUser(world);
  await patch(userId, { firstName: 'Grace', email: 'grace@example.org', active: false });
  const events = await eventsOf(world, userId);
  const changed = events.filter(({ type }) => type === 'user.changed');
  expect(changed).toHaveLength(1);
  expect(changed[0]).toMatchObject({ actor: 'operator:the-administrator' });
  expect([changed[0]?.details?.['fields']].flat().sort()).toEqual(['active', 'email', 'firstName']);
  expect(JSON.stringify(events)).not.toMatch(/grace/i);
});

test('rule 11: a change that changes nothing writes nothing', async () => {
  const userId = await createUser(world, { firstName: 'Ada' });
  const before = await tableText(world);
  for (const body of [{}, { firstName: 'Ada' }, { active: true, roles: [] }, { phone: null }]) {
    expect(await patch(userId, body)).toMatchObject({ status: 200 });
  }
  expect(await tableText(world)).toBe(before);
  expect(await countEvents(world, userId, 'user.changed')).toBe(0);
});
