import { randomBytes } from 'node:crypto';
import { generateSync } from 'otplib';
import type { World } from './world.ts';

let count = 0;

/** An id that no other test uses. Its random part has no digits: six of them in a mail are a code, not part of a name. */
export const newId = (prefix = 'user'): string => `${prefix}-${++count}-${randomLetters()}`;

const randomLetters = (): string =>
  randomBytes(3)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] as string);

/** The code that an authenticator app would show, by an implementation that is not ours. */
export function appCode(secret: string, epoch: number): string {
  return generateSync({ secret, epoch });
}

/** A code that is certainly none of those accepted around now. */
export function wrongCode(secret: string, now: number): string {
  const near = new Set(Array.from({ length: 41 }, (_, i) => appCode(secret, now + (i - 20) * 30)));
  let code = 0;
  while (near.has(String(code).padStart(6, '0'))) code++;
  return String(code).padStart(6, '0');
}

export async function createUser(world: World, fields: object = {}): Promise<string> {
  const userId = newId();
  await world.api.expect(201, 'POST', '/v1/users', {
    body: { userId, displayName: `Person ${userId}`, email: `${userId}@example.org`, ...fields },
  });
  return userId;
}

export interface Enrolled {
  readonly userId: string;
  readonly secret: string;
  readonly tokenId: string;
  readonly backupCodes: string[];
}

/** A user who enrolled inside a sign-in. The clock is moved past the code that confirmed. */
export async function enrolledUser(world: World, fields: object = {}): Promise<Enrolled> {
  const userId = await createUser(world, fields);
  return enroll(world, userId);
}

export async function enroll(world: World, userId: string): Promise<Enrolled> {
  const { verificationId } = await start(world, userId);
  const path = `/v1/verifications/${verificationId}/enrollment`;
  const { secret, tokenId } = await world.api.expect(201, 'POST', path, { as: 'application' });
  const code = appCode(secret, world.now);
  const confirmed = await world.api.expect(200, 'POST', `${path}/confirmation`, {
    as: 'application',
    body: { code },
  });
  world.advance(120);
  return { userId, secret, tokenId, backupCodes: confirmed.backupCodes };
}

export async function start(world: World, userId: string, body: object = {}) {
  return world.api.expect(201, 'POST', '/v1/verifications', { as: 'application', body: { userId, ...body } });
}

/** Answers a verification; the whole answer, whatever it is. */
export function attempt(world: World, verificationId: string, code: string, more: object = {}) {
  return world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
    as: 'application',
    body: { code, ...more },
  });
}
