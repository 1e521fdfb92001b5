import { renderSVG } from 'uqr';
import { encodeBase32 } from '../crypto/base32.ts';
import type { Actor } from '../domain/authorization.ts';
import type { TypedCode } from '../domain/codes.ts';
import { endSessions, expireEnrollment, revokePending, stageOf } from '../domain/enrollment.ts';
import type { EventOf } from '../domain/events.ts';
import type { Settings } from '../domain/settings.ts';
import {
  beginsWait,
  blockedUntil,
  clearConsecutive,
  countFailure,
  refuseThrottled,
} from '../domain/throttle.ts';
import type { EpochSeconds } from '../domain/time.ts';
import type { PendingEnrollment, TokenRecord, User, UserState } from '../domain/user-state.ts';
import { changeSession, findSession, parseVerificationId } from '../domain/verification-sessions.ts';
import type { Services } from '../services.ts';
import { writes } from '../store/users.ts';
import { issueBackupCodes } from '../token-types/backup-codes.ts';
import type { TokenType } from '../token-types/contract.ts';
import { totp } from '../token-types/totp.ts';
import { changeUser, type Decision, type Written } from './change-user.ts';
import {
  accountDisabled,
  enrollmentExpired,
  invalidCode,
  notAllowed,
  verificationLocked,
} from './refusals.ts';
import { openKey, openSecret, sealSecret } from './secrets.ts';

/** RFC 4226 section 4 R6: a 160-bit secret is recommended. */
const secretBytes = 20;

/** The key as the user takes it over, in every form that apps accept. */
export interface Provisioning {
  readonly tokenId: string;
  readonly secret: string;
  readonly otpauthUri: string;
  readonly qrCodeSvg: string;
}

/** A new enrollment, its key generated or typed. It verifies nothing until its first code. */
export async function newPending(
  services: Services,
  userId: string,
  now: EpochSeconds,
  typed?: Uint8Array,
): Promise<PendingEnrollment> {
  const tokenId = services.random(9).toString('base64url');
  const secret = typed ?? services.random(secretBytes);
  return {
    tokenId,
    type: totp.type,
    secret: await sealSecret(services, userId, tokenId, secret),
    parameters: totp.defaults,
    label: totp.name,
    startedAt: now,
    typed: typed !== undefined,
    shown: false,
  };
}

/**
 * The pending enrollment to hand out: a typed key is kept until it is replaced, a generated one only as long as
 * nobody can have seen it. Else who saw an earlier link or page would know the key that is enrolled later.
 */
export async function pendingToShow(
  services: Services,
  { state }: User,
  now: EpochSeconds,
): Promise<PendingEnrollment> {
  const { pending } = state;
  const kept =
    pending && (pending.typed || !pending.shown) ? pending : await newPending(services, state.userId, now);
  return { ...kept, shown: true };
}

export async function provision(
  services: Services,
  { state, profile }: User,
  token: Pick<TokenRecord, 'tokenId' | 'secret' | 'parameters'>,
  issuer: string,
): Promise<Provisioning> {
  const secret = await openSecret(services, state.userId, token);
  const otpauthUri = totp.provisioningUri({
    issuer,
    account: profile.email || state.userId,
    secret,
    parameters: token.parameters,
  });
  return {
    tokenId: token.tokenId,
    secret: encodeBase32(secret),
    otpauthUri,
    qrCodeSvg: renderSVG(otpauthUri, { ecc: 'M', border: 2 }),
  };
}

/**
 * Judges the first code of a pending enrollment and, if it is right, makes the token ACTIVE and the user ENROLLED
 * with a new set of backup codes, all in one transaction. A wrong code counts against the account (rule 2) and is
 * the last failed attempt to enroll (0.05).
 */
export async function confirmPending(
  services: Services,
  user: User,
  code: TypedCode,
  settings: Settings,
  now: EpochSeconds,
): Promise<Written<{ readonly backupCodes: string[] }>> {
  const { state } = user;
  const { pending } = state;
  if (!pending) throw notAllowed('No enrollment waits for a code. Start one first.');
  const until = blockedUntil(state.failures, now);
  if (until !== undefined) refuseThrottled(until, now, false);
  const verdict = await judgeFirstCode(services, state.userId, pending, totp, code, settings, now);
  if (verdict.outcome !== 'accepted') {
    const failures = countFailure(state.failures, now, false);
    const throttled = beginsWait(state.failures, failures, now);
    return {
      state: { ...state, failures, lastFailedEnrollmentAt: now },
      event: {
        type: 'enrollment.failed',
        details: { type: pending.type, ...(throttled ? { throttled } : {}) },
      },
      refusal: invalidCode(),
    };
  }
  const { userId } = state;
  const key = await services.keyring.current();
  const { codes, record } = await issueBackupCodes(settings.backupCodeCount, {
    key,
    random: services.random,
    now,
    userId,
  });
  const { startedAt: _started, typed: _typed, shown: _shown, ...token } = pending;
  const { lastFailedEnrollmentAt: _failed, ...rest } = endSessions(revokePending(state));
  return {
    state: {
      ...rest,
      enrolledAt: state.enrolledAt ?? now,
      generation: state.generation + 1,
      tokens: {
        ...state.tokens,
        [pending.tokenId]: { status: 'active', failures: 0, moving: verdict.moving, lastUsedAt: now },
      },
      codes: { setId: record.setId, remaining: codes.length },
      failures: clearConsecutive(state.failures),
    },
    event: { type: 'enrollment.confirmed', details: { type: pending.type, token: pending.tokenId } },
    along: [
      writes.putToken(services.table, userId, { ...token, createdAt: now, updatedAt: now }),
      writes.putCodes(services.table, userId, record),
    ],
    answer: { backupCodes: codes },
  };
}

