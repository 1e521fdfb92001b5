import { type DataKey, keyedHash } from '../../crypto/sealing.ts';
import type { BackupCodes } from '../../domain/hashed-secrets.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User, UserState } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { writes } from '../../store/users.ts';
import { drawBackupCodes, issueBackupCodes } from '../../token-types/backup-codes.ts';
import type { Written } from '../gate/change-user.ts';
import { notAllowed } from '../gate/refusals.ts';
import { once } from '../keys/once.ts';

/** A set of codes, generated on first use and then reused: hashing a set takes a third of a second. */
export type NewCodes = () => Promise<{ readonly codes: string[]; readonly record: BackupCodes }>;

/** @param attempt derives the set from an attempt that the caller may repeat: see {@link codesOfAttempt} */
export const newCodes = (
  { keyring, random, clock }: Services,
  userId: string,
  count: number,
  attempt?: Attempted,
): NewCodes =>
  once(async () => {
    const key = await keyring.current();
    const drawn = attempt ? drawnFor(key, userId, attempt) : random;
    return issueBackupCodes(count, { key, random: drawn, now: Math.floor(clock() / 1000), userId });
  });

/** Known only to the caller of one attempt and stored nowhere. */
export interface Attempted {
  readonly linkToken: string;
  readonly pin: string | undefined;
  readonly idempotencyKey: string;
}

/** Indistinguishable from random without the data key and every part of the attempt. */
function drawnFor(key: DataKey, userId: string, { linkToken, pin = '', idempotencyKey }: Attempted) {
  let drawn = 0;
  return (bytes: number): Buffer => {
    const parts = ['backup-codes', userId, linkToken, pin, idempotencyKey, String(drawn++)];
    return keyedHash(key, parts).subarray(0, bytes);
  };
}

/** How long a lost answer can be repeated. */
const repeatableSeconds = 600;

/**
 * The backup codes that this very attempt was issued, for a retry after a lost answer. They are stored nowhere but
 * derived again. Returns nothing once one of them was used or replaced.
 */
export async function codesOfAttempt(
  { keyring }: Pick<Services, 'keyring'>,
  { state, codes }: Pick<User, 'state' | 'codes'>,
  attempt: Attempted,
  now: EpochSeconds,
): Promise<string[] | undefined> {
  if (!codes || codes.issuedAt + repeatableSeconds <= now || state.codes?.setId !== codes.setId)
    return undefined;
  const { userId } = state;
  const key = await keyring.byId(codes.keyId);
  const count = Object.keys(codes.hashes).length;
  if (state.codes.remaining !== count) return undefined;
  const again = drawBackupCodes(count, drawnFor(key, userId, attempt));
  return again.setId === codes.setId ? again.codes : undefined;
}

/** 1.15, 3.14: a new set, shown once; the same write invalidates the old set. */
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
