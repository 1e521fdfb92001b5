import { timingSafeEqual } from 'node:crypto';
import { type DataKey, keyedHash } from '../../crypto/sealing.ts';
import { type ClassPolicy, classOf } from '../../domain/classes.ts';
import type { TypedAnswers, TypedCode } from '../../domain/codes.ts';
import { lostTokenId } from '../../domain/exceptions.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Purpose, SentCode } from '../../domain/session-state.ts';
import { windowOf } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { providerOf } from '../../domain/token-records.ts';
import type { TokenRecord, User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { checkBackupCode } from '../../token-types/backup-codes.ts';
import type { CodeToJudge, TokenType } from '../../token-types/contract.ts';
import { openKey } from '../keys/secrets.ts';
import { activeTokens, backupCodesId, servesBackupCodes, usableTokens } from './factors.ts';
import { judgeLostToken } from './judge-lost-token.ts';

/** The verdict on a code, before anything is counted or written. */
export type Judgement =
  | {
      readonly outcome: 'accepted';
      readonly tokenId: string;
      readonly type: string;
      readonly lastUsedMovingFactor?: number;
      readonly selector?: string;
    }
  | { readonly outcome: 'spent' | 'wrong'; readonly tried: readonly string[] }
  | Elsewhere;

/** Nothing here accepts the code, and these providers have not been asked yet. */
export interface Elsewhere {
  readonly outcome: 'elsewhere';
  readonly asks: readonly { readonly record: TokenRecord; readonly provider: string | undefined }[];
  readonly tried: readonly string[];
  /** Whether tokens verified here were tried too and rejected the code. */
  readonly judgedHere: boolean;
}

export interface Question {
  readonly user: User;
  readonly code: TypedCode | TypedAnswers;
  readonly tokenId?: string | undefined;
  /** The code that was sent for this verification or test, if any. */
  readonly sent: SentCode | undefined;
  /** What that code was bound to: the verification, or the test. */
  readonly boundTo: string;
  readonly policy: Policy;
  /** The purpose for which the user's class must accept the token; absent in a test, which ignores the class. */
  readonly purpose?: Purpose;
  readonly now: EpochSeconds;
}

/** Checks a code against all of the user's factors that may answer it, as one attempt. Changes nothing. */
export async function judgeCode(services: Services, question: Question): Promise<Judgement> {
  const { user, code, policy, purpose, now } = question;
  if (code.kind === 'look-up') {
    if (purpose && !servesBackupCodes(user, policy, purpose)) return { outcome: 'wrong', tried: [] };
    return (await judgeLostToken(services, { ...question, code }))
      ? { outcome: 'accepted', tokenId: lostTokenId, type: lostTokenId }
      : judgeBackupCode(services, question, code);
  }
  const fit = purpose ? usableTokens(user, policy, purpose, now) : activeTokens(user, policy, now);
  const candidates = fit.filter(
    ({ record, type }) =>
      (question.tokenId === undefined || record.tokenId === question.tokenId) &&
      (type.asks !== undefined) === (code.kind === 'answers'),
  );
  const tried = candidates.map(({ record }) => record.tokenId);
  const verdicts = await Promise.all(
    candidates.map(async ({ record, type }) => ({
      record,
      type,
      verdict: await type.judge(attemptOf(services, question, record)),
    })),
  );
  for (const { record, verdict } of verdicts) {
    if (verdict.outcome !== 'accepted') continue;
    const { tokenId, type } = record;
    const { lastUsedMovingFactor } = verdict;
    return {
      outcome: 'accepted',
      tokenId,
      type,
      ...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }),
    };
  }
  if (verdicts.some(({ verdict }) => verdict.outcome === 'spent')) return { outcome: 'spent', tried };
  const elsewhere = verdicts.filter(({ verdict }) => verdict.outcome === 'elsewhere');
  if (elsewhere.length === 0) return { outcome: 'wrong', tried };
  const ofUser = classOf(user.profile.class, policy.classes);
  const asks = elsewhere.map(({ record, type }) => delegateOf(record, type, ofUser));
  return { outcome: 'elsewhere', asks, tried, judgedHere: elsewhere.length < verdicts.length };
}

/** A token, and the provider that verifies it, if any. */
export const delegateOf = (record: TokenRecord, type: TokenType, { provider: ofClass }: ClassPolicy) => ({
  record,
  provider: type.provider?.({ ofToken: providerOf(record), ofClass }),
});

function attemptOf(services: Services, question: Question, record: TokenRecord): CodeToJudge {
  const { user, code, policy, now } = question;
  const { state } = user;
  const { totpWindow } = policy.settings;
  return {
    code: code.kind === 'answers' ? '' : code.value,
    lastUsedMovingFactor: state.tokens[record.tokenId]?.lastUsedMovingFactor,
    now,
    window: windowOf(state.failures, totpWindow, now),
    ...(record.kind === 'key'
      ? { parameters: record.parameters, openKey: () => openKey(services, state.userId, record) }
      : {}),
    isSentCode: async () =>
      code.kind !== 'answers' && isSentCode(services, { ...question, code }, record.tokenId),
    areRightAnswers: async () => {
      if (code.kind !== 'answers' || record.kind !== 'questions') return false;
      const { areRightAnswers } = await askedQuestions();
      return areRightAnswers(services, state.userId, record.tokenId, record.questions, code);
    },
  };
}

/**
 * The rules of private questions, loaded only for answers: few users have questions, and every cold start would pay
 * for it.
 */
export const askedQuestions = () => import('./asked-questions.ts');

/** The code that was sent to this token for this very verification, and to nothing else. */
export async function isSentCode(
  { keyring }: Services,
  {
    code,
    sent,
    boundTo,
    now,
  }: Pick<Question, 'sent' | 'boundTo' | 'now'> & { readonly code: Pick<TypedCode, 'value'> },
  tokenId: string,
): Promise<boolean> {
  if (!sent?.keyed || sent.tokenId !== tokenId || sent.expiresAt <= now) return false;
  const { hash, keyId } = sent.keyed;
  const given = Buffer.from(hashOfSentCode(await keyring.byId(keyId), boundTo, tokenId, code.value));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}

/** 128 bits under a key that only KMS opens: the code itself has too little entropy for a bare hash. */
export function hashOfSentCode(key: DataKey, boundTo: string, tokenId: string, code: string): string {
  return keyedHash(key, ['sent-code', boundTo, tokenId, code]).subarray(0, 16).toString('base64url');
}

async function judgeBackupCode(
  { keyring }: Services,
  { user, tokenId }: Question,
  code: TypedCode,
): Promise<Judgement> {
  if (!user.codes || (tokenId !== undefined && tokenId !== backupCodesId)) {
    return { outcome: 'wrong', tried: [] };
  }
  const key = await keyring.byId(user.codes.keyId);
  const { userId } = user.state;
  const { outcome, selector } = await checkBackupCode(code.value, { record: user.codes, key, userId });
  return outcome === 'accepted'
    ? { outcome, tokenId: backupCodesId, type: backupCodesId, selector }
    : { outcome, tried: [] };
}
