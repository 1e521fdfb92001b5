import { describe, expect } from 'vitest';
import { eventsOf, stageOf, useFewBackupCodes } from '../support/accounts.ts';
import { holdWrite } from '../support/barrier.ts';
import { attempt, createUser, enrolledUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';
import {
  assign,
  csvOf,
  holderOf,
  importDevices,
  move,
  newDevice,
  poolEntry,
  sendCsv,
  shows,
  signInWith,
  type TestDevice,
} from './devices.ts';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
});

const confirmed = { confirmNoActiveToken: true, identityVerified: true };

async function handedOut(kind: TestDevice['kind']) {
  const device = newDevice(kind);
  await importDevices(world, device);
  return { device, ...(await holderOf(world, device)) };
}

const typesOf = async (userId: string): Promise<string[]> =>
  (await eventsOf(world, userId))
    .map(({ type }) => type)
    .filter((type) => !type.startsWith('message.'))
    .sort();

/** Events of one moment stand in any order. */
const eventOf = async (userId: string, wanted: string) =>
  (await eventsOf(world, userId)).find(({ type }) => type === wanted);

describe('P.11 a device goes back to the pool and to the next user', () => {
  const ways: [string, (serial: string, userId: string, tokenId: string) => Promise<unknown>][] = [
    [
      'unassigned',
      (serial) =>
        world.api.expect(200, 'POST', `/v1/hardware-tokens/${serial}/unassign`, { body: confirmed }),
    ],
    [
      'deleted as a token',
      (_serial, userId, tokenId) =>
        world.api.expect(
          204,
          'DELETE',
          `/v1/users/${userId}/tokens/${tokenId}?confirmNoActiveToken=true&identityVerified=true`,
        ),
    ],
    [
      'reset with the enrollment',
      (_serial, userId) =>
        world.api.expect(200, 'POST', `/v1/users/${userId}/reset`, { body: { identityVerified: true } }),
    ],
    [
      'left by a user who is deleted',
      (_serial, userId) => world.api.expect(204, 'DELETE', `/v1/users/${userId}`),
    ],
  ];

  test.each(ways)('%s: a counter goes on where it was, and used codes stay dead', async (_way, giveBack) => {
    const { device, userId, tokenId } = await handedOut('hotp');
    expect(await signInWith(world, userId, shows(device, { counter: 7 }))).toBe(200);
    await giveBack(device.serial, userId, tokenId);
    expect(await poolEntry(world, device.serial)).toMatchObject({ status: 'available', assignedTo: null });
    expect((await world.api.call('GET', `/v1/users/${userId}/tokens/${tokenId}`)).status).toBe(404);
    const next = await holderOf(world, device);
    for (const counter of [0, 6, 7]) {
      expect(await signInWith(world, next.userId, shows(device, { counter }))).toBe(401);
    }
    expect(await signInWith(world, next.userId, shows(device, { counter: 8 }))).toBe(200);
  });

  test.each(ways)('%s: a code of time that was used stays used', async (_way, giveBack) => {
    const { device, userId, tokenId } = await handedOut('totp');
    const code = shows(device, { epoch: world.now });
    expect(await signInWith(world, userId, code)).toBe(200);
    await giveBack(device.serial, userId, tokenId);
    const next = await holderOf(world, device);
    expect(await signInWith(world, next.userId, code)).toBe(401);
    world.advance(30);
    expect(await signInWith(world, next.userId, shows(device, { epoch: world.now }))).toBe(200);
  });

  test('removed by its user, whose last code of it stays used', async () => {
    const { userId } = await enrolledUser(world);
    const device = newDevice('hotp');
    await importDevices(world, device);
    const { body } = await assign(world, userId, device.serial);
    await world.api.expect(204, 'DELETE', `/v1/me/tokens/${body.tokenId}`, {
      as: { self: userId },
      body: { code: shows(device, { counter: 3 }) },
    });
    expect(await poolEntry(world, device.serial)).toMatchObject({ status: 'available' });
    const next = await holderOf(world, device);
    expect(await signInWith(world, next.userId, shows(device, { counter: 3 }))).toBe(401);
    expect(await signInWith(world, next.userId, shows(device, { counter: 4 }))).toBe(200);
  });

  test('even a code that is being accepted at that moment', async () => {
    const { device, userId, tokenId } = await handedOut('hotp');
    const code = shows(device, { counter: 2 });
    const held = holdWrite(world, tokenId);
    const unassigned = move(world, device.serial, 'unassign', confirmed);
    await held.reached;
    expect(await signInWith(world, userId, code)).toBe(200);
    held.release();
    expect((await unassigned).status).toBe(200);
    const next = await holderOf(world, device);
    expect(await signInWith(world, next.userId, code)).toBe(401);
    expect(await signInWith(world, next.userId, shows(device, { counter: 3 }))).toBe(200);
  });

  test('2.11 taking the last active token wants confirmation, and leaves one event', async () => {
    const { device, userId } = await handedOut('totp');
    expect(await move(world, device.serial, 'unassign')).toMatchObject({
      status: 409,
      body: { code: 'last-active-token' },
    });
    expect(await poolEntry(world, device.serial)).toMatchObject({ status: 'assigned' });
    expect(await move(world, device.serial, 'unassign', confirmed)).toMatchObject({
      status: 200,
      body: { serial: device.serial, status: 'available' },
    });
    expect(await stageOf(world, userId)).toBe('not-enrolled');
    expect(await move(world, device.serial, 'unassign', confirmed)).toMatchObject({ status: 409 });
    expect(await eventOf(userId, 'token.deleted')).toMatchObject({
      actor: 'operator:the-administrator',
      details: { type: 'hardware', serial: device.serial },
    });
    expect(await typesOf(userId)).toEqual(['token.deleted', 'token.enrolled', 'user.created']);
  });

  test('rule 10: not from somebody of a higher role, nor to', async () => {
    const { device, userId } = await handedOut('totp');
    await world.api.expect(200, 'PATCH', `/v1/users/${userId}`, { body: { roles: ['administrator'] } });
    for (const [action, body] of [
      ['unassign', confirmed],
      ['compromised', {}],
      ['reassign', { ...confirmed, userId: await createUser(world) }],
    ] as const) {
      expect(await move(world, device.serial, action, body, 'helpdesk')).toMatchObject({ status: 403 });
    }
    const low = await handedOut('totp');
    const upwards = { ...confirmed, userId };
    expect(await move(world, low.device.serial, 'reassign', upwards, 'helpdesk')).toMatchObject({
      status: 403,
    });
    expect(await poolEntry(world, device.serial)).toMatchObject({ assignedTo: { userId } });
    expect(await poolEntry(world, low.device.serial)).toMatchObject({ assignedTo: { userId: low.userId } });
  });
});

