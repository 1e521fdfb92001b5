import { generateSync } from 'otplib';
import { expect } from 'vitest';
import { attempt, createUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const hotp = (secret: string, counter: number): string => generateSync({ strategy: 'hotp', secret, counter });

async function withHotp() {
  const userId = await createUser(world);
  const path = `/v1/users/${userId}/tokens`;
  const made = await world.api.expect(201, 'POST', path, { body: { type: 'hotp', counter: 0 } });
  expect(made).toMatchObject({ status: 'PENDING', otpauthUri: expect.stringContaining('counter=0') });
  const { tokenId, secret } = made as { tokenId: string; secret: string };
  await world.api.expect(200, 'POST', `${path}/${tokenId}/confirm`, { body: { code: hotp(secret, 0) } });
  return { userId, path: `${path}/${tokenId}`, tokenId, secret };
}

async function verify(userId: string, code: string): Promise<number> {
  const { verificationId } = await start(world, userId);
  return (await attempt(world, verificationId, code)).status;
}

test('2.03 a counter token is accepted within its look-ahead, never at or behind its counter', async () => {
  const { userId, secret } = await withHotp();
  expect(await verify(userId, hotp(secret, 0))).toBe(401);
  expect(await verify(userId, hotp(secret, 10))).toBe(200);
  expect(await verify(userId, hotp(secret, 9))).toBe(401);
  expect(await verify(userId, hotp(secret, 21))).toBe(401);
  expect(await verify(userId, hotp(secret, 20))).toBe(200);
});

test('2.12 two consecutive codes resynchronise the counter; other pairs change nothing', async () => {
  const { userId, path, secret } = await withHotp();
  expect(await verify(userId, hotp(secret, 300))).toBe(401);
  for (const codes of [
    [hotp(secret, 301), hotp(secret, 300)],
    [hotp(secret, 300), hotp(secret, 300)],
    [hotp(secret, 300), hotp(secret, 302)],
  ]) {
    const refused = await world.api.call('POST', `${path}/reset`, { body: { codes } });
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid-code' } });
    // A counter has no clock that could be wrong.
    expect(refused.body.detail).not.toContain('clock');
  }
  const codes = [hotp(secret, 300), hotp(secret, 301)];
  expect(await world.api.expect(200, 'POST', `${path}/reset`, { body: { codes } })).toMatchObject({
    status: 'ACTIVE',
  });
  expect(await verify(userId, hotp(secret, 301))).toBe(401);
  expect(await verify(userId, hotp(secret, 302))).toBe(200);
});

test('2.08 a counter that ran ahead fails the test, which says reset', async () => {
  const { path, secret } = await withHotp();
  const result = await world.api.expect(200, 'POST', `${path}/test`, { body: { code: hotp(secret, 50) } });
  expect(result).toMatchObject({
    passed: false,
    advice: [{ action: 'reset' }, { action: 'delete-and-enroll' }],
  });
});

test('2.09 a disabled token is refused; enabled again it verifies', async () => {
  const { userId, path, secret } = await withHotp();
  const refused = await world.api.call('POST', `${path}/disable`, { body: {} });
  expect(refused).toMatchObject({ status: 409, body: { code: 'last-active-token' } });
  const disabled = await world.api.expect(200, 'POST', `${path}/disable`, {
    body: { confirmNoActiveToken: true },
  });
  expect(disabled).toMatchObject({ status: 'DISABLED', actions: ['view', 'edit', 'enable', 'delete'] });
  expect(await verify(userId, hotp(secret, 1))).toBe(401);
  expect(await world.api.call('POST', `${path}/test`, { body: { code: hotp(secret, 1) } })).toMatchObject({
    status: 409,
  });
  await world.api.expect(200, 'POST', `${path}/enable`);
  expect(await verify(userId, hotp(secret, 1))).toBe(200);
});

test('2.10, 2.11 deleting the last token wants confirmation, is permanent, and starts a new enrollment', async () => {
  const { userId, path } = await withHotp();
  expect(await world.api.call('DELETE', path)).toMatchObject({
    status: 409,
    body: { code: 'last-active-token' },
  });
  await world.api.expect(204, 'DELETE', `${path}?confirmNoActiveToken=true&identityVerified=true`);
  expect((await world.api.call('GET', path)).status).toBe(404);
  const { stage } = await world.api.expect(200, 'GET', `/v1/users/${userId}/status`);
  expect(stage).toBe('not-enrolled');
});

test('2.07 only a comment that was entered can be edited', async () => {
  const { path } = await withHotp();
  expect((await world.api.call('PATCH', path, { body: { comment: 'x' } })).status).toBe(409);
});
