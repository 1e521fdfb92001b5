import type { BackupCodes } from '../domain/hashed-secrets.ts';
import type { UserState } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import { issueBackupCodes } from '../token-types/backup-codes.ts';
import type { Written } from './change-user.ts';
import { once } from './once.ts';
import { notAllowed } from './refusals.ts';

/** A set of codes, made when it is asked for first and then kept: hashing one takes a third of a second. */
export type NewCodes = () => Promise<{ readonly codes: string[]; readonly record: BackupCodes }>;

export const newCodes = ({ keyring, random, clock }: Services, userId: string, count: number): NewCodes =>
  once(async () => {
    const key = await keyring.current();
    return issueBackupCodes(count, { key, random, now: Math.floor(clock() / 1000), userId });
  });

/** 1.15, 3.14: a new set, shown once; the old set ends with the same write. */
export async function newBackupCodes(
  { table }: Pick<Services, 'table'>,
  state: UserState,
  prepared: NewCodes,
): Promise<Written<string[]>> {
  if (state.enrolledAt === undefined) {
    throw notAllowed('The account is not enrolled. Backup codes are issued with the enrollment.');
  }
  const { codes, record } = await prepared();
  return {
    state: {
      ...state,
      codes: { setId: record.setId, remaining: codes.length },
      generation: state.generation + 1,
    },
    event: { type: 'backup-codes.recreated', details: { count: codes.length } },
    along: [writes.putCodes(table, state.userId, record)],
    answer: codes,
  };
}
