import { expireEnrollments, type Sweep } from '../../lib/actions/expiry/expire-enrollments.ts';
import type { Swept } from '../../lib/actions/expiry/sweep-plan.ts';
import { period } from './accounts.ts';
import { createUser } from './people.ts';
import type { World } from './world.ts';

/** Runs the sweep with all the time it needs. */
export const sweep = (world: World, input: Sweep = {}): Promise<Swept> =>
  expireEnrollments(world.services, input, () => 60_000);

export async function createUsers(world: World, count: number, fields: object = {}): Promise<string[]> {
  const userIds: string[] = [];
  // A few at a time: the database is small.
  while (userIds.length < count) {
    const some = Math.min(8, count - userIds.length);
    userIds.push(...(await Promise.all(Array.from({ length: some }, () => createUser(world, fields)))));
  }
  return userIds;
}

/** A user whose enrollment period is over, which nobody has looked at yet. */
export async function expiredUser(world: World): Promise<string> {
  const userId = await createUser(world);
  world.advance(period);
  return userId;
}

/** What the status view shows of an expired enrollment. */
export const expiredView = (enabled: 'True' | 'False') => ({
  stage: 'expired',
  shown: [
    ['Account Enabled', enabled],
    ['TOTP Enrollment Expired', 'True'],
    ['Enrolled for 2FA', 'False'],
  ],
});
