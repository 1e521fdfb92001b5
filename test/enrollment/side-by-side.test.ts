import { beforeEach, expect } from 'vitest';
import { dataKeyDays, renewDataKey } from '../../lib/actions/keys/renew-data-key.ts';
import { kmsWrapping } from '../../lib/crypto/kms.ts';
import { wrappedKeys } from '../../lib/store/data-keys.ts';
import { readState } from '../../lib/store/user-records.ts';
import { beginEnrollment, countEvents, day, eventsOf, stageOf, useSettings } from '../support/accounts.ts';
import type { Caller } from '../support/api.ts';
import { expectProblem } from '../support/expectations.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { keyId } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';

beforeEach(() => useSettings(world, { backupCodeCount: 1 }));

const tokensOf = (userId: string) => `/v1/users/${userId}/tokens`;
const byOperator = (userId: string, body: object = { type: 'totp' }) =>
  world.api.expect(201, 'POST', tokensOf(userId), { body });
const confirm = (userId: string, { tokenId, secret }: { tokenId: string; secret: string }) =>
  world.api.call('POST', `${tokensOf(userId)}/${tokenId}/confirm`, {
    body: { code: appCode(secret, world.now) },
  });
const asSelf = (userId: string, body: object = {}) => ({ as: { self: userId } as Caller, body });

const stateOf = async (userId: string) => {
  const state = await readState(world.services.table, userId);
  if (!state) throw new Error(`${userId} is gone`);
  return state;
};

/** An enrollment in a new sign-in, whatever it shows. */
async function enrollHere(userId: string, body: object = {}) {
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const shown = await world.api.expect(201, 'POST', path, { as: 'application', body });
  const answer = (code: string) =>
    world.api.call('POST', `${path}/confirmation`, { as: 'application', body: { code } });
  return { verificationId, shown, answer };
}

test('rule 14 any number of sign-ins enroll side by side, each with a key of its own; the first confirmed wins', async () => {
  const userId = await createUser(world);
  const begun = [];
  for (let signIns = 0; signIns < 4; signIns++) begun.push(await beginEnrollment(world, userId));
  expect(new Set(begun.map(({ secret }) => secret)).size).toBe(4);
  const [first, second] = begun;
  expect(await first?.confirm()).toMatchObject({ status: 200, body: { status: 'verified', userId } });
  expectProblem((await second?.confirm()) as never, 'verification-expired');
});

test('P.01 a key that a sign-in shows is stored nowhere, is the same at each call, and costs no write while others do the same', async () => {
  const userId = await createUser(world);
  const { path, secret } = await beginEnrollment(world, userId);
  const { verificationId } = await start(world, userId);
  const { version, ...before } = await stateOf(userId);
  expect(before.pending).toBeUndefined();
  const again = await world.api.expect(201, 'POST', path, { as: 'application' });
  expect(again.secret).toBe(secret);
  const other = await world.api.expect(201, 'POST', `/v1/verifications/${verificationId}/enrollment`, {
    as: 'application',
  });
  expect(other.secret).not.toBe(secret);
  expect((await stateOf(userId)).version).toBe(version);
  expect(await countEvents(world, userId, 'enrollment.started')).toBe(1);
});

test('rule 5 the data key is renewed between the key that a sign-in shows and its first code, and nothing is lost', async () => {
  await useSettings(world, { backupCodeCount: 1, verificationSeconds: 5_400 });
  const { services } = world;
  const { id } = await services.keyring.current();
  world.advance(dataKeyDays * day);
  const userId = await createUser(world);
  const { path, secret, confirm: confirmHere } = await beginEnrollment(world, userId);
  const ports = { ...wrappedKeys(services.table), ...kmsWrapping(keyId), clock: services.clock };
  expect(await renewDataKey(ports)).toEqual({ made: id + 1 });
  // As long as functions keep what they have opened.
  world.advance(901);
  expect((await services.keyring.current()).id).toBe(id + 1);
  const again = await world.api.expect(201, 'POST', path, { as: 'application' });
  expect(again.secret).toBe(secret);
  expect(await confirmHere()).toMatchObject({ status: 200 });
});

