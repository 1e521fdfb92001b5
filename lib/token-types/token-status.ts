import type { Policy } from '../domain/policy.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { TokenRecord, TokenState } from '../domain/user-state.ts';
import { typeOfToken } from './index.ts';
import { tokenTypePolicy } from './policy.ts';

export type TokenStatus = 'PENDING' | 'ACTIVE' | 'DISABLED' | 'OBSOLETE';

export type TokenAction =
  | 'view'
  | 'edit'
  | 'test'
  | 'challenge'
  | 'reset'
  | 'confirm'
  | 'disable'
  | 'enable'
  | 'delete'
  | 'replace';

type Judged = Pick<TokenRecord, 'type' | 'expiresAt'>;

/** 2.09, 2.13, D4: a token out of date is OBSOLETE whatever else it was; only ACTIVE ones verify. */
export function statusOf(
  record: Judged,
  tokenState: Pick<TokenState, 'status'>,
  policy: Pick<Policy, 'tokenTypes'>,
  now: EpochSeconds,
): TokenStatus {
  const worn = record.expiresAt !== undefined && record.expiresAt <= now;
  if (worn || tokenTypePolicy(policy, record.type).obsolete) return 'OBSOLETE';
  return tokenState.status === 'active' ? 'ACTIVE' : 'DISABLED';
}

/** 2.05: when the token was last edited or its status last changed, including by itself. */
export function updatedAt(
  {
    type,
    expiresAt = Number.POSITIVE_INFINITY,
    updatedAt: edited,
  }: Pick<TokenRecord, 'type' | 'expiresAt' | 'updatedAt'>,
  policy: Pick<Policy, 'tokenTypes'>,
  now: EpochSeconds,
): EpochSeconds {
  const { obsoleteChangedAt = 0 } = tokenTypePolicy(policy, type);
  return Math.max(edited, obsoleteChangedAt, expiresAt <= now ? expiresAt : 0);
}

/** 2.06: only what type and state allow. */
export function actionsOf(token: Parameters<typeof typeOfToken>[0], status: TokenStatus): TokenAction[] {
  const known = typeOfToken(token);
  if (status === 'PENDING') return ['view', ...(known?.key ? (['confirm'] as const) : []), 'delete'];
  if (status === 'OBSOLETE') return ['view', 'replace', 'delete'];
  if (status === 'DISABLED') return ['view', 'edit', 'enable', 'delete'];
  return ['view', ...(known?.actions ?? []), 'disable', 'delete'];
}
