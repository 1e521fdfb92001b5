import { csvOf, holderOf, importDevices, newDevice, shows } from '../../hardware/devices.ts';
import { appCode, createUser, type Enrolled, enrolledUser } from '../../support/people.ts';
import type { World } from '../../support/world.ts';
import type { Operation } from './operation.ts';
import { newPhone, withPhone } from './people.ts';

/** An order about the app of somebody. */
const onToken =
  (path: string, body?: (person: Enrolled, world: World) => object, before?: string) =>
  async (world: World) => {
    const person = await enrolledUser(world);
    const token = `/v1/users/${person.userId}/tokens/${person.tokenId}`;
    const meant = { confirmNoActiveToken: true };
    if (before) await world.api.expect(200, 'POST', `${token}${before}`, { body: meant });
    return { target: `${token}${path}`, body: body?.(person, world) ?? {}, about: person.userId };
  };

const enroll = (fields: () => object) => async (world: World) => {
  const userId = await createUser(world);
  return { target: `/v1/users/${userId}/tokens`, body: { ...fields() }, about: userId };
};

/** A device that somebody has. */
async function held(world: World) {
  const device = newDevice('hotp');
  await importDevices(world, device);
  return { device, ...(await holderOf(world, device)) };
}

export const tokens: readonly Operation[] = [
  {
    operationId: 'enrollToken',
    way: 'a key',
    event: 'enrollment.started',
    anew: true,
    prepare: enroll(() => ({ type: 'totp' })),
  },
  {
    operationId: 'enrollToken',
    way: 'a number',
    event: 'token.enrolled',
    anew: true,
    prepare: enroll(() => ({ type: 'sms', phone: newPhone() })),
  },
  {
    operationId: 'enrollToken',
    way: 'a device',
    event: 'token.enrolled',
    done: ['not-allowed-in-state', 'conflict'],
    async prepare(world) {
      const device = newDevice('totp');
      await importDevices(world, device);
      const userId = await createUser(world);
      return {
        target: `/v1/users/${userId}/tokens`,
        body: { type: 'hardware', serial: device.serial },
        about: userId,
      };
    },
  },
  { operationId: 'editToken', event: 'token.changed', prepare: onToken('', () => ({ label: 'Old phone' })) },
  {
    operationId: 'deleteToken',
    event: 'token.deleted',
    done: ['token-not-found'],
    async prepare(world) {
      const { userId, tokenId } = await enrolledUser(world);
      const target = `/v1/users/${userId}/tokens/${tokenId}?confirmNoActiveToken=true&identityVerified=true`;
      return { target, about: userId };
    },
  },
  {
    operationId: 'disableToken',
    event: 'token.disabled',
    prepare: onToken('/disable', () => ({ confirmNoActiveToken: true })),
  },
  { operationId: 'enableToken', event: 'token.enabled', prepare: onToken('/enable', undefined, '/disable') },
  {
    operationId: 'confirmToken',
    event: 'enrollment.confirmed',
    done: ['not-allowed-in-state', 'token-not-found'],
    async prepare(world) {
      const userId = await createUser(world);
      const path = `/v1/users/${userId}/tokens`;
      const { tokenId, secret } = await world.api.expect(201, 'POST', path, { body: { type: 'totp' } });
      return {
        target: `${path}/${tokenId}/confirm`,
        body: { code: appCode(secret, world.now) },
        about: userId,
      };
    },
  },
  {
    operationId: 'sendTestCode',
    event: 'code.sent',
    done: ['send-limit'],
    async prepare(world) {
      const { userId, tokenId } = await withPhone(world);
      return { target: `/v1/users/${userId}/tokens/${tokenId}/challenge`, about: userId };
    },
  },
  {
    // A second try finds the code spent: the test then says that it did not pass, which is a right answer.
    operationId: 'testToken',
    event: 'token.tested',
    anew: true,
    prepare: onToken('/test', ({ secret }, world) => ({ code: appCode(secret, world.now) })),
  },
  {
    operationId: 'resetToken',
    event: 'token.reset',
    done: ['invalid-code'],
    async prepare(world) {
      const { device, userId, tokenId } = await held(world);
      const codes = [shows(device, { counter: 30 }), shows(device, { counter: 31 })];
      return { target: `/v1/users/${userId}/tokens/${tokenId}/reset`, body: { codes }, about: userId };
    },
  },
  {
    operationId: 'importHardwareTokens',
    event: 'hardware.imported',
    async prepare() {
      const device = newDevice('totp');
      const headers = { 'content-type': 'text/csv' };
      return { target: '/v1/hardware-tokens/import', rawBody: csvOf([device]), headers, about: '' };
    },
  },
  {
    operationId: 'unassignHardwareToken',
    event: 'token.deleted',
    done: ['not-allowed-in-state'],
    async prepare(world) {
      const { device, userId } = await held(world);
      const body = { confirmNoActiveToken: true, identityVerified: true };
      return { target: `/v1/hardware-tokens/${device.serial}/unassign`, body, about: userId };
    },
  },
  {
    operationId: 'reassignHardwareToken',
    event: 'token.enrolled',
    async prepare(world) {
      const { device } = await held(world);
      const userId = await createUser(world);
      const body = { userId, confirmNoActiveToken: true, identityVerified: true };
      return { target: `/v1/hardware-tokens/${device.serial}/reassign`, body, about: userId };
    },
  },
  {
    operationId: 'markHardwareTokenCompromised',
    event: 'hardware.compromised',
    async prepare(world) {
      const { device } = await held(world);
      return { target: `/v1/hardware-tokens/${device.serial}/compromised`, body: {}, about: device.serial };
    },
  },
  {
    operationId: 'deleteHardwareToken',
    event: 'hardware.deleted',
    done: ['not-found'],
    async prepare(world) {
      const device = newDevice('totp');
      await importDevices(world, device);
      return { target: `/v1/hardware-tokens/${device.serial}`, about: device.serial };
    },
  },
];