test('1.03 a sign-in that leads to an enrollment makes its user Pending, and the enrollment ends that', async () => {
  const count = async () => {
    await world.drain();
    return (await world.api.expect(200, 'GET', '/v1/overview')).statusBreakdown.pending;
  };
  const before = await count();
  const { confirm: confirmHere } = await beginEnrollment(world, await createUser(world));
  expect(await count()).toBe(before + 1);
  await confirmHere();
  expect(await count()).toBe(before);
});

test.each([
  [
    'typed a key',
    (userId: string, secret: string) =>
      world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: { secret, sendLink: false } }),
  ],
  [
    'made a key and displayed it',
    async (userId: string) => {
      await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body: {} });
      return world.api.expect(200, 'POST', `/v1/users/${userId}/totp/reveal`);
    },
  ],
  ['began a token', (userId: string) => byOperator(userId)],
])('D9 where an operator has %s a sign-in shows no other key and confirms that one', async (_, hand) => {
  const typed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
  const userId = await createUser(world);
  const { tokenId, secret = typed } = await hand(userId, typed);
  const { shown, answer } = await enrollHere(userId);
  expect(shown).toMatchObject({ tokenId, type: 'totp' });
  for (const part of ['secret', 'otpauthUri', 'qrCodeSvg']) expect(shown[part]).toBeUndefined();
  expectProblem(await answer(wrongCode(secret, world.now)), 'invalid-code');
  expect(await answer(appCode(secret, world.now))).toMatchObject({ status: 200 });
  const { items } = await world.api.expect(200, 'GET', tokensOf(userId));
  expect(items).toMatchObject([{ tokenId, status: 'ACTIVE' }]);
});

test('D9 of several tokens that an operator has started the sign-in enrolls the one that the code fits', async () => {
  const userId = await createUser(world);
  const [phone, tablet] = [
    await byOperator(userId),
    await byOperator(userId, { type: 'totp', label: 'Tablet' }),
  ];
  const { answer } = await enrollHere(userId);
  expect(await answer(appCode(phone.secret, world.now))).toMatchObject({ status: 200 });
  const { items } = await world.api.expect(200, 'GET', tokensOf(userId));
  expect(items).toMatchObject([{ tokenId: phone.tokenId, status: 'ACTIVE' }]);
  expect(items).not.toContainEqual(expect.objectContaining({ tokenId: tablet.tokenId }));
});

test('rule 14 a token that an operator begins does not spoil the key that a sign-in has shown already', async () => {
  const userId = await createUser(world);
  const { confirm: confirmHere } = await beginEnrollment(world, userId);
  await byOperator(userId);
  await world.api.expect(202, 'POST', `/v1/users/${userId}/setup-links`, { body: {} });
  expect(await confirmHere()).toMatchObject({ status: 200 });
});

test('3.12 a replaced key no longer works in the sign-ins that have shown one, either', async () => {
  const userId = await createUser(world);
  const { confirm: confirmHere } = await beginEnrollment(world, userId);
  const body = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };
  await world.api.expect(200, 'PUT', `/v1/users/${userId}/totp`, { body });
  expect(await confirmHere()).toMatchObject({ status: 401 });
});

test('P.04 tokens that wait do so side by side, and each is confirmed by its own code', async () => {
  const { userId } = await enrolledUser(world);
  const made = [
    await byOperator(userId),
    await byOperator(userId, { type: 'totp', label: 'Tablet' }),
    await byOperator(userId, { type: 'totp', label: 'Desk' }),
  ];
  const { items } = await world.api.expect(200, 'GET', tokensOf(userId));
  expect(items.map(({ status }: { status: string }) => status)).toEqual([
    'ACTIVE',
    ...Array(3).fill('PENDING'),
  ]);
  for (const one of [made[1], made[0], made[2]]) {
    expect(await confirm(userId, one)).toMatchObject({ status: 200 });
  }
  const after = await world.api.expect(200, 'GET', tokensOf(userId));
  expect(after.items.map(({ status }: { status: string }) => status)).toEqual(Array(4).fill('ACTIVE'));
});

