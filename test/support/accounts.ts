import { defaultSettings, type Settings } from '../../lib/domain/settings.ts';
import type { Answer } from './api.ts';
import { appCode, start } from './people.ts';
import type { World } from './world.ts';

export const day = 86_400;

/** How long users may take to enroll unless a test says otherwise. */
export const period = defaultSettings.enrollmentPeriodSeconds;

export const iso = (epoch: number): string => new Date(epoch * 1000).toISOString();

/** Sets all settings to their defaults but these, and waits until they act. */
export async function useSettings(world: World, change: Partial<Settings> = {}): Promise<void> {
  await world.api.expect(200, 'PUT', '/v1/settings', { body: { ...defaultSettings, ...change } });
  world.advance(5);
}

/** Each backup code is hashed slowly on purpose. Where their number does not matter, three do, and enrolling takes a third. */
export const useFewBackupCodes = (world: World): Promise<void> => useSettings(world, { backupCodeCount: 3 });

/** The status view: the stage, and the labels with their values in the order shown. */
export async function statusView(world: World, userId: string) {
  const { stage, attributes } = await world.api.expect(200, 'GET', `/v1/users/${userId}/status`);
  const shown = attributes.map(({ label, value }: Record<'label' | 'value', string>) => [label, value]);
  return { stage, shown } as { stage: string; shown: [label: string, value: string][] };
}

export const stageOf = async (world: World, userId: string): Promise<string> =>
  (await statusView(world, userId)).stage;

/** An operator's order about an account; the whole answer, whatever it is. */
export function order(
  world: World,
  userId: string,
  action: 'enable' | 'disable' | 'reset' | 'restore-access',
): Promise<Answer> {
  const proof = action === 'reset' || action === 'restore-access' ? { identityVerified: true } : {};
  return world.api.call('POST', `/v1/users/${userId}/${action}`, { body: proof });
}

/** A sign-in attempt; the whole answer, whatever it is. */
export function signIn(world: World, userId: string): Promise<Answer> {
  return world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
}

export async function isEnabled(world: World, userId: string): Promise<boolean> {
  return (await world.api.expect(200, 'GET', `/v1/users/${userId}`)).enabled;
}

/** Everything recorded of a user, newest first. */
export async function eventsOf(world: World, userId: string) {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/events?limit=100`);
  return items as { type: string; actor: string; reason?: string; details?: Record<string, unknown> }[];
}

export async function countEvents(world: World, userId: string, type: string): Promise<number> {
  return (await eventsOf(world, userId)).filter((event) => event.type === type).length;
}

/** An enrollment inside a sign-in, begun and waiting for its first code. */
export async function beginEnrollment(world: World, userId: string) {
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const { secret } = await world.api.expect(201, 'POST', path, { as: 'application' });
  /** Answers with a code, or else with the right one of now. */
  const confirm = (code = appCode(secret, world.now)): Promise<Answer> =>
    world.api.call('POST', `${path}/confirmation`, { as: 'application', body: { code } });
  return { verificationId, path, secret: String(secret), confirm };
}
