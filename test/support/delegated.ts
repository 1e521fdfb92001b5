import { createUser } from './people.ts';
import type { World } from './world.ts';

export const radiusSecret = 'a-long-shared-secret';

/** A RADIUS provider of this name at these ports, known to every function. */
export async function putRadius(
  world: World,
  ports: readonly number[],
  { name = 'radius', ...more }: { name?: string; timeoutMilliseconds?: number; attempts?: number } = {},
): Promise<void> {
  await world.api.expect(200, 'PUT', `/v1/providers/${name}`, {
    body: {
      kind: 'radius',
      servers: ports.map((port) => ({ host: '127.0.0.1', port })),
      secret: radiusSecret,
      timeoutMilliseconds: 4_000,
      attempts: 2,
      nasIdentifier: 'countersign',
      ...more,
    },
  });
  world.advance(6);
}

/** A service of this name, known to every function. */
export async function putService(world: World, name: string, url: string, secret: string): Promise<void> {
  await world.api.expect(200, 'PUT', `/v1/providers/${name}`, {
    body: { kind: 'https', url, secret, timeoutMilliseconds: 8_000 },
  });
  world.advance(6);
}

/** A user with one token of a type that is judged elsewhere. */
export async function delegatedUser(world: World, body: object, fields: object = {}) {
  const userId = await createUser(world, fields);
  const token = await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body });
  return { userId, tokenId: token.tokenId as string, token };
}

/** Types of a user's events, oldest first. */
export async function eventsOf(world: World, userId: string): Promise<string[]> {
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', `/v1/users/${userId}/events?limit=100`);
  const types = items.map(({ type }: { type: string }) => type).reverse();
  return types.filter((type: string) => !type.startsWith('message.'));
}
