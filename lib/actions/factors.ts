import { backupCodesBlockedUntil, blockedUntil, throttle } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { TokenRecord, User } from '../domain/user-state.ts';
import type { Mode, TokenType } from '../token-types/contract.ts';
import { typeOfToken } from '../token-types/index.ts';
import { type Policy, tokenTypePolicy } from '../token-types/policy.ts';
import { statusOf } from '../token-types/token-status.ts';

/** Something a user can answer a challenge with, as applications see it. */
export interface Factor {
  readonly tokenId: string;
  readonly type: string;
  readonly typeName: string;
  readonly label: string;
  readonly device: string | null;
  readonly mode: Mode;
}

/** Backup codes are a factor without being a token; this stands where a token's id would. */
export const backupCodesId = 'backup-codes';

export interface UsableToken {
  readonly record: TokenRecord;
  readonly type: TokenType;
}

/**
 * The tokens that may answer: active in STATE, which is what the write is conditional on, not out of date, and
 * not locked by their own failures.
 */
export function usableTokens({ state, tokens }: User, policy: Policy, now: EpochSeconds): UsableToken[] {
  return tokens.flatMap((record) => {
    const standing = state.tokens[record.tokenId];
    const type = typeOfToken(record);
    if (!type || !standing || standing.failures >= throttle.perToken) return [];
    return statusOf(record, standing, policy, now) === 'ACTIVE' ? [{ record, type }] : [];
  });
}

/** The factors offered at `now`: while the account is throttled only backup codes, which have their own budget. */
export function offeredFactors(user: User, policy: Policy, now: EpochSeconds): Factor[] {
  const tokens: Factor[] = usableTokens(user, policy, now).map(({ record, type }) => ({
    tokenId: record.tokenId,
    type: record.type,
    typeName: tokenTypePolicy(policy, record.type).name,
    label: record.label,
    device: record.device?.masked ?? null,
    mode: type.mode,
  }));
  const lookUp: Factor[] = mayUseBackupCodes(user, now)
    ? [
        {
          tokenId: backupCodesId,
          type: backupCodesId,
          typeName: 'Backup codes',
          label: 'Backup codes',
          device: null,
          mode: 'look-up',
        },
      ]
    : [];
  return blockedUntil(user.state.failures, now) === undefined ? [...tokens, ...lookUp] : lookUp;
}

export function mayUseBackupCodes({ state }: User, now: EpochSeconds): boolean {
  if (!state.required || state.enrolledAt === undefined) return false;
  return (state.codes?.remaining ?? 0) > 0 && backupCodesBlockedUntil(state.failures, now) === undefined;
}
