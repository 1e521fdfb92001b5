import { defaultClass } from '../../lib/domain/classes.ts';
import type { Answer } from './api.ts';
import { newId } from './people.ts';
import type { World } from './world.ts';

export const classPath = (name: string): string => `/v1/classes/${encodeURIComponent(name)}`;

export const putClass = (world: World, name: string, body: object = {}): Promise<Answer> =>
  world.api.call('PUT', classPath(name), { body });

/** An existing class; its name is one that no other test uses unless given. */
export async function defineClass(world: World, body: object = {}, name = newId('Class')): Promise<string> {
  await world.api.expect(200, 'PUT', classPath(name), { body });
  return name;
}

/** A class as it acts at verifications, once the five seconds are over for which functions keep what they read. */
export async function useClass(world: World, name: string, fields: object): Promise<void> {
  const { name: _name, factors, ...rest } = defaultClass;
  // A class that names no provider asks none.
  const { api: _api, ...asked } = factors['sign-in'];
  const all = { 'sign-in': asked, approval: asked, 'password-reset': asked };
  await world.api.expect(200, 'PUT', classPath(name), {
    body: { ...rest, factors: all, confirmUnusable: true, ...fields },
  });
  world.advance(6);
}
