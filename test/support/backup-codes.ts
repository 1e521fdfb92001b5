import { expect } from 'vitest';
import { attempt, type Enrolled, start } from './people.ts';
import type { World } from './world.ts';

/** The user answers so many sign-ins with backup codes. */
export async function spend(
  world: World,
  { userId, backupCodes }: Pick<Enrolled, 'userId' | 'backupCodes'>,
  count: number,
): Promise<void> {
  for (const code of backupCodes.slice(0, count)) {
    const { verificationId } = await start(world, userId);
    expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  }
}
