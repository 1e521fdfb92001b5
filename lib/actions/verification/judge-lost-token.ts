import { timingSafeEqual } from 'node:crypto';
import { type DataKey, keyedHash } from '../../crypto/sealing.ts';
import type { TypedCode } from '../../domain/codes.ts';
import { lostTokenCode, lostTokenId } from '../../domain/exceptions.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';

/** 128 bits under a key that only KMS opens. */
export function hashOfLostTokenCode(key: DataKey, userId: string, tokenId: string, code: string): string {
  return keyedHash(key, ['lost-token', userId, tokenId, code]).subarray(0, 16).toString('base64url');
}

/** P.12: whether this is the code for the user's lost token. It may be used any number of times until it ends. */
export async function judgeLostToken(
  { keyring }: Pick<Services, 'keyring'>,
  question: {
    readonly user: User;
    readonly code: TypedCode;
    readonly tokenId?: string | undefined;
    readonly now: EpochSeconds;
  },
): Promise<boolean> {
  const { state } = question.user;
  const live = lostTokenCode(state, question.now);
  if (!live || (question.tokenId !== undefined && question.tokenId !== lostTokenId)) return false;
  const key = await keyring.byId(live.keyId);
  const given = Buffer.from(hashOfLostTokenCode(key, state.userId, live.tokenId, question.code.value));
  const kept = Buffer.from(live.hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
