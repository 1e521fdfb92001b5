import type { GuessDetails } from './event-details.ts';
import { Problem } from './problems.ts';
import { type EpochSeconds, secondsPerDay } from './time.ts';
import type { Failures, UserState } from './user-state.ts';

/**
 * The account throttle (rule 2): failures over all sessions and factors. RFC 4226 section 7.3 demands it: the seed's
 * lockout belongs to one sign-in (1.18) and alone would let a guesser start over for ever.
 */
export const throttle = {
  /** Consecutive failures without a wait. */
  free: 10,
  firstWaitSeconds: 30,
  longestWaitSeconds: 3_600,
  /** Failures in any 24 hours, whatever succeeded in between. */
  perDay: 50,
  /** D7: from here on the window narrows to one step. */
  narrowFrom: 5,
  /** Wrong backup codes that are checked and refused in any 24 hours. The right one is accepted all the same. */
  backupCodesPerDay: 5,
  /** NIST SP 800-63B-4 section 3.2.2: consecutive failures of one token, after which it is locked. */
  perToken: 100,
} as const;

export const noFailures: Failures = { consecutive: 0, hours: {}, backupCodes: [] };

const hourOf = (at: EpochSeconds): number => Math.floor(at / 3_600);

/** Hours that can hold a failure younger than 24 hours: 25, because a full day starts and ends inside an hour. */
function recentHours(failures: Failures, now: EpochSeconds): [hour: number, count: number][] {
  return Object.entries(failures.hours)
    .map(([hour, count]): [number, number] => [Number(hour), count])
    .filter(([hour]) => hour > hourOf(now) - 25)
    .sort(([a], [b]) => a - b);
}

const sum = (hours: readonly [number, number][]): number =>
  hours.reduce((total, [, count]) => total + count, 0);

/** When the account may try again; `undefined` = now. */
export function blockedUntil(failures: Failures, now: EpochSeconds): EpochSeconds | undefined {
  const hours = recentHours(failures, now);
  let over = sum(hours) - throttle.perDay + 1;
  let dayEnds = 0;
  for (const [hour, count] of hours) {
    if (over <= 0) break;
    over -= count;
    dayEnds = (hour + 25) * 3_600;
  }
  const until = Math.max(failures.blockedUntil ?? 0, dayEnds);
  return until > now ? until : undefined;
}

/** Failures that the account may still have before it has to wait. */
export function triesLeft(failures: Failures, now: EpochSeconds): number {
  if (blockedUntil(failures, now) !== undefined) return 0;
  const today = throttle.perDay - sum(recentHours(failures, now));
  // After a wait, one try is allowed before the next wait.
  return Math.min(Math.max(1, throttle.free - failures.consecutive), today);
}

/**
 * D7: until when, after several failures in a row, codes are accepted only one time step either side; `undefined` =
 * the full window applies. Ends by itself within a day without failures: a user who cannot answer in the narrow
 * window would otherwise be stuck in it.
 */
export function narrowedUntil(failures: Failures, now: EpochSeconds): EpochSeconds | undefined {
  if (failures.consecutive < throttle.narrowFrom) return undefined;
  const [last] = recentHours(failures, now).at(-1) ?? [];
  const until = last === undefined ? 0 : last * 3_600 + secondsPerDay;
  return until > now ? until : undefined;
}

/** D7: time steps that are accepted on either side. */
export const windowOf = (failures: Failures, totpWindow: number, now: EpochSeconds): number =>
  narrowedUntil(failures, now) === undefined ? totpWindow : Math.min(1, totpWindow);

/** When backup codes may be tried again; `undefined` = now. */
export function backupCodesBlockedUntil(failures: Failures, now: EpochSeconds): EpochSeconds | undefined {
  const recent = failures.backupCodes.filter((at) => at > now - secondsPerDay);
  const oldest = recent.at(-throttle.backupCodesPerDay);
  return oldest === undefined ? undefined : oldest + secondsPerDay;
}

/** The wait after this many consecutive failures. */
const waitSeconds = (consecutive: number): number =>
  Math.min(
    throttle.firstWaitSeconds * 2 ** Math.min(consecutive - throttle.free, 20),
    throttle.longestWaitSeconds,
  );

