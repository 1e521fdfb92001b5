import { Problem } from './problems.ts';
import type { StartedVerification, VerificationSession, VerificationSlot } from './session-state.ts';
import type { EpochSeconds } from './time.ts';
import type { UserState } from './user-state.ts';

/**
 * Slots kept per user of those without another limit: the account throttle limits guesses, and the send caps limit
 * sent codes. The oldest is dropped first.
 */
const verifiedKept = 64;
/** Verifications that met only spent codes. A dropped one regains all its attempts, for spent codes. */
const spentKept = 32;

/** Letters of a session id: 64 random bits, and one user has a few dozen at a time. */
export const sessionIdLength = 11;

export const unknownVerification = (): Problem =>
  new Problem('not-found', 'This verification does not exist. Start one with POST /v1/verifications.');

const verificationExpired = (): Problem =>
  new Problem('verification-expired', 'This verification has expired or was ended. Start a new one.');

/**
 * A verification now.
 *
 * @throws Problem `verification-expired` when its time is over, or when a reset, disabling the account or another
 * requirement has ended all verifications since. A locked one stays locked (1.19).
 */
export function findSession(
  state: Pick<UserState, 'sessions' | 'epoch' | 'overVersion'>,
  started: StartedVerification,
  now: EpochSeconds,
): VerificationSession {
  const slot = slotOf(state, started);
  const { status, ...happened } = slot ?? newSlot(started);
  const session = { ...started, ...happened, status: status === 'open' ? started.asks : status };
  if (status === 'locked' || status === 'verified') return session;
  const ended = started.epoch !== state.epoch || (!slot && started.version <= (state.overVersion ?? -1));
  if (ended || session.expiresAt <= now) throw verificationExpired();
  return session;
}

/**
 * What happened in this very verification. A key that is reused after its verification has expired starts another one
 * under the same session id, and what is left of the first says nothing about it.
 */
export function slotOf(
  { sessions }: Pick<UserState, 'sessions'>,
  { sessionId, expiresAt, version }: Pick<StartedVerification, 'sessionId' | 'expiresAt' | 'version'>,
): VerificationSlot | undefined {
  const slot = Object.hasOwn(sessions, sessionId) ? sessions[sessionId] : undefined;
  return slot?.expiresAt === expiresAt && slot.version === version ? slot : undefined;
}

const newSlot = ({
  expiresAt,
  version,
}: Pick<StartedVerification, 'expiresAt' | 'version'>): VerificationSlot => ({
  status: 'open',
  attempts: 0,
  expiresAt,
  version,
});

/** Records what happened in a verification. Expired slots are dropped. */
export function changeSession(
  state: UserState,
  started: Pick<StartedVerification, 'sessionId' | 'expiresAt' | 'version'>,
  change: Partial<VerificationSlot>,
  now: EpochSeconds,
): UserState {
  const { sessionId } = started;
  const slot = { ...(slotOf(state, started) ?? newSlot(started)), ...change };
  const others = Object.entries(state.sessions).filter(
    ([id, { expiresAt }]) => id !== sessionId && expiresAt > now,
  );
  const oldest = (of: (slot: VerificationSlot) => boolean, kept: number) => {
    const alike = others.filter(([, other]) => of(other)).sort(([, a], [, b]) => a.version - b.version);
    return alike.slice(0, Math.max(0, alike.length + (of(slot) ? 1 : 0) - kept));
  };
  // Only the user's own successes reach this limit. What was started at the version of the last dropped one, or
  // before, ends with it: without its slot it would read as open again.
  const verified = oldest(({ status }) => status === 'verified', verifiedKept);
  const last = verified.at(-1)?.[1].version;
  const overVersion = last === undefined ? undefined : Math.max(state.overVersion ?? -1, last);
  const gone = [
    ...verified,
    ...oldest((other) => metOnlySpentCodes(other) && other.status === 'open', spentKept),
  ];
  const kept = others.filter((entry) => !gone.includes(entry));
  return {
    ...state,
    ...(overVersion === undefined ? {} : { overVersion }),
    sessions: { ...Object.fromEntries(kept), [sessionId]: slot },
  };
}

const metOnlySpentCodes = ({ status, guessed, sent, askedAttempt }: VerificationSlot): boolean =>
  status !== 'verified' && !guessed && !sent && !askedAttempt;

/**
 * Whether a spent code costs only its verification: once enough verifications were locked by spent codes, further
 * ones are charged like wrong codes.
 */
export const spentCodesAreFree = ({ sessions }: Pick<UserState, 'sessions'>, now: EpochSeconds): boolean =>
  Object.values(sessions).filter(
    (slot) => slot.status === 'locked' && metOnlySpentCodes(slot) && slot.expiresAt > now,
  ).length < spentKept;

/** Every started verification ends, with every code on its way; locked verifications stay locked (1.19). */
export function endVerifications({ test: _test, overVersion: _over, ...state }: UserState): UserState {
  const locked = Object.entries(state.sessions).flatMap(([id, { sent: _sent, ...slot }]) =>
    slot.status === 'locked' ? [[id, slot]] : [],
  );
  return { ...state, epoch: nextEpoch(state), sessions: Object.fromEntries(locked) };
}

/**
 * Above every epoch that an id of this user may have: the stored ones, and the one that a start derives from a
 * changed class before that is written.
 */
export const nextEpoch = (before: Pick<UserState, 'epoch' | 'version'> | undefined): number =>
  Math.max(before?.epoch ?? 0, before?.version ?? 0) + 1;

/** Codes that are on their way to a token no longer work. */
export function withoutSentCodes(state: UserState, tokenId: string): UserState {
  const sessions = Object.entries(state.sessions).map(([id, session]) => {
    const { sent, ...rest } = session;
    return [id, sent?.tokenId === tokenId ? rest : session];
  });
  const { test, ...kept } = state;
  return {
    ...kept,
    ...(test && test.tokenId !== tokenId ? { test } : {}),
    sessions: Object.fromEntries(sessions),
  };
}
