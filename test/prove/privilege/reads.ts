import { importDevices, newDevice } from '../../hardware/devices.ts';
import { defineClass } from '../../support/classes.ts';
import { enrolledUser, newId, start } from '../../support/people.ts';
import { callerOf, routes, targetOf } from '../../support/routes.ts';
import type { World } from '../../support/world.ts';
import { readingOnly } from '../operations/index.ts';
import { functionOf } from './functions-apart.ts';

/** More than one way through a route: what else is asked for, by its operation. */
const queries: Readonly<Record<string, readonly string[]>> = {
  listUsers: ['', '?query=per', '?stage=enrolled', '?totp=Y', '?limit=1'],
  listHardwareTokens: ['', '?status=available'],
  listExpiringUsers: ['?withinHours=720'],
};

const bodies: Readonly<Record<string, object>> = {
  getSettingsImpact: { enrollmentPeriodSeconds: 86_400, backupCodesLow: 1 },
};

const service = {
  kind: 'https',
  url: 'https://factor.example.org/',
  secret: `whsec_${'A'.repeat(43)}=`,
  timeoutMilliseconds: 1_000,
};

/** Asks every route that changes nothing about something that is there. */
export async function readAll(world: World, wanted: (name: string) => boolean): Promise<void> {
  const { userId, tokenId } = await enrolledUser(world, { roles: ['Cashier'] });
  const device = newDevice('totp');
  await importDevices(world, device);
  const role = newId('Role');
  await world.api.expect(200, 'PUT', `/v1/roles/${role}`, {
    body: { type: 'Group', twoFactorRequired: false },
  });
  const { verificationId } = await start(world, userId);
  const provider = newId('Provider');
  await world.api.expect(200, 'PUT', `/v1/providers/${provider}`, { body: service });
  const names: Readonly<Record<string, string>> = {
    '/v1/roles': role,
    '/v1/classes': await defineClass(world),
    '/v1/providers': provider,
  };
  await world.drain();
  for (const route of routes) {
    const { method, path, operationId } = route;
    if (method !== 'GET' && !readingOnly.includes(operationId)) continue;
    const name = names[path.slice(0, path.lastIndexOf('/'))] ?? '';
    const target = targetOf(route, { userId, tokenId, serial: device.serial, verificationId, name });
    if (!wanted(functionOf(method, target))) continue;
    for (const query of queries[operationId] ?? ['']) {
      // Past what a function keeps of the policy.
      world.advance(6);
      const body = bodies[operationId];
      await world.api.expect(route.success.status, method, target + query, {
        as: callerOf(route, userId),
        ...(body ? { body } : {}),
      });
    }
  }
}
