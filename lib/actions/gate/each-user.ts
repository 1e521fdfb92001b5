import { eachOf } from '../../concurrency.ts';
import { Problem } from '../../domain/problems.ts';

/** A user who was left unchanged, with the code of the problem that stopped the change. */
export interface SkippedUser {
  readonly userId: string;
  readonly code: string;
}

/**
 * Changes users of one step, several at a time. A user whose change is refused is skipped: deleted in the meantime,
 * ranked above the operator, or the operator's own account.
 */
export async function eachUser<T extends { readonly userId?: string }>(
  users: Iterable<T>,
  change: (user: T) => Promise<void>,
): Promise<SkippedUser[]> {
  const skipped: SkippedUser[] = [];
  await eachOf(users, async (user) => {
    try {
      await change(user);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      skipped.push({ userId: user.userId ?? '', code: error.code });
    }
  });
  return skipped;
}
