import { type ClassPolicy, classOf } from '../domain/classes.ts';
import { lostTokenCode, lostTokenId } from '../domain/exceptions.ts';
import { offeredByClass } from '../domain/offered-factors.ts';
import { answersPasswordReset } from '../domain/password-reset.ts';
import type { Policy } from '../domain/policy.ts';
import { answersBlockedUntil } from '../domain/private-questions.ts';
import type { Purpose } from '../domain/session-state.ts';
import { blockedUntil, throttle } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { TokenRecord, User } from '../domain/user-state.ts';
import type { AskedQuestion, Mode, TokenType } from '../token-types/contract.ts';
import { typeOfToken } from '../token-types/index.ts';
import { tokenTypePolicy } from '../token-types/policy.ts';
import { statusOf } from '../token-types/token-status.ts';

/** Something a user can answer a challenge with, as applications see it. */
export interface Factor {
  readonly tokenId: string;
  readonly type: string;
  readonly typeName: string;
  readonly label: string;
  readonly device: string | null;
  readonly mode: Mode;
  /** What to answer, where it is not a code (3.07). */
  readonly questions?: readonly AskedQuestion[];
}

/** Backup codes are a factor without being a token; this stands where a token's id would. */
export const backupCodesId = 'backup-codes';

export interface UsableToken {
  readonly record: TokenRecord;
  readonly type: TokenType;
}

/**
 * The tokens that are fit to answer: active in STATE, which is what the write is conditional on, not out of date,
 * and not locked by their own failures.
 */
export function activeTokens(user: User, policy: Policy, now: EpochSeconds): UsableToken[] {
  return enrolledTokens(user, policy, now).filter(({ locked }) => !locked);
}

function enrolledTokens({ state, tokens }: User, policy: Policy, now: EpochSeconds) {
  return tokens.flatMap((record) => {
    const standing = state.tokens[record.tokenId];
    const type = typeOfToken(record);
    if (!type || !standing || statusOf(record, standing, policy, now) !== 'ACTIVE') return [];
    return [{ record, type, locked: standing.failures >= throttle.perToken }];
  });
}

/**
 * Those of them that the user's class lets answer for this purpose, in its order (3.05). A password reset that is to
 * show the phone or the mailbox takes a code that was sent there and nothing else (3.08).
 */
export function usableTokens(user: User, policy: Policy, purpose: Purpose, now: EpochSeconds): UsableToken[] {
  const policyOfClass = classOf(user.profile.class, policy.classes);
  const { passwordReset } = policyOfClass;
  const able = enrolledTokens(user, policy, now).filter((token) => isAble(token, policyOfClass));
  if (purpose === 'password-reset' && passwordReset.verifyBy !== 'M') {
    return able.filter(
      ({ record, type: { mode }, locked }) =>
        !locked && answersPasswordReset(passwordReset, { mode, deviceKind: record.device?.kind }),
    );
  }
  const candidates = able.map((token) => {
    const kind = token.record.device?.kind;
    const sentTo = kind === 'phone' || kind === 'email' ? { sentTo: kind } : {};
    return { token, factor: token.type.factor, locked: token.locked, ...sentTo };
  });
  return offeredByClass(candidates, policyOfClass, purpose).map(({ token }) => token);
}

/** Not where the class asks no questions, or more than the user has. */
const isAble = ({ record, type }: UsableToken, policyOfClass: ClassPolicy): boolean =>
  type.asks?.(record, policyOfClass, '').length !== 0;

/** Whether who has nothing but this token is enrolled: private questions only where the class asks them at sign-ins. */
export function enrollsAlone({ profile }: User, record: TokenRecord, { classes }: Policy): boolean {
  const type = typeOfToken(record);
  if (!type?.asks) return true;
  const policyOfClass = classOf(profile.class, classes);
  return (
    policyOfClass.factors['sign-in'][type.factor] !== undefined && isAble({ record, type }, policyOfClass)
  );
}

/**
 * The factors offered at `now`: while the account is throttled only backup codes, which have their own budget; no
 * questions while wrong answers have them wait (3.07).
 */
export function offeredFactors(
  user: User,
  policy: Policy,
  purpose: Purpose,
  now: EpochSeconds,
  sessionId: string,
): Factor[] {
  const policyOfClass = classOf(user.profile.class, policy.classes);
  const tokens = usableTokens(user, policy, purpose, now).flatMap(({ record, type }): Factor[] => {
    const { tokenId, label, device } = record;
    const questions = type.asks?.(record, policyOfClass, sessionId);
    const waits = answersBlockedUntil(user.state.tokens[tokenId], policyOfClass.questions, now) !== undefined;
    if (questions && waits) return [];
    return [
      {
        tokenId,
        type: record.type,
        typeName: tokenTypePolicy(policy, record.type).name,
        label,
        device: device?.masked ?? null,
        mode: type.mode,
        ...(questions ? { questions } : {}),
      },
    ];
  });
  const look = mayUseBackupCodes(user, now) && servesBackupCodes(user, policy, purpose);
  const lookUp = look
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

/** The right one is accepted whatever others have failed: only wrong ones are limited. */
export function mayUseBackupCodes({ state }: User, now: EpochSeconds): boolean {
  if (!state.required || state.enrolledAt === undefined) return false;
  return (state.codes?.remaining ?? 0) > 0 || lostTokenCode(state, now) !== undefined;
}

/** 3.08: a backup code shows neither the phone nor the mailbox. */
export function servesBackupCodes({ profile }: User, { classes }: Policy, purpose: Purpose): boolean {
  const { passwordReset } = classOf(profile.class, classes);
  return purpose !== 'password-reset' || answersPasswordReset(passwordReset, { mode: 'look-up' });
}
