import { expect } from 'vitest';
import { StartedAnswer } from '../../functions/self.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

const asSelf = (userId: string, body?: object) => ({ as: { self: userId }, ...(body ? { body } : {}) });

test('1.15 a user regenerates their backup codes with a fresh code; the old set stops working', async () => {
  const { userId, secret, backupCodes } = await enrolledUser(world);
  const code = appCode(secret, world.now);
  const fresh = await world.api.expect(200, 'POST', '/v1/me/backup-codes', asSelf(userId, { code }));
  expect(fresh.backupCodes).toHaveLength(10);
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, backupCodes[0] ?? '')).status).toBe(401);
  expect((await attempt(world, verificationId, fresh.backupCodes[0])).status).toBe(200);
});

test('rule 9 without a fresh code nothing of one’s own changes; a wrong, spent or backup code is none', async () => {
  const { userId, secret, tokenId, backupCodes } = await enrolledUser(world);
  const spent = appCode(secret, world.now);
  const { verificationId } = await start(world, userId);
  await attempt(world, verificationId, spent);
  for (const code of [spent, wrongCode(secret, world.now), backupCodes[0]]) {
    expect(await world.api.call('POST', '/v1/me/backup-codes', asSelf(userId, { code }))).toMatchObject({
      status: 401,
    });
    expect(
      await world.api.call('DELETE', `/v1/me/tokens/${tokenId}`, asSelf(userId, { code })),
    ).toMatchObject({ status: 401 });
  }
  const bare = await world.api.call('POST', '/v1/me/tokens', asSelf(userId, { type: 'totp' }));
  expect(bare).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('rule 9 the fresh code is spent by the change that it allowed', async () => {
  const { userId, secret } = await enrolledUser(world);
  const code = appCode(secret, world.now);
  await world.api.expect(200, 'POST', '/v1/me/backup-codes', asSelf(userId, { code }));
  const again = await world.api.call('POST', '/v1/me/backup-codes', asSelf(userId, { code }));
  expect(again).toMatchObject({ status: 401, body: { code: 'invalid-code' } });
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, code)).status).toBe(401);
});

test('rule 2 guessing a fresh factor is charged to the account', async () => {
  const { userId, secret } = await enrolledUser(world);
  const code = wrongCode(secret, world.now);
  const statuses: number[] = [];
  for (let i = 0; i < 11; i++) {
    statuses.push((await world.api.call('POST', '/v1/me/backup-codes', asSelf(userId, { code }))).status);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
});

test('P.01 a token that a user begins is shown as their page lists it, and with its key', async () => {
  const userId = await createUser(world);
  const added = await world.api.expect(201, 'POST', '/v1/me/tokens', asSelf(userId, { type: 'totp' }));
  const { secret, otpauthUri, qrCodeSvg, ...token } = added;
  for (const shown of [secret, otpauthUri, qrCodeSvg]) expect(shown).toEqual(expect.any(String));
  const { tokens } = await world.api.expect(200, 'GET', '/v1/me', asSelf(userId));
  expect(tokens).toEqual([token]);
});

test('P.04, P.27 a user adds a second authenticator and removes the first', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  const code = appCode(secret, world.now);
  const added = await world.api.expect(
    201,
    'POST',
    '/v1/me/tokens',
    asSelf(userId, { type: 'totp', label: 'Tablet', code }),
  );
  const first = { code: appCode(added.secret, world.now) };
  const confirmed = await world.api.expect(
    200,
    'POST',
    `/v1/me/tokens/${added.tokenId}/confirm`,
    asSelf(userId, first),
  );
  expect(confirmed.backupCodes).toEqual([]);
  const { tokens } = await world.api.expect(200, 'GET', '/v1/me', { as: { self: userId } });
  expect(tokens).toMatchObject([
    { tokenId, status: 'ACTIVE', type: 'totp', actions: ['delete'] },
    { tokenId: added.tokenId, label: 'Tablet', status: 'ACTIVE', device: null },
  ]);
  world.advance(60);
  const fresh = { code: appCode(added.secret, world.now) };
  await world.api.expect(204, 'DELETE', `/v1/me/tokens/${tokenId}`, asSelf(userId, fresh));
  world.advance(60);
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, appCode(secret, world.now))).status).toBe(401);
  expect((await attempt(world, verificationId, appCode(added.secret, world.now))).status).toBe(200);
});

test('1.15 users see when few of their backup codes remain, by the number that the organisation calls few', async () => {
  const { userId } = await enrolledUser(world);
  const own = () => world.api.expect(200, 'GET', '/v1/me', { as: { self: userId } });
  expect(await own()).toMatchObject({ backupCodesRemaining: 10, backupCodesLow: false });
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { backupCodesLow: 5, backupCodeCount: 5 } });
  world.advance(60);
  expect(await own()).toMatchObject({ backupCodesRemaining: 10, backupCodesLow: false });
  const another = await enrolledUser(world);
  const few = await world.api.expect(200, 'GET', '/v1/me', { as: { self: another.userId } });
  expect(few).toMatchObject({ backupCodesRemaining: 5, backupCodesLow: true });
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { backupCodesLow: 2, backupCodeCount: 10 } });
  world.advance(60);
});

test('2.11 the last active token goes only when the user confirms it', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  const refused = await world.api.call(
    'DELETE',
    `/v1/me/tokens/${tokenId}`,
    asSelf(userId, { code: appCode(secret, world.now) }),
  );
  expect(refused).toMatchObject({ status: 409, body: { code: 'last-active-token' } });
});

test('item 3 a number enrolled by its user is pending until the code that was sent to it', async () => {
  const userId = await createUser(world);
  const added = await world.api.expect(
    201,
    'POST',
    '/v1/me/tokens',
    asSelf(userId, { type: 'sms', phone: '+447400155555' }),
  );
  expect(added).toMatchObject({ status: 'PENDING', sent: { channel: 'sms' } });
  expect(StartedAnswer.parse(added), 'nothing that the document does not declare').toEqual(added);
  expect((await start(world, userId)).status).toBe('enrollment-required');
  await world.drain();
  const code = world.texts.at(-1)?.text.match(/\d{6}/)?.[0];
  const path = `/v1/me/tokens/${added.tokenId}/confirm`;
  const { backupCodes } = await world.api.expect(200, 'POST', path, asSelf(userId, { code }));
  expect(backupCodes).toHaveLength(10);
  expect((await start(world, userId)).factors[0]).toMatchObject({ type: 'sms' });
});

test('rule 9 a user who has only a number gets the fresh code there', async () => {
  const userId = await createUser(world);
  const token = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, {
    body: { type: 'email', email: 'only@example.org' },
  });
  await world.api.expect(202, 'POST', `/v1/me/tokens/${token.tokenId}/challenge`, asSelf(userId));
  await world.drain();
  const code = world.mails
    .findLast(({ to }) => to === 'only@example.org')
    ?.text.match(/Your code is (\d+)/)?.[1];
  const fresh = await world.api.expect(200, 'POST', '/v1/me/backup-codes', asSelf(userId, { code }));
  expect(fresh.backupCodes).toHaveLength(10);
});
