import { type Actor, assertMayChange } from '../../domain/authorization.ts';
import { Problem } from '../../domain/problems.ts';
import type { Services } from '../../services.ts';
import { compromiseDevice, deleteDevice, moveDevice } from '../../store/device-moves.ts';
import { type PooledDevice, readDevice } from '../../store/hardware-tokens.ts';
import { readUser, stateWrite, writes } from '../../store/users.ts';
import { hardware } from '../../token-types/hardware.ts';
import { changeUser, userNotFound } from '../gate/change-user.ts';
import { getUser } from '../gate/get-user.ts';
import { newEvent } from '../gate/new-event.ts';
import { notAllowed } from '../gate/refusals.ts';
import { untilWritten } from '../gate/tries.ts';
import { assertMayEnroll } from '../tokens/may-enroll.ts';
import { findToken } from '../tokens/show-tokens.ts';
import { deadCodes, type Removal, removal, takeTokens } from '../tokens/tokens.ts';
import { bindDevice, deviceNotFound, deviceTaken } from './bind-device.ts';
import { getDevice, type ShownDevice } from './list-devices.ts';

/** Acts on a device in its current state, and tries again if that state has changed by then. */
async function withDevice(
  services: Services,
  serial: string,
  act: (device: PooledDevice) => Promise<boolean>,
): Promise<void> {
  await untilWritten(
    services,
    async () => {
      const device = await readDevice(services.table, serial);
      if (!device) throw deviceNotFound();
      return (await act(device)) || undefined;
    },
    new Problem('conflict', 'Other requests are moving this device. Try again.'),
  );
}

/** Changes the user who has the device; returns false when they no longer have it. */
async function atItsUser(device: PooledDevice, change: (userId: string, tokenId: string) => Promise<void>) {
  const { userId = '', tokenId = '' } = device;
  try {
    await change(userId, tokenId);
    return true;
  } catch (error) {
    const gone = error instanceof Problem && ['token-not-found', 'user-not-found'].includes(error.code);
    if (gone) return false;
    throw error;
  }
}

interface DeviceOrder extends Removal {
  readonly serial: string;
}

const notAssigned = (): Problem =>
  notAllowed('This device is not assigned. Assign it with POST /v1/users/{userId}/tokens.');

/** P.11: takes the device from its user; it becomes available again, and its used codes stay used. */
export async function unassign(
  services: Services,
  actor: Actor,
  { serial, ...order }: DeviceOrder,
): Promise<ShownDevice> {
  const policy = await services.policy();
  await withDevice(services, serial, (device) => {
    if (device.status !== 'assigned') throw notAssigned();
    return atItsUser(device, (userId, tokenId) =>
      changeUser<void>(services, { userId, actor }, (user, now) =>
        removal(services, user, { ...order, tokenId }, policy, now),
      ),
    );
  });
  return getDevice(services, serial);
}

/**
 * P.11: moves a device from one user to another in one transaction over both, each with its own event: at no moment
 * do both users have it, or neither.
 */
export async function reassign(
  services: Services,
  actor: Actor,
  { serial, userId: receiver, ...order }: DeviceOrder & { readonly userId: string },
): Promise<ShownDevice> {
  const policy = await services.policy();
  await withDevice(services, serial, async (device) => {
    if (device.status === 'compromised') throw deviceTaken(device.status);
    if (device.status !== 'assigned') throw notAssigned();
    if (device.userId === receiver) return true;
    await getUser(services, receiver);
    return atItsUser(device, (userId, tokenId) =>
      changeUser<void>(services, { userId, actor }, async (holder, now) => {
        const { table } = services;
        const taken = removal(services, holder, { ...order, tokenId }, policy, now);
        const user = await readUser(table, receiver, { consistent: true });
        if (!user) throw userNotFound();
        assertMayChange(actor, receiver, user.profile.roles);
        assertMayEnroll(user, hardware, policy, now);
        const { lastUsedMovingFactor = device.lastUsedMovingFactor } = findToken(holder, tokenId).tokenState;
        const used = { ...device, ...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }) };
        const { record, state, event } = await bindDevice(services, user, used, {}, policy, now);
        const given = { ...newEvent(services, actor, event), userId: receiver };
        const next = { ...state, version: user.state.version + 1, event: given };
        return {
          ...taken,
          along: [
            writes.removeToken(table, userId, tokenId),
            ...deadCodes(services, holder, taken.state),
            stateWrite(table, user.state, next),
            writes.putToken(table, receiver, record),
            moveDevice(table, serial, {
              from: { status: 'assigned', tokenId },
              to: { status: 'assigned', userId: receiver, tokenId: record.tokenId, lastUsedMovingFactor },
            }),
          ],
          alongRefusal: new Problem('conflict', 'The receiving account changed at the same time. Try again.'),
        };
      }),
    );
  });
  return getDevice(services, serial);
}

/**
 * P.11: from this write on the device is refused, for every user and for good. Being a user's last active token does
 * not prevent this: a finder could otherwise use the key in the meantime. It is no reset: the user stays enrolled,
 * and the password alone does not allow a new enrollment.
 */
export async function compromise(
  services: Services,
  actor: Actor,
  { serial, reason }: { readonly serial: string; readonly reason?: string | undefined },
): Promise<ShownDevice> {
  const because = reason === undefined ? {} : { reason };
  await withDevice(services, serial, (device) => {
    if (device.status === 'compromised') return Promise.resolve(true);
    if (device.status === 'available') {
      const event = newEvent(services, actor, {
        type: 'hardware.compromised',
        ...because,
        details: { serial },
      });
      return compromiseDevice(services.table, serial, event);
    }
    return atItsUser(device, (userId, tokenId) =>
      changeUser<void>(services, { userId, actor }, (user) => {
        const { lastUsedMovingFactor } = findToken(user, tokenId).tokenState;
        return {
          state: takeTokens(user.state, [tokenId]),
          event: { type: 'hardware.compromised', ...because, details: { serial, token: tokenId } },
          along: [
            writes.removeToken(services.table, userId, tokenId),
            moveDevice(services.table, serial, {
              from: { status: 'assigned', tokenId },
              to: { status: 'compromised', lastUsedMovingFactor },
            }),
          ],
          answer: undefined,
        };
      }),
    );
  });
  return getDevice(services, serial);
}

/** Removes an unassigned device from the pool and deletes its key. */
export async function removeDevice(services: Services, actor: Actor, serial: string): Promise<void> {
  await withDevice(services, serial, (device) => {
    if (device.status === 'assigned') throw notAllowed('A user has this device. Unassign it first.');
    const event = newEvent(services, actor, { type: 'hardware.deleted', details: { serial } });
    return deleteDevice(services.table, device, event);
  });
}
