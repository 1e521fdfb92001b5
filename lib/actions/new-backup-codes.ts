import type { EpochSeconds } from '../domain/time.ts';
import type { UserState } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import { issueBackupCodes } from '../token-types/backup-codes.ts';
import type { Written } from './change-user.ts';
import { notAllowed } from './refusals.ts';

/** 1.15, 3.14: a new set, shown once; the old set dies with the same write. */
export async function newBackupCodes(
  { keyring, random, table }: Services,
  state: UserState,
  count: number,
  now: EpochSeconds,
): Promise<Written<string[]>> {
  if (state.enrolledAt === undefined) {
    throw notAllowed('The account is not enrolled. Backup codes are issued with the enrollment.');
  }
  const { userId } = state;
  const key = await keyring.current();
  const { codes, record } = await issueBackupCodes(count, { key, random, now, userId });
  return {
    state: {
      ...state,
      codes: { setId: record.setId, remaining: codes.length },
      generation: state.generation + 1,
    },
    event: { type: 'backup-codes.recreated', details: { count: codes.length } },
    along: [writes.putCodes(table, userId, record)],
    answer: codes,
  };
}
