import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import type { Answer, Caller } from '../support/api.ts';
import { attempt, createUser, newId, start } from '../support/people.ts';
import type { World } from '../support/world.ts';

export interface TestDevice {
  readonly serial: string;
  readonly key: Buffer;
  readonly kind: 'totp' | 'hotp';
  readonly more?: Readonly<Record<string, string>>;
}

export const newDevice = (kind: TestDevice['kind'], more: TestDevice['more'] = {}): TestDevice => ({
  serial: newId('D').toUpperCase(),
  key: randomBytes(20),
  kind,
  more,
});

/** The file that their maker would send. */
export function csvOf(devices: readonly TestDevice[]): string {
  const extra = ['digits', 'algorithm', 'period', 'counter', 'starts', 'expires', 'manufacturer', 'model'];
  const lines = devices.map(({ serial, key, kind, more = {} }) =>
    [serial, key.toString('hex'), kind, 'hex', ...extra.map((name) => more[name] ?? '')].join(','),
  );
  return [['serial', 'secret', 'type', 'encoding', ...extra].join(','), ...lines].join('\n');
}

export const sendCsv = (world: World, document: string, as: Caller = 'administrator'): Promise<Answer> =>
  world.api.call('POST', '/v1/hardware-tokens/import', {
    as,
    rawBody: document,
    headers: { 'content-type': 'text/csv' },
  });

/** Devices in the pool. */
export async function importDevices(world: World, ...devices: TestDevice[]): Promise<void> {
  const { status, body } = await sendCsv(world, csvOf(devices));
  if (status !== 200 || body.imported !== devices.length) throw new Error(JSON.stringify(body));
}

/** What the device shows: of time, or of its counter; by an implementation that is not ours. */
export const shows = ({ key }: TestDevice, at: { epoch: number } | { counter: number }): string =>
  'epoch' in at
    ? generateSync({ secret: key, ...at })
    : generateSync({ strategy: 'hotp', secret: key, ...at });

export const assign = (world: World, userId: string, serial: string, more: object = {}): Promise<Answer> =>
  world.api.call('POST', `/v1/users/${userId}/tokens`, { body: { type: 'hardware', serial, ...more } });

/** A new user who has this device. */
export async function holderOf(
  world: World,
  device: TestDevice,
): Promise<{ userId: string; tokenId: string }> {
  const userId = await createUser(world);
  const { status, body } = await assign(world, userId, device.serial);
  if (status !== 201) throw new Error(JSON.stringify(body));
  return { userId, tokenId: body.tokenId };
}

/** A sign-in with this code: its status. */
export async function signInWith(world: World, userId: string, code: string): Promise<number> {
  const { verificationId } = await start(world, userId);
  return (await attempt(world, verificationId, code)).status;
}

export const poolEntry = (world: World, serial: string) =>
  world.api.expect(200, 'GET', `/v1/hardware-tokens/${serial}`);

export const move = (
  world: World,
  serial: string,
  action: string,
  body: object = {},
  as: Caller = 'administrator',
) => world.api.call('POST', `/v1/hardware-tokens/${serial}/${action}`, { body, as });