test('P.04 a fifth that would wait is refused with what to do; none of the four is lost', async () => {
  const userId = await createUser(world);
  const made = [];
  for (let n = 0; n < 4; n++) made.push(await byOperator(userId, { type: 'totp', label: `Device ${n}` }));
  const bodies = [
    ['POST', tokensOf(userId), { body: { type: 'hotp' } }],
    ['POST', '/v1/me/tokens', asSelf(userId, { type: 'totp' })],
    ['POST', '/v1/me/tokens', asSelf(userId, { type: 'sms', phone: '+447400900555' })],
  ] as const;
  for (const [method, path, options] of bodies) {
    const refused = await world.api.call(method, path, options);
    expectProblem(refused, 'not-allowed-in-state');
    expect(refused.body.detail).toMatch(/delete one/);
  }
  expect(Object.keys((await stateOf(userId)).pending ?? {})).toHaveLength(4);
  await world.api.expect(204, 'DELETE', `${tokensOf(userId)}/${made[0]?.tokenId}`);
  expect(await confirm(userId, await byOperator(userId))).toMatchObject({ status: 200 });
});

test('rule 14 one more token of an enrolled user ends no sign-in that is under way', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  expect(await confirm(userId, await byOperator(userId))).toMatchObject({ status: 200 });
  expect(await attempt(world, verificationId, appCode(secret, world.now))).toMatchObject({ status: 200 });
});

test('rule 9 the first token that is confirmed ends everything else that could enroll the user', async () => {
  const userId = await createUser(world);
  const [first, second] = [await byOperator(userId), await byOperator(userId)];
  const { confirm: confirmHere } = await enrollInAnother(userId);
  const own = await world.api.expect(201, 'POST', '/v1/me/tokens', asSelf(userId, { type: 'totp' }));
  expect(await confirm(userId, first)).toMatchObject({ status: 200 });
  expectProblem(await confirm(userId, second), 'token-not-found');
  expectProblem(await confirmHere(), 'verification-expired');
  const code = { code: appCode(own.secret, world.now) };
  const path = `/v1/me/tokens/${own.tokenId}/confirm`;
  expectProblem(await world.api.call('POST', path, asSelf(userId, code)), 'token-not-found');
});

async function enrollInAnother(userId: string) {
  const { answer } = await enrollHere(userId);
  return { confirm: () => answer('123456') };
}

test('P.27 a user gives up a token of their own that was never confirmed, without a code, and none of an operator’s', async () => {
  const userId = await createUser(world);
  const handed = await byOperator(userId);
  const own = await world.api.expect(201, 'POST', '/v1/me/tokens', asSelf(userId, { type: 'totp' }));
  const remove = (tokenId: string) => world.api.call('DELETE', `/v1/me/tokens/${tokenId}`, asSelf(userId));
  expectProblem(await remove(handed.tokenId), 'not-allowed-in-state');
  expect(await remove(own.tokenId)).toMatchObject({ status: 204 });
  expectProblem(await remove(own.tokenId), 'token-not-found');
  expect(Object.keys((await stateOf(userId)).pending ?? {})).toEqual([handed.tokenId]);
  expect((await eventsOf(world, userId)).map(({ type }) => type)).toContain('token.deleted');
  expect(await stageOf(world, userId)).toBe('not-enrolled');
});

test('P.27 a user has the first code of a number sent once more, and it confirms the number', async () => {
  const userId = await createUser(world);
  const body = { type: 'sms', phone: '+447400900556' };
  const { tokenId } = await world.api.expect(201, 'POST', '/v1/me/tokens', asSelf(userId, body));
  const challenge = `/v1/me/tokens/${tokenId}/challenge`;
  expectProblem(await world.api.call('POST', challenge, asSelf(userId)), 'send-limit');
  world.advance(31);
  await world.api.expect(202, 'POST', challenge, asSelf(userId));
  await world.drain();
  const code = world.texts.at(-1)?.text.match(/\d{6}/)?.[0] ?? '';
  const confirmed = await world.api.call(
    'POST',
    `/v1/me/tokens/${tokenId}/confirm`,
    asSelf(userId, { code }),
  );
  expect(confirmed).toMatchObject({ status: 200 });
});
