import type { TypedCode } from '../domain/codes.ts';
import type { Settings } from '../domain/settings.ts';
import { throttle } from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { User } from '../domain/user-state.ts';
import type { Services } from '../services.ts';
import { checkBackupCode } from '../token-types/backup-codes.ts';
import { backupCodesId, usableTokens } from './factors.ts';
import { openKey } from './secrets.ts';

/** How a code was judged, before anything is counted or written. */
export type Judgement =
  | {
      readonly outcome: 'accepted';
      readonly tokenId: string;
      readonly type: string;
      readonly moving?: number;
      readonly selector?: string;
    }
  | { readonly outcome: 'spent' | 'wrong'; readonly tried: readonly string[] };

interface Typed {
  readonly code: TypedCode;
  readonly tokenId?: string | undefined;
}

/** Judges a code against everything of the user's that may answer it, as one attempt. Changes nothing. */
export async function judgeCode(
  services: Services,
  user: User,
  { code, tokenId }: Typed,
  settings: Settings,
  now: EpochSeconds,
): Promise<Judgement> {
  if (code.kind === 'look-up') {
    if (!user.codes || (tokenId !== undefined && tokenId !== backupCodesId))
      return { outcome: 'wrong', tried: [] };
    const key = await services.keyring.byId(user.codes.keyId);
    const userId = user.state.userId;
    const { outcome, selector } = await checkBackupCode(code.value, { record: user.codes, key, userId });
    return outcome === 'accepted'
      ? { outcome, tokenId: backupCodesId, type: backupCodesId, selector }
      : { outcome, tried: [] };
  }
  const candidates = usableTokens(user).filter(
    ({ record, type }) => type.mode === 'otp' && (tokenId === undefined || record.tokenId === tokenId),
  );
  const narrowed = user.state.failures.consecutive >= throttle.narrowFrom;
  const window = narrowed ? Math.min(1, settings.totpWindow) : settings.totpWindow;
  const verdicts = await Promise.all(
    candidates.map(async ({ record, type }) => ({
      record,
      verdict: type.check({
        code: code.value,
        key: await openKey(services, user.state.userId, record),
        parameters: record.parameters,
        moving: user.state.tokens[record.tokenId]?.moving,
        now,
        window,
      }),
    })),
  );
  for (const { record, verdict } of verdicts) {
    if (verdict.outcome === 'accepted') {
      return { ...verdict, tokenId: record.tokenId, type: record.type };
    }
  }
  const spent = verdicts.some(({ verdict }) => verdict.outcome === 'spent');
  return { outcome: spent ? 'spent' : 'wrong', tried: candidates.map(({ record }) => record.tokenId) };
}
