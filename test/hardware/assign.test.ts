import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { createGuardrails, generateSync } from 'otplib';
import { describe, expect } from 'vitest';
import { hardware } from '../../lib/token-types/hardware.ts';
import { eventsOf, iso, stageOf, useFewBackupCodes } from '../support/accounts.ts';
import { expectProblem } from '../support/expectations.ts';
import { tryStart } from '../support/guesses.ts';
import { createUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';
import { assign, holderOf, importDevices, newDevice, poolEntry, shows, signInWith } from './devices.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

describe('2.01, 2.03 a device is enrolled by its serial number', () => {
  test('ACTIVE at once, with its serial number in full, and the user is enrolled', async () => {
    const device = newDevice('totp', { expires: '2030-06-01', manufacturer: 'Acme' });
    await importDevices(world, device);
    const userId = await createUser(world);
    const { status, body } = await assign(world, userId, device.serial, { label: 'Fob', comment: 'Desk 4' });
    expect(status).toBe(201);
    expect(body).toEqual({
      tokenId: expect.any(String),
      type: 'hardware',
      typeName: 'Hardware token',
      status: 'ACTIVE',
      label: 'Fob',
      comment: 'Desk 4',
      device: device.serial,
      lastDelivery: null,
      lastUsedAt: null,
      createdAt: iso(world.now),
      updatedAt: iso(world.now),
      expiresAt: '2030-06-01T00:00:00.000Z',
      actions: ['view', 'edit', 'test', 'disable', 'delete'],
      contacts: [],
      replaceableBy: [],
      freshFactor: true,
      totpKey: false,
    });
    expect(await stageOf(world, userId)).toBe('enrolled');
    expect(await poolEntry(world, device.serial)).toMatchObject({
      status: 'assigned',
      assignedTo: { userId, tokenId: body.tokenId },
      manufacturer: 'Acme',
    });
    const [event] = (await eventsOf(world, userId)).filter(({ type }) => type.startsWith('token.'));
    expect(event).toMatchObject({
      type: 'token.enrolled',
      actor: 'operator:the-administrator',
      details: { serial: device.serial, type: 'hardware', token: body.tokenId },
    });
  });

  test('2.14 it answers a sign-in, once per code; the application sees what it is', async () => {
    const device = newDevice('totp');
    await importDevices(world, device);
    const { userId, tokenId } = await holderOf(world, device);
    const { factors } = await start(world, userId);
    expect(factors).toMatchObject([{ tokenId, type: 'hardware', mode: 'otp', device: device.serial }]);
    const code = shows(device, { epoch: world.now });
    expect(await signInWith(world, userId, code)).toBe(200);
    expect(await signInWith(world, userId, code)).toBe(401);
    world.advance(30);
    expect(await signInWith(world, userId, shows(device, { epoch: world.now }))).toBe(200);
  });

  test('2.08 it is tested like any other', async () => {
    const device = newDevice('totp');
    await importDevices(world, device);
    const { userId, tokenId } = await holderOf(world, device);
    const test = (code: string) =>
      world.api.expect(200, 'POST', `/v1/users/${userId}/tokens/${tokenId}/test`, { body: { code } });
    expect(await test(shows(device, { epoch: world.now - 300 }))).toMatchObject({
      passed: false,
      advice: [{ action: 'correct-clock' }, { action: 'delete-and-enroll' }],
    });
    expect(await test(shows(device, { epoch: world.now }))).toEqual({ passed: true });
  });

  test('2.07 comment and label may be edited, the device may not', async () => {
    const device = newDevice('totp');
    await importDevices(world, device);
    const userId = await createUser(world);
    const { body } = await assign(world, userId, device.serial, { comment: 'old' });
    const edit = (change: object) =>
      world.api.call('PATCH', `/v1/users/${userId}/tokens/${body.tokenId}`, { body: change });
    expect(await edit({ comment: 'new' })).toMatchObject({ status: 200, body: { comment: 'new' } });
    expect(await edit({ email: 'a@example.org' })).toMatchObject({ status: 409 });
    expect(await edit({ serial: 'X' })).toMatchObject({ status: 400 });
  });

  test('what is not there, taken, too old or too new is refused, and why', async () => {
    const taken = newDevice('totp');
    const old = newDevice('totp', { expires: '2026-01-01' });
    const early = newDevice('totp', { starts: '2026-12-01' });
    await importDevices(world, taken, old, early);
    await holderOf(world, taken);
    const userId = await createUser(world);
    expect(await assign(world, userId, 'NOWHERE')).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    });
    for (const { serial } of [taken, old, early]) {
      expect(await assign(world, userId, serial)).toMatchObject({
        status: 409,
        body: { code: 'not-allowed-in-state' },
      });
    }
    expect(await assign(world, 'nobody', old.serial)).toMatchObject({ status: 404 });
    expect(await stageOf(world, userId)).toBe('not-enrolled');
  });

  test('rule 13: a serial number is required for this type, and is of no other', async () => {
    const userId = await createUser(world);
    const enroll = (body: object) => world.api.call('POST', `/v1/users/${userId}/tokens`, { body });
    for (const body of [
      { type: 'hardware' },
      { type: 'hardware', serial: '' },
      { type: 'hardware', serial: '../x' },
      { type: 'totp', serial: 'X-1' },
    ]) {
      expect(await enroll(body)).toMatchObject({
        status: 400,
        body: { code: 'invalid-request', errors: [{ path: 'serial' }] },
      });
    }
  });

  test('P.27 users do not enroll devices themselves', async () => {
    const userId = await createUser(world);
    const answer = await world.api.call('POST', '/v1/me/tokens', {
      as: { self: userId },
      body: { type: 'hardware' },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
  });

  test('2.01, 2.13 not where the administrator closed the type, or made it obsolete', async () => {
    const device = newDevice('totp');
    const other = newDevice('totp');
    await importDevices(world, device, other);
    const { userId } = await holderOf(world, device);
    const put = (body: object) => world.api.expect(200, 'PUT', '/v1/token-types/hardware', { body });
    for (const closed of [{ operatorCanEnroll: false }, { operatorCanEnroll: true, obsolete: true }]) {
      await put(closed);
      world.advance(6);
      expect(await assign(world, await createUser(world), other.serial)).toMatchObject({ status: 409 });
    }
    expectProblem(await tryStart(world, userId), 'no-usable-factor');
    await put({ obsolete: false });
    world.advance(6);
  });
});

test('P.10 a device that 16 operators assign at once is of exactly one user', async () => {
  for (let round = 0; round < 3; round++) {
    const device = newDevice(round % 2 ? 'hotp' : 'totp');
    await importDevices(world, device);
    const users = await Promise.all(Array.from({ length: 16 }, () => createUser(world)));
    const answers = await Promise.all(users.map((userId) => assign(world, userId, device.serial)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(15);
    const winner = users[statuses.indexOf(201)] ?? '';
    expect(await poolEntry(world, device.serial)).toMatchObject({ assignedTo: { userId: winner } });
    const holders = (await world.everything()).filter(
      ({ sk, serial }) => sk?.S?.startsWith('TOKEN#') && serial?.S === device.serial,
    );
    expect(holders.map(({ pk }) => pk?.S)).toEqual([`USER#${winner}`]);
    const stages = await Promise.all(users.map((userId) => stageOf(world, userId)));
    expect(stages.filter((stage) => stage === 'enrolled')).toHaveLength(1);
  }
});

test('P.10 a user who is given 16 devices at once has no more than a user may have', async () => {
  const devices = Array.from({ length: 16 }, () => newDevice('totp'));
  await importDevices(world, ...devices);
  const userId = await createUser(world);
  await Promise.all(devices.map(({ serial }) => assign(world, userId, serial)));
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens`);
  expect(items.length).toBeLessThanOrEqual(8);
  const { items: held } = await world.api.expect(200, 'GET', '/v1/hardware-tokens?status=assigned&limit=100');
  const ofUser = held.filter(
    (device: { assignedTo: { userId: string } }) => device.assignedTo.userId === userId,
  );
  expect(ofUser.map(({ serial }: { serial: string }) => serial).sort()).toEqual(
    items.map(({ device }: { device: string }) => device).sort(),
  );
});

test('2.05, D4 from the second of its expiry date on a device is OBSOLETE and refused', async () => {
  const device = newDevice('totp', { expires: iso(world.now + 3_600) });
  await importDevices(world, device);
  const { userId, tokenId } = await holderOf(world, device);
  const path = `/v1/users/${userId}/tokens/${tokenId}`;
  world.advance(3_599);
  expect(await world.api.expect(200, 'GET', path)).toMatchObject({ status: 'ACTIVE' });
  expect(await signInWith(world, userId, shows(device, { epoch: world.now }))).toBe(200);
  const { verificationId } = await start(world, userId);
  world.advance(1);
  expect(await world.api.expect(200, 'GET', path)).toMatchObject({
    status: 'OBSOLETE',
    actions: ['view', 'replace', 'delete'],
  });
  const answer = await world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
    as: 'application',
    body: { code: shows(device, { epoch: world.now + 30 }) },
  });
  expect(answer).toMatchObject({ status: 401, body: { code: 'invalid-code' } });
});

describe('2.12 a counter-based device', () => {
  test('offers the reset that a time-based one has not, and is resynchronised by two codes in a row', async () => {
    const device = newDevice('hotp', { counter: '5' });
    await importDevices(world, device);
    const { userId, tokenId } = await holderOf(world, device);
    const path = `/v1/users/${userId}/tokens/${tokenId}`;
    expect(await world.api.expect(200, 'GET', path)).toMatchObject({
      actions: ['view', 'edit', 'test', 'reset', 'disable', 'delete'],
    });
    expect(await signInWith(world, userId, shows(device, { counter: 4 }))).toBe(401);
    expect(await signInWith(world, userId, shows(device, { counter: 5 }))).toBe(200);
    expect(await signInWith(world, userId, shows(device, { counter: 300 }))).toBe(401);
    const advice = await world.api.expect(200, 'POST', `${path}/test`, {
      body: { code: shows(device, { counter: 300 }) },
    });
    expect(advice).toMatchObject({
      passed: false,
      advice: [{ action: 'reset' }, { action: 'delete-and-enroll' }],
    });
    const reset = (...counters: number[]) =>
      world.api.call('POST', `${path}/reset`, {
        body: { codes: counters.map((counter) => shows(device, { counter })) },
      });
    expect(await reset(301, 300)).toMatchObject({ status: 401 });
    expect(await reset(300, 301)).toMatchObject({ status: 200, body: { status: 'ACTIVE' } });
    expect(await signInWith(world, userId, shows(device, { counter: 302 }))).toBe(200);
  });

  test('a time-based one has no counter to reset', async () => {
    const device = newDevice('totp');
    await importDevices(world, device);
    const { userId, tokenId } = await holderOf(world, device);
    const codes = ['123456', '234567'];
    expect(
      await world.api.call('POST', `/v1/users/${userId}/tokens/${tokenId}/reset`, { body: { codes } }),
    ).toMatchObject({ status: 409 });
  });
});

describe('2.03 an implementation that is not ours (otplib) agrees on what a device shows', () => {
  const guardrails = createGuardrails({ MIN_SECRET_BYTES: 16, MAX_SECRET_BYTES: 64 });
  const key = fc.uint8Array({ minLength: 16, maxLength: 64 });
  const digits = fc.constantFrom(6 as const, 7 as const, 8 as const);
  const algorithm = fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const);
  const lowerCase = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;

  test('time-based, of any key, hash, length, period and time', () => {
    const now = fc.integer({ min: 0, max: 9_999_999_999 });
    fc.assert(
      fc.property(
        key,
        digits,
        algorithm,
        fc.constantFrom(30, 60),
        now,
        (bytes, digits, algorithm, period, now) => {
          const parameters = { algorithm, digits, periodSeconds: period };
          const options = { epoch: now, period, digits, guardrails };
          const code = generateSync({ secret: bytes, algorithm: lowerCase[algorithm], ...options });
          const check = hardware.variant?.(parameters).key?.check;
          const verdict = check?.({
            code,
            key: createSecretKey(bytes),
            parameters,
            lastUsedMovingFactor: undefined,
            now,
            window: 0,
          });
          expect(verdict).toEqual({ outcome: 'accepted', lastUsedMovingFactor: Math.floor(now / period) });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('counter-based, of any key, hash, length and counter, within the look-ahead and never behind', () => {
    const counter = fc.integer({ min: 1, max: 2 ** 40 });
    fc.assert(
      fc.property(key, digits, algorithm, counter, fc.nat(9), (bytes, digits, algorithm, counter, ahead) => {
        const parameters = { algorithm, digits, periodSeconds: 0, counter };
        const options = { strategy: 'hotp', digits, guardrails } as const;
        const codeAt = (counter: number) =>
          generateSync({ secret: bytes, algorithm: lowerCase[algorithm], counter, ...options });
        const check = (code: string, lastUsedMovingFactor?: number) =>
          hardware.variant?.(parameters).key?.check({
            code,
            key: createSecretKey(bytes),
            parameters,
            lastUsedMovingFactor,
            now: 0,
            window: 3,
          });
        const verdict = check(codeAt(counter + ahead));
        expect(verdict).toMatchObject({ outcome: 'accepted' });
        const lastUsedMovingFactor = verdict?.outcome === 'accepted' ? verdict.lastUsedMovingFactor : 0;
        expect(lastUsedMovingFactor).toBeLessThanOrEqual(counter + ahead);
        // Later counters may show the same code by chance; the counter itself is never accepted again.
        const again = check(codeAt(counter + ahead), counter + ahead);
        if (again?.outcome === 'accepted')
          expect(again.lastUsedMovingFactor).toBeGreaterThan(counter + ahead);
      }),
      { numRuns: 300 },
    );
  });
});
