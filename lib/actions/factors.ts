import { lostTokenCode, lostTokenId } from '../domain/exceptions.ts';
import { backupCodesBlockedUntil, blockedUntil, throttle } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { TokenRecord, User } from '../domain/user-state.ts';
import type { Mode, TokenType } from '../token-types/contract.ts';
import { tokenType } from '../token-types/index.ts';
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
    const type = tokenType(record.type);
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
  const lookUp = mayUseBackupCodes(user, now)
    ? [
        ...(user.state.codes?.remaining ? [lookUpFactor(backupCodesId, 'Backup codes')] : []),
        ...(lostTokenCode(user.state, now) ? [lookUpFactor(lostTokenId, 'Code for a lost token')] : []),
      ]
    : [];
  return blockedUntil(user.state.failures, now) === undefined ? [...tokens, ...lookUp] : lookUp;
}

const lookUpFactor = (id: string, name: string): Factor => ({
  tokenId: id,
  type: id,
  typeName: name,
  label: name,
  device: null,
  mode: 'look-up',
});

/** Backup codes and the code for a lost token share a budget of their own. */
export function mayUseBackupCodes({ state }: User, now: EpochSeconds): boolean {
  if (!state.required || state.enrolledAt === undefined) return false;
  const has = (state.codes?.remaining ?? 0) > 0 || lostTokenCode(state, now) !== undefined;
  return has && backupCodesBlockedUntil(state.failures, now) === undefined;
}
