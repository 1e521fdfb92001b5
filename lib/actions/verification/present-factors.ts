import { classOf } from '../../domain/classes.ts';
import { lostTokenCode, lostTokenId } from '../../domain/exceptions.ts';
import type { Policy } from '../../domain/policy.ts';
import { answersWait } from '../../domain/private-questions.ts';
import { Problem } from '../../domain/problems.ts';
import type { Purpose } from '../../domain/session-state.ts';
import { blockedUntil } from '../../domain/throttle.ts';
import { type EpochSeconds, secondsPerDay } from '../../domain/time.ts';
import { contactOf, serialOf } from '../../domain/token-records.ts';
import type { User } from '../../domain/user-state.ts';
import type { AskedQuestion, Mode } from '../../token-types/contract.ts';
import { tokenTypePolicy } from '../../token-types/policy.ts';
import { backupCodesId, mayUseBackupCodes, servesBackupCodes, usableTokens } from './factors.ts';

/** A factor that can answer a challenge, as applications see it. */
export interface Factor {
  readonly tokenId: string;
  readonly type: string;
  readonly typeName: string;
  readonly label: string;
  readonly device: string | null;
  readonly mode: Mode;
  /** The questions to answer, for private questions (3.07). */
  readonly questions?: readonly AskedQuestion[];
}

/**
 * The factors offered at `now`: while the account is throttled only backup codes, because the right one is always
 * accepted; no questions while wrong answers make them wait (3.07).
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
    const { tokenId, label } = record;
    const tokenState = user.state.tokens[tokenId];
    const questions = type.asks?.(record, policyOfClass, sessionId);
    const waits = answersWait(tokenState, policyOfClass.questions, now) !== undefined;
    if (questions && waits) return [];
    return [
      {
        tokenId,
        type: record.type,
        typeName: tokenTypePolicy(policy, record.type).name,
        label,
        device: contactOf(record)?.masked ?? serialOf(record) ?? null,
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

/**
 * A challenge without factors could never be answered.
 *
 * @throws Problem `account-throttled` while every factor for this purpose has to wait
 */
export function refuseWhileAllWait(user: User, policy: Policy, purpose: Purpose, now: EpochSeconds): void {
  if (offeredFactors(user, policy, purpose, now, '').length > 0) return;
  const { questions } = classOf(user.profile.class, policy.classes);
  const ends = [
    blockedUntil(user.state.failures, now),
    ...usableTokens(user, policy, purpose, now).map(({ record }) => {
      const wait = answersWait(user.state.tokens[record.tokenId], questions, now);
      return wait?.ends === 'at' ? wait.until : undefined;
    }),
  ].filter((until) => until !== undefined);
  throw new Problem(
    'account-throttled',
    'All factors of this user are temporarily blocked after failed attempts.',
    {
      retryAfterSeconds: ends.length > 0 ? Math.min(...ends) - now : secondsPerDay,
    },
  );
}