async function judgeFirstCode(
  services: Services,
  userId: string,
  pending: PendingEnrollment,
  type: TokenType,
  code: TypedCode,
  settings: Settings,
  now: EpochSeconds,
) {
  if (code.kind !== 'otp') return { outcome: 'wrong' } as const;
  const key = await openKey(services, userId, pending);
  const { parameters } = pending;
  return type.check({
    code: code.value,
    key,
    parameters,
    moving: undefined,
    now,
    window: settings.totpWindow,
  });
}

/** Fresh enrollment inside a verification (1.13): the key to take over. */
export async function startEnrollment(
  services: Services,
  actor: Actor,
  verificationId: string,
): Promise<Provisioning> {
  const { sessionId, userId } = parseVerificationId(verificationId);
  const settings = await services.settings();
  return changeUser<Provisioning>(services, { userId, actor, cheap: true }, async (user, now) => {
    const refused = refuseEnrollment(user.state, sessionId, settings, now);
    if (refused) return refused;
    // A key of its own: whoever saw an earlier one, in a mail or another sign-in, must not know this one too.
    const pending = { ...(await newPending(services, userId, now)), shown: true };
    return {
      state: { ...revokePending(user.state), pending },
      event: { type: 'enrollment.started', details: { token: pending.tokenId, verification: sessionId } },
      answer: await provision(services, user, pending, settings.issuer),
    };
  });
}

/** The first code of that enrollment: right, it also verifies the sign-in it happened in. */
export async function confirmEnrollment(
  services: Services,
  actor: Actor,
  verificationId: string,
  code: TypedCode,
): Promise<{ readonly backupCodes: string[] }> {
  const { sessionId, userId } = parseVerificationId(verificationId);
  const settings = await services.settings();
  const cheaply = { userId, actor, cheap: true } as const;
  return changeUser<{ readonly backupCodes: string[] }>(services, cheaply, async (user, now) => {
    const refused = refuseEnrollment(user.state, sessionId, settings, now);
    if (refused) return refused;
    const decision = await confirmPending(services, user, code, settings, now);
    if ('answer' in decision) {
      const tokenId = user.state.pending?.tokenId ?? '';
      const verified = { status: 'verified', tokenId, verifiedAt: now } as const;
      return { ...decision, state: changeSession(decision.state, sessionId, verified) };
    }
    const attempts = (user.state.sessions[sessionId]?.attempts ?? 0) + 1;
    const locked = attempts >= settings.maximumInvalidAttempts;
    const change = { attempts, ...(locked ? { status: 'locked' as const } : {}) };
    return {
      ...decision,
      event: withDetails(decision.event, { verification: sessionId, ...(locked ? { locked } : {}) }),
      state: changeSession(decision.state, sessionId, change),
      refusal: invalidCode(Math.max(0, settings.maximumInvalidAttempts - attempts)),
    };
  });
}

function withDetails(event: EventOf, details: NonNullable<EventOf['details']>): EventOf {
  return { ...event, details: { ...event.details, ...details } };
}

/** 0.10, 0.11: while expired nobody enrolls, and trying to disables the account like any sign-in attempt. */
function refuseEnrollment(
  state: UserState,
  sessionId: string,
  settings: Settings,
  now: EpochSeconds,
): Decision<never> | undefined {
  if (!state.enabled) throw accountDisabled();
  const session = findSession(state, sessionId, now);
  if (session.status === 'locked' || session.attempts >= settings.maximumInvalidAttempts) {
    throw verificationLocked();
  }
  if (session.status !== 'enrollment-required') {
    throw notAllowed('This verification does not ask for an enrollment.');
  }
  if (stageOf(state, settings, now) !== 'expired') return undefined;
  return {
    state: expireEnrollment(state, now, true),
    event: { type: 'enrollment.expired-at-sign-in' },
    refusal: enrollmentExpired(),
  };
}
