import { defined } from '../domain/defined.ts';
import type { SentCode, VerificationSlot } from '../domain/session-state.ts';
import type { Failures, LostTokenCode, TokenState } from '../domain/user-state.ts';
/**
 * Members of STATE are written short, because every sign-in pays for their size. Times and time steps are in base 36:
 * six letters instead of ten digits.
 */
export const short = (value: number | undefined): string => value?.toString(36) ?? '';

export const number = (text: string | undefined): number | undefined =>
  text ? Number.parseInt(text, 36) : undefined;

export const encodeTokenState = ({
  status,
  failures,
  lastUsedMovingFactor,
  lastUsedAt,
  wrongAnswers,
}: TokenState): string =>
  [
    status === 'active' ? 'a' : 'd',
    failures,
    short(lastUsedMovingFactor),
    short(lastUsedAt),
    ...(wrongAnswers ? [`${wrongAnswers.count}:${short(wrongAnswers.lastAt)}`] : []),
  ].join(' ');

export function decodeTokenState(text: string): TokenState {
  const [status, failures, lastUsedMovingFactor, lastUsedAt, wrongAnswers] = text.split(' ');
  const [count, lastAt] = wrongAnswers?.split(':') ?? [];
  return {
    status: status === 'a' ? 'active' : 'disabled',
    failures: Number(failures),
    ...defined({
      lastUsedMovingFactor: number(lastUsedMovingFactor),
      lastUsedAt: number(lastUsedAt),
      wrongAnswers: wrongAnswers ? { count: Number(count), lastAt: number(lastAt) ?? 0 } : undefined,
    }),
  };
}

const statuses = ['open', 'verified', 'locked'] as const;

export const encodeSession = (slot: VerificationSlot): string =>
  [
    statuses.indexOf(slot.status),
    `${slot.attempts}${slot.guessed ? 'g' : ''}`,
    short(slot.expiresAt),
    [slot.attemptId ?? '', ...(slot.earlierAttempts ?? [])].join(','),
    slot.tokenId ?? '',
    short(slot.verifiedAt),
    slot.sent ? encodeSent(slot.sent) : '',
    slot.askedAttempt ?? '',
    short(slot.version),
  ]
    .join(' ')
    .trimEnd();

export function decodeSession(text: string): VerificationSlot {
  const [status, attempts, expiresAt, attempted = '', tokenId, verifiedAt, sent, asked, version] =
    text.split(' ');
  const [attemptId, ...earlier] = attempted.split(',');
  return {
    status: statuses[Number(status)] ?? 'locked',
    attempts: Number.parseInt(attempts ?? '0', 10),
    expiresAt: number(expiresAt) ?? 0,
    version: number(version) ?? 0,
    ...defined({
      guessed: attempts?.endsWith('g') ? (true as const) : undefined,
      attemptId: attemptId || undefined,
      earlierAttempts: earlier.length > 0 ? earlier : undefined,
      tokenId: tokenId || undefined,
      verifiedAt: number(verifiedAt),
      sent: sent ? decodeSent(sent) : undefined,
      askedAttempt: asked || undefined,
    }),
  };
}

const encodeSent = ({ tokenId, keyed, sentAt, expiresAt, sends }: SentCode): string =>
  [tokenId, keyed?.hash ?? '', keyed?.keyId ?? '', short(sentAt), short(expiresAt), sends].join('|');

function decodeSent(text: string): SentCode {
  const [tokenId = '', hash = '', keyId, sentAt, expiresAt, sends] = text.split('|');
  return {
    tokenId,
    ...(hash ? { keyed: { hash, keyId: Number(keyId) } } : {}),
    sentAt: number(sentAt) ?? 0,
    expiresAt: number(expiresAt) ?? 0,
    sends: Number(sends),
  };
}

export const encodeLostToken = ({ tokenId, hash, keyId, validUntil }: LostTokenCode): string =>
  [tokenId, hash, keyId, short(validUntil)].join('|');

export function decodeLostToken(text: string): LostTokenCode {
  const [tokenId = '', hash = '', keyId, validUntil] = text.split('|');
  return { tokenId, hash, keyId: Number(keyId), validUntil: number(validUntil) ?? 0 };
}

/** Hours as `<hour>:<count>`. */
export const encodeFailures = ({ consecutive, blockedUntil, hours, backupCodes }: Failures): string =>
  [
    consecutive,
    short(blockedUntil),
    Object.entries(hours).map(([hour, count]) => `${short(Number(hour))}:${count}`),
    backupCodes.map(short),
  ].join(' ');

export function decodeFailures(text: string): Failures {
  const [consecutive, blockedUntil, hours = '', backupCodes = ''] = text.split(' ');
  const list = (joined: string): string[] => joined.split(',').filter(Boolean);
  return {
    consecutive: Number(consecutive),
    hours: Object.fromEntries(
      list(hours).map((entry) => {
        const [hour, count] = entry.split(':');
        return [String(number(hour)), Number(count)];
      }),
    ),
    backupCodes: list(backupCodes).map((at) => number(at) ?? 0),
    ...defined({ blockedUntil: number(blockedUntil) }),
  };
}