/** One more failure: waits double from 30 s to an hour once the free ones are used up. */
export function countFailure(failures: Failures, now: EpochSeconds, backupCode: boolean): Failures {
  const consecutive = failures.consecutive + 1;
  const hours = Object.fromEntries(recentHours(failures, now));
  hours[hourOf(now)] = (hours[hourOf(now)] ?? 0) + 1;
  const recent = failures.backupCodes.filter((at) => at > now - secondsPerDay);
  return {
    consecutive,
    hours,
    backupCodes: backupCode ? [...recent, now] : recent,
    ...(consecutive >= throttle.free ? { blockedUntil: now + waitSeconds(consecutive) } : {}),
  };
}

/** Takes back a failure that was counted at `at` before the verdict was known. */
export function uncountFailure(failures: Failures, at: EpochSeconds): Failures {
  const consecutive = Math.max(0, failures.consecutive - 1);
  const { blockedUntil: until, ...rest } = failures;
  // The wait that this very failure started is removed with it; a wait that others caused stays.
  const earned = consecutive >= throttle.free && until !== at + waitSeconds(failures.consecutive);
  const hour = hourOf(at);
  const { [hour]: counted = 0, ...others } = failures.hours;
  return {
    ...rest,
    consecutive,
    hours: counted > 1 ? { ...others, [hour]: counted - 1 } : others,
    ...(until !== undefined && earned ? { blockedUntil: until } : {}),
  };
}

/**
 * Whether this failure starts the first wait of a series: the user gets a notice of that one, not of every further
 * one.
 */
export function beginsWait(before: Failures, after: Failures, now: EpochSeconds): boolean {
  const begins = blockedUntil(before, now) === undefined && blockedUntil(after, now) !== undefined;
  return begins && after.consecutive <= throttle.free;
}

/** A success clears the consecutive count and its wait, not the 24 hours. */
export function clearConsecutive(failures: Failures): Failures {
  return { consecutive: 0, hours: failures.hours, backupCodes: failures.backupCodes };
}

/**
 * The guard in front of everything that checks a guess (rule 2).
 *
 * @throws Problem `account-throttled` while the account waits
 */
export function assertNotThrottled(failures: Failures, now: EpochSeconds, backupCodesLeft = false): void {
  const until = blockedUntil(failures, now);
  if (until !== undefined) refuseThrottled(until, now, backupCodesLeft);
}

/** @throws Problem `account-throttled`, always */
export function refuseThrottled(until: EpochSeconds, now: EpochSeconds, backupCodesLeft: boolean): never {
  const hint = backupCodesLeft
    ? ' A backup code still works: start the verification with `"mode": "look-up"`.'
    : '';
  throw new Problem(
    'account-throttled',
    `This account is temporarily blocked after too many failed attempts.${hint}`,
    {
      retryAfterSeconds: until - now,
    },
  );
}

/**
 * One wrong guess, wherever it was made: charged to the account and to each token it was tried on (rule 2).
 *
 * @returns the state and, for its event, that a guess was counted and whether it starts a series of waits, which the
 * user gets a notice of
 */
export function chargeGuess(
  state: UserState,
  tried: readonly string[],
  now: EpochSeconds,
  backupCode = false,
): { readonly state: UserState; readonly told: GuessDetails } {
  const failures = countFailure(state.failures, now, backupCode);
  const tokens = Object.fromEntries(
    Object.entries(state.tokens).map(([id, token]) => [
      id,
      tried.includes(id) ? { ...token, failures: token.failures + 1 } : token,
    ]),
  );
  const throttled = beginsWait(state.failures, failures, now);
  const told: GuessDetails = { counted: true, ...(throttled ? { throttled } : {}) };
  return { state: { ...state, tokens, failures }, told };
}

/**
 * A right code outside a verification: it is spent, and so is a code that was sent for this purpose. Resets the
 * token's failures and the account's consecutive ones.
 */
export function afterRightCode(
  { test: _test, ...state }: UserState,
  tokenId: string,
  lastUsedMovingFactor: number | undefined,
  now: EpochSeconds,
): UserState {
  const token = state.tokens[tokenId];
  if (!token) return state;
  const used = {
    ...token,
    failures: 0,
    lastUsedAt: now,
    ...(lastUsedMovingFactor === undefined ? {} : { lastUsedMovingFactor }),
  };
  return {
    ...state,
    tokens: { ...state.tokens, [tokenId]: used },
    failures: clearConsecutive(state.failures),
  };
}