describe('P.11 reassign', () => {
  test('in one step: each user has an event, and used codes stay dead', async () => {
    const { device, userId, tokenId } = await handedOut('hotp');
    const receiver = await createUser(world);
    expect(await signInWith(world, userId, shows(device, { counter: 4 }))).toBe(200);
    const order = { userId: receiver };
    expect(await move(world, device.serial, 'reassign', order)).toMatchObject({
      status: 409,
      body: { code: 'last-active-token' },
    });
    const { status, body } = await move(world, device.serial, 'reassign', { ...order, ...confirmed });
    expect({ status, body }).toMatchObject({ status: 200, body: { assignedTo: { userId: receiver } } });
    expect(body.assignedTo.tokenId).not.toBe(tokenId);
    expect(await typesOf(userId)).toEqual([
      'token.deleted',
      'token.enrolled',
      'user.created',
      'verification.succeeded',
    ]);
    expect(await typesOf(receiver)).toEqual(['token.enrolled', 'user.created']);
    expect(await stageOf(world, userId)).toBe('not-enrolled');
    expect(await signInWith(world, receiver, shows(device, { counter: 4 }))).toBe(401);
    expect(await signInWith(world, receiver, shows(device, { counter: 5 }))).toBe(200);
    // Again: nothing to do.
    expect(await move(world, device.serial, 'reassign', { ...order, ...confirmed })).toMatchObject({
      status: 200,
    });
    expect((await typesOf(receiver)).filter((type) => type === 'token.enrolled')).toHaveLength(1);
  });

  test('who cannot have it leaves it where it is', async () => {
    const { device, userId } = await handedOut('totp');
    const disabled = await createUser(world);
    await world.api.expect(200, 'POST', `/v1/users/${disabled}/disable`, { body: {} });
    const to = (receiver: string) =>
      move(world, device.serial, 'reassign', { ...confirmed, userId: receiver });
    expect(await to('nobody')).toMatchObject({ status: 404, body: { code: 'user-not-found' } });
    expect(await to(disabled)).toMatchObject({ status: 409, body: { code: 'not-allowed-in-state' } });
    expect(await poolEntry(world, device.serial)).toMatchObject({ assignedTo: { userId } });
    const lying = newDevice('totp');
    await importDevices(world, lying);
    expect(await move(world, lying.serial, 'reassign', { ...confirmed, userId })).toMatchObject({
      status: 409,
    });
    expect(await move(world, 'NOWHERE', 'reassign', { ...confirmed, userId })).toMatchObject({ status: 404 });
  });

  test('of eight operators who hand it to eight users, it is at one in the end, and nowhere else', async () => {
    const { device, userId } = await handedOut('totp');
    const users = await Promise.all(Array.from({ length: 8 }, () => createUser(world)));
    const answers = await Promise.all(
      users.map((receiver) => move(world, device.serial, 'reassign', { ...confirmed, userId: receiver })),
    );
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(answers.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
    const { assignedTo } = await poolEntry(world, device.serial);
    const holders = (await world.everything()).filter(
      ({ sk, serial }) => sk?.S?.startsWith('TOKEN#') && serial?.S === device.serial,
    );
    expect(holders.map(({ pk }) => pk?.S)).toEqual([`USER#${assignedTo.userId}`]);
    expect(await stageOf(world, userId)).toBe('not-enrolled');
    const stages = await Promise.all(users.map((receiver) => stageOf(world, receiver)));
    expect(stages.filter((stage) => stage === 'enrolled')).toHaveLength(1);
  });
});

describe('P.11 compromised', () => {
  test('is taken from its user at once, last active token or not, and refused for good', async () => {
    const { device, userId, tokenId } = await handedOut('totp');
    const marked = await move(world, device.serial, 'compromised', { reason: 'lost on a train' }, 'helpdesk');
    expect(marked).toMatchObject({ status: 200, body: { status: 'compromised', assignedTo: null } });
    expect((await world.api.call('GET', `/v1/users/${userId}/tokens/${tokenId}`)).status).toBe(404);
    expect(await eventOf(userId, 'hardware.compromised')).toMatchObject({
      actor: 'operator:the-helpdesk',
      reason: 'lost on a train',
      details: { serial: device.serial, token: tokenId },
    });
    expect(await assign(world, userId, device.serial)).toMatchObject({ status: 409 });
    expect(await move(world, device.serial, 'reassign', { userId })).toMatchObject({ status: 409 });
    expect(await move(world, device.serial, 'unassign', confirmed)).toMatchObject({ status: 409 });
    // Again: nothing changes.
    expect(await move(world, device.serial, 'compromised')).toMatchObject({ status: 200 });
    expect((await typesOf(userId)).filter((type) => type === 'hardware.compromised')).toHaveLength(1);
    // The same file does not bring it back, and neither do deleting it and the same file.
    expect((await sendCsv(world, csvOf([device]))).body).toEqual({ imported: 0, unchanged: 1, refused: [] });
    await world.api.expect(204, 'DELETE', `/v1/hardware-tokens/${device.serial}`);
    expect((await sendCsv(world, csvOf([device]))).body).toMatchObject({
      imported: 0,
      refused: [{ line: 2, serial: device.serial, reason: expect.stringMatching(/compromised/) }],
    });
  });

  test('also in the middle of a verification: a right code that is on its way is refused', async () => {
    const { device, userId } = await handedOut('totp');
    const other = newDevice('totp');
    await importDevices(world, other);
    await assign(world, userId, other.serial);
    const { verificationId } = await start(world, userId);
    const held = holdWrite(world, userId);
    const answer = attempt(world, verificationId, shows(device, { epoch: world.now }));
    await held.reached;
    await world.api.expect(200, 'POST', `/v1/hardware-tokens/${device.serial}/compromised`, { body: {} });
    held.release();
    expect(await answer).toMatchObject({ status: 401 });
    expect(await typesOf(userId)).not.toContain('verification.succeeded');
    expect(await attempt(world, verificationId, shows(other, { epoch: world.now }))).toMatchObject({
      status: 200,
    });
  });

  test('one that nobody has is marked too, with an event of the organisation', async () => {
    const device = newDevice('totp');
    await importDevices(world, device);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => move(world, device.serial, 'compromised')),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    await world.drain();
    const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
    const marks = items.filter(
      ({ type, details }: { type: string; details: { serial?: string } }) =>
        type === 'hardware.compromised' && details.serial === device.serial,
    );
    expect(marks).toHaveLength(1);
  });

  test('of assigning and marking at once, one is first, and the device is compromised in the end', async () => {
    for (let round = 0; round < 4; round++) {
      const device = newDevice('totp');
      await importDevices(world, device);
      const userId = await createUser(world);
      const [, marked] = await Promise.all([
        assign(world, userId, device.serial),
        move(world, device.serial, 'compromised'),
      ]);
      expect(marked.status).toBe(200);
      expect(await poolEntry(world, device.serial)).toMatchObject({
        status: 'compromised',
        assignedTo: null,
      });
      const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens`);
      expect(items).toEqual([]);
    }
  });
});

describe('P.10 deleting a device', () => {
  test('is for those that nobody has, and leaves one event', async () => {
    const { device } = await handedOut('totp');
    const path = `/v1/hardware-tokens/${device.serial}`;
    expect(await world.api.call('DELETE', path)).toMatchObject({ status: 409 });
    await move(world, device.serial, 'unassign', confirmed);
    await world.api.expect(204, 'DELETE', path);
    expect(await world.api.call('DELETE', path)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await world.api.call('GET', path)).toMatchObject({ status: 404 });
    const { items } = await world.api.expect(200, 'GET', `/v1/hardware-tokens?query=${device.serial}`);
    expect(items).toEqual([]);
    await world.drain();
    const { items: events } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
    const deleted = events.filter(
      ({ type, details }: { type: string; details?: { serial?: string } }) =>
        type === 'hardware.deleted' && details?.serial === device.serial,
    );
    expect(deleted).toHaveLength(1);
  });

  test('and importing it again makes no used code valid again; another key starts afresh', async () => {
    const { device, userId } = await handedOut('hotp');
    expect(await signInWith(world, userId, shows(device, { counter: 9 }))).toBe(200);
    const dropped = async () => {
      await move(world, device.serial, 'unassign', confirmed);
      await world.api.expect(204, 'DELETE', `/v1/hardware-tokens/${device.serial}`);
    };
    await dropped();
    await importDevices(world, device);
    const again = await holderOf(world, device);
    expect(await signInWith(world, again.userId, shows(device, { counter: 9 }))).toBe(401);
    expect(await signInWith(world, again.userId, shows(device, { counter: 10 }))).toBe(200);
    await dropped();
    const rekeyed = { ...newDevice('hotp'), serial: device.serial };
    await importDevices(world, rekeyed);
    const last = await holderOf(world, rekeyed);
    expect(await signInWith(world, last.userId, shows(rekeyed, { counter: 0 }))).toBe(200);
  });
});
