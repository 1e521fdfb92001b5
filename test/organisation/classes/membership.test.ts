import { expect } from 'vitest';
import { defineClass, putClass } from '../../support/classes.ts';
import { expectProblem } from '../../support/expectations.ts';
import { appCode, attempt, createUser, enroll, enrolledUser, newId, start } from '../../support/people.ts';
import { test, world } from '../../support/world-test.ts';

const create = (fields: object) => {
  const userId = newId();
  const body = { userId, displayName: 'X', email: `${userId}@example.org`, ...fields };
  return world.api.call('POST', '/v1/users', { body });
};
const patch = (userId: string, body: object) => world.api.call('PATCH', `/v1/users/${userId}`, { body });
const status = (userId: string) => world.api.expect(200, 'GET', `/v1/users/${userId}/status`);

function expectRefused(answer: Awaited<ReturnType<typeof create>>, path: string): void {
  expectProblem(answer, 'invalid-request');
  expect(answer.body.errors).toMatchObject([{ path }]);
}

test('3.10 nobody is put into a class that does not exist, or no longer exists', async () => {
  const userId = await createUser(world);
  const gone = await defineClass(world);
  await world.api.expect(204, 'DELETE', `/v1/classes/${gone}`);
  for (const name of [newId('Unknown'), gone, 'constructor']) {
    expectRefused(await create({ class: name }), 'class');
    expectRefused(await patch(userId, { class: name }), 'class');
  }
});

test('3.10 a class that was defined a moment ago may be joined at once', async () => {
  await world.services.policy();
  const name = await defineClass(world);
  expect(await create({ class: name })).toMatchObject({ status: 201, body: { class: name } });
});

test('3.10 whoever is in *NEVER is never asked, and has no status', async () => {
  const { body } = await create({ class: '*NEVER' });
  expect(body).toMatchObject({ class: '*NEVER', twoFactorRequired: false, stage: 'not-required' });
  expect(await status(body.userId)).toEqual({ stage: 'not-required', attributes: [] });
  expect(await start(world, body.userId)).toMatchObject({ status: 'not-required' });
  // Not even if it is said that they should be, or a role says so.
  await world.api.expect(200, 'PUT', '/v1/roles/Strict', { body: { type: 'x', twoFactorRequired: true } });
  const insisted = await patch(body.userId, { twoFactorRequired: true, roles: ['Strict'] });
  expect(insisted).toMatchObject({ status: 200, body: { twoFactorRequired: false } });
});

test('0.08 who leaves *NEVER is required, and the period starts', async () => {
  const { body } = await create({ class: '*NEVER' });
  world.advance(86_400);
  const { body: left } = await patch(body.userId, { class: null });
  expect(left).toMatchObject({ twoFactorRequired: true, stage: 'not-enrolled' });
  const expiresAt = new Date((world.now + 7 * 86_400) * 1000).toISOString();
  expect(left.enrollmentExpiresAt).toBe(expiresAt);
  const { body: free } = await create({ class: '*NEVER' });
  const changed = await patch(free.userId, { class: '*DFT', twoFactorRequired: false });
  expect(changed.body).toMatchObject({ class: '*DFT', twoFactorRequired: false });
});

test('3.10 who goes to *NEVER and comes back is still enrolled; sign-ins under way end', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  await patch(userId, { class: '*NEVER' });
  const answer = await attempt(world, verificationId, appCode(secret, world.now));
  expect(answer.status).not.toBe(200);
  expect(await start(world, userId)).toMatchObject({ status: 'not-required' });
  expect((await patch(userId, { class: null })).body).toMatchObject({ stage: 'enrolled' });
  const again = await start(world, userId);
  expect(await attempt(world, again.verificationId, appCode(secret, world.now))).toMatchObject({
    status: 200,
  });
});

test('3.03 an address outside of the domain of the class is refused when it is set', async () => {
  const name = await defineClass(world, { restrictEmailsToDomain: 'example.org' });
  for (const email of ['a@example.com', 'a@sub.example.org', 'a@notexample.org', 'a@example.org.evil.com']) {
    expectRefused(await create({ class: name, email }), 'email');
  }
  const { body } = await create({ class: name, email: 'A@EXAMPLE.org' });
  expectRefused(await patch(body.userId, { email: 'a@example.com' }), 'email');
  expect(await patch(body.userId, { email: 'b@example.org' })).toMatchObject({ status: 200 });
  expect(await patch(body.userId, { email: 'b@example.com', class: null })).toMatchObject({ status: 200 });
  expectRefused(await patch(body.userId, { class: name }), 'class');
  expect(await patch(body.userId, { class: name, email: 'b@example.org' })).toMatchObject({ status: 200 });
});

test('3.03 whoever was in the class before keeps the address, and is sent no link to it', async () => {
  const name = await defineClass(world);
  const userId = await createUser(world, { class: name, email: 'far@example.com' });
  await putClass(world, name, { restrictEmailsToDomain: 'example.org' });
  world.advance(5);
  expect(await patch(userId, { firstName: 'Fay' })).toMatchObject({ status: 200 });
  const send = () => world.api.call('POST', `/v1/users/${userId}/setup-links`, { body: {} });
  const refused = await send();
  expectProblem(refused, 'not-allowed-in-state');
  expect(refused.body.detail).toContain('domain');
  expect(JSON.stringify(refused.body)).not.toContain('far@');
  const replaced = await world.api.call('PUT', `/v1/users/${userId}/totp`, {
    body: { sendLink: true, identityVerified: true },
  });
  expectProblem(replaced, 'not-allowed-in-state');
  await world.drain();
  expect(world.mails.filter(({ to }) => to === 'far@example.com')).toEqual([]);
  await patch(userId, { email: 'near@example.org' });
  expect(await send()).toMatchObject({ status: 202 });
});

test('3.03 the restriction of *DFT is for whoever names no class', async () => {
  await putClass(world, '*DFT', { restrictEmailsToDomain: 'example.org' });
  world.advance(5);
  expectRefused(await create({ email: 'a@example.com' }), 'email');
  expectRefused(await create({ email: 'a@example.com', class: '*DFT' }), 'email');
  const name = await defineClass(world);
  expect(await create({ email: 'a@example.com', class: name })).toMatchObject({ status: 201 });
  await world.api.expect(204, 'DELETE', '/v1/classes/*DFT');
  world.advance(5);
  const userId = await createUser(world, { email: 'b@example.com' });
  expect(await enroll(world, userId)).toHaveProperty('secret');
});
