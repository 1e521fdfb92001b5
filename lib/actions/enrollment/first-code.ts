import { createSecretKey } from 'node:crypto';
import type { TypedCode } from '../../domain/codes.ts';
import { activateToken } from '../../domain/enrollment.ts';
import { assertRoom, isKey } from '../../domain/pending.ts';
import type { Policy } from '../../domain/policy.ts';
import type { SentCode } from '../../domain/session-state.ts';
import type { Settings } from '../../domain/settings.ts';
import { assertNotThrottled, chargeGuess, clearConsecutive, triesLeft } from '../../domain/throttle.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type {
  ContactDevice,
  KeyToken,
  PendingEnrollment,
  TokenDescription,
  TokenRecord,
  User,
} from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { writes } from '../../store/users.ts';
import type { Verdict } from '../../token-types/contract.ts';
import { tokenType } from '../../token-types/index.ts';
import { totp } from '../../token-types/totp.ts';
import type { Written } from '../gate/change-user.ts';
import { invalidCode, notAllowed } from '../gate/refusals.ts';
import { openSecret, sealSecret } from '../keys/secrets.ts';
import { enrollsAlone } from '../verification/factors.ts';
import { isSentCode } from '../verification/judge-code.ts';
import type { NewCodes } from './new-backup-codes.ts';
import { keyOf } from './new-key.ts';

/** An enrollment that a first code can turn into a token. */
export interface KeyOrContact {
  readonly token: TokenDescription;
  readonly judge: (code: TypedCode, settings: Settings, now: EpochSeconds) => Promise<Verdict>;
  /** The token that it becomes when it is confirmed at that moment. */
  readonly confirmed: (now: EpochSeconds) => Promise<TokenRecord>;
}

/** @param sealed the key as already stored, if it is */
export function keyCandidate(
  services: Services,
  userId: string,
  token: TokenDescription & Pick<KeyToken, 'parameters'>,
  key: () => Promise<Buffer> | Buffer,
  sealed?: Uint8Array,
): KeyOrContact {
  return {
    token,
    async judge(code, { totpWindow }, now) {
      return keyOf(tokenType(token.type) ?? totp).check({
        code: code.value,
        key: createSecretKey(await key()),
        parameters: token.parameters,
        lastUsedMovingFactor: undefined,
        now,
        window: totpWindow,
      });
    },
    confirmed: async (now) => ({
      ...token,
      kind: 'key',
      secret: sealed ?? (await sealSecret(services, userId, token.tokenId, await key())),
      createdAt: now,
      updatedAt: now,
    }),
  };
}

export function sentCandidate(
  services: Services,
  token: TokenDescription,
  { sent, boundTo }: { readonly sent: SentCode; readonly boundTo: string },
  device: () => Promise<ContactDevice>,
): KeyOrContact {
  return {
    token,
    async judge(code, _settings, now) {
      const right = await isSentCode(services, { code, sent, boundTo, now }, token.tokenId);
      return { outcome: right ? 'accepted' : 'wrong' };
    },
    confirmed: async (now) => ({
      ...token,
      kind: 'contact',
      device: await device(),
      createdAt: now,
      updatedAt: now,
    }),
  };
}

export function pendingCandidate(
  services: Services,
  userId: string,
  pending: PendingEnrollment,
): KeyOrContact {
  if (isKey(pending)) {
    const { startedAt: _started, by: _by, seen: _seen, secret, ...token } = pending;
    return keyCandidate(services, userId, token, () => openSecret(services, userId, pending), secret);
  }
  const { startedAt: _started, by: _by, device, sent, ...token } = pending;
  return sentCandidate(services, token, { sent, boundTo: pending.tokenId }, async () => device);
}

export interface FirstCode {
  readonly code: TypedCode;
  /** Checked side by side as one guess. The first candidate that the code matches is enrolled. */
  readonly candidates: readonly KeyOrContact[];
  readonly policy: Policy;
  /** Absent if the caller must not see any. */
  readonly backupCodes: NewCodes | undefined;
  /** Further details for the event of a right code. */
  readonly told?: Readonly<Record<string, string | number | boolean>>;
}

export interface Confirmed {
  readonly tokenId: string;
  readonly type: string;
  readonly backupCodes: string[];
}

/**
 * Checks a first code. A right one makes the token ACTIVE and the user ENROLLED with a new set of backup codes, all
 * in one transaction. A wrong one counts against the account (rule 2) and is recorded as the last failed attempt to
 * enroll (0.05).
 */
export async function confirmFirst(
  services: Services,
  user: User,
  { code, candidates, policy, backupCodes, told = {} }: FirstCode,
  now: EpochSeconds,
): Promise<Written<Confirmed>> {
  const { state } = user;
  const [first] = candidates;
  if (!first) throw notAllowed('No enrollment is waiting for a code. Start one first.');
  assertRoom(state);
  assertNotThrottled(state.failures, now);
  const fit = await firstThatFits(candidates, code, policy.settings, now);
  if (!fit) {
    const charged = chargeGuess(state, [], now);
    return {
      state: { ...charged.state, lastFailedEnrollmentAt: now },
      event: { type: 'enrollment.failed', details: { type: first.token.type, ...charged.told } },
      refusal: invalidCode(triesLeft(charged.state.failures, now)),
    };
  }
  const { token, lastUsedMovingFactor } = fit;
  const record = await fit.confirmed(now);
  const { lastFailedEnrollmentAt: _failed, ...active } = activateToken(
    state,
    token.tokenId,
    {
      status: 'active',
      failures: 0,
      lastUsedAt: now,
      ...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }),
    },
    now,
    enrollsAlone(user, record, policy),
  );
  // Backup codes come with the enrollment (1.13); a further authenticator leaves the set unchanged.
  const kept = active.enrolledAt === undefined || (state.enrolledAt !== undefined && state.codes);
  const issued = kept ? undefined : await backupCodes?.();
  const codes = issued?.codes ?? [];
  return {
    state: {
      ...active,
      ...(issued ? { codes: { setId: issued.record.setId, remaining: codes.length } } : {}),
      failures: clearConsecutive(state.failures),
    },
    event: {
      type: 'enrollment.confirmed',
      details: {
        type: token.type,
        token: token.tokenId,
        ...(codes.length > 0 ? { backupCodes: codes.length } : {}),
        ...told,
      },
    },
    along: [
      writes.putToken(services.table, state.userId, record),
      ...(issued ? [writes.putCodes(services.table, state.userId, issued.record)] : []),
    ],
    answer: { tokenId: token.tokenId, type: token.type, backupCodes: codes },
  };
}

async function firstThatFits(
  candidates: readonly KeyOrContact[],
  code: TypedCode,
  settings: Settings,
  now: EpochSeconds,
) {
  if (code.kind !== 'otp') return undefined;
  const judged = await Promise.all(
    candidates.map(async (candidate) => ({
      ...candidate,
      verdict: await candidate.judge(code, settings, now),
    })),
  );
  const fit = judged.find(({ verdict }) => verdict.outcome === 'accepted');
  return (
    fit && {
      ...fit,
      lastUsedMovingFactor: fit.verdict.outcome === 'accepted' ? fit.verdict.lastUsedMovingFactor : undefined,
    }
  );
}
