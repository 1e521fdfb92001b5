import type { Model } from './linearize.ts';

/** What clients ask of one account. `at` is the time of the call: the clock stands still while any is under way. */
export type Input = { readonly at: number } & (
  | { readonly kind: 'disable' }
  | { readonly kind: 'enable' }
  /** With the id that it got, or one that nobody knows. */
  | { readonly kind: 'start'; readonly verification: string }
  | { readonly kind: 'read'; readonly verification: string }
  | ({ readonly kind: 'attempt'; readonly verification: string; readonly key: string } & Typed)
);

/** A code of the app by its time step, a backup code by its place in the set; neither is a wrong one. */
type Typed =
  | { readonly typed: 'code'; readonly step?: number }
  | { readonly typed: 'backup code'; readonly place?: number };

/** As an application sees it: the status, or the problem's code; and what else it tells. */
export interface Output {
  readonly told: string;
  readonly remaining?: number;
}

interface Session {
  readonly status: 'open' | 'verified' | 'locked' | 'ended';
  readonly attempts: number;
  readonly expiresAt: number;
  /** Attempts that were judged, by their keys, with each answer: a retry gets the same. */
  readonly judged: Readonly<Record<string, Output>>;
}

export interface Account {
  readonly enabled: boolean;
  readonly lastStep: number;
  readonly spent: readonly number[];
  readonly failed: {
    readonly row: number;
    readonly day: number;
    readonly until: number;
    readonly backup: number;
  };
  readonly sessions: Readonly<Record<string, Session>>;
}

/** Rules of the service, as its documents say them. */
const rule = {
  attempts: 5,
  sessionSeconds: 600,
  freeFailures: 10,
  narrowFrom: 5,
  firstWait: 30,
  longestWait: 3_600,
  perDay: 50,
  backupPerDay: 5,
};

/** Answers to attempts that were not even judged. */
const refusals = ['account-disabled', 'account-throttled', 'verification-expired', 'verification-locked'];

type Result = { readonly state: Account; readonly output: Output };

export const accountModel = (initial: Account): Model<Account, Input, Output> => ({
  initial,
  step: (state, input) => stepOf(state, input),
  key: ({ sessions, ...state }) => JSON.stringify([state, Object.entries(sessions).sort()]),
  agrees: (expected, seen) =>
    expected.told === seen.told &&
    (expected.remaining === undefined || expected.remaining === seen.remaining),
  onlyTells: ({ kind }, { told }) => kind === 'read' || refusals.includes(told),
});

function stepOf(state: Account, input: Input): Result[] {
  const { at } = input;
  const tell = (told: string, more: Partial<Output> = {}): Result => ({ state, output: { told, ...more } });
  if (input.kind === 'enable') return [{ ...tell('200'), state: { ...state, enabled: true } }];
  if (input.kind === 'disable') return [{ ...tell('200'), state: state.enabled ? disabled(state) : state }];
  if (input.kind === 'start') {
    if (!state.enabled) return [tell('account-disabled')];
    if (waits(state, at)) return [tell('account-throttled')];
    return [{ ...tell('201'), state: started(state, at, input.verification) }];
  }
  if (input.kind === 'attempt' && !state.enabled) return [tell('account-disabled')];
  const { verification } = input;
  const session = state.sessions[verification];
  const over =
    session?.status === 'ended' ||
    (session?.status === 'open' && session.expiresAt <= at) ||
    session === undefined;
  if (over) return [tell(input.kind === 'read' ? 'expired' : 'verification-expired')];
  return input.kind === 'read' ? [readOf(state, session, at)] : attempted(state, session, input);
}

const put = (state: Account, id: string, session: Session): Account => ({
  ...state,
  sessions: { ...state.sessions, [id]: session },
});

function disabled(state: Account): Account {
  const sessions = Object.entries(state.sessions).map(([id, session]) => [
    id,
    session.status === 'locked' ? session : { ...session, status: 'ended' },
  ]);
  return { ...state, enabled: false, sessions: Object.fromEntries(sessions) };
}

/** A start leaves the others as they are. */
function started(state: Account, at: number, id: string): Account {
  const session: Session = {
    status: 'open',
    attempts: 0,
    expiresAt: at + rule.sessionSeconds,
    judged: {},
  };
  return put(state, id, session);
}

function readOf(state: Account, { status, attempts, expiresAt }: Session, at: number): Result {
  const remaining = rule.attempts - attempts;
  if (status === 'locked') return { state, output: { told: 'locked', remaining: 0 } };
  if (status === 'verified')
    return { state, output: { told: expiresAt > at ? 'verified' : 'expired', remaining } };
  return { state, output: { told: 'challenge', remaining } };
}

const waits = ({ failed }: Account, at: number): boolean => failed.until > at || failed.day >= rule.perDay;

function attempted(state: Account, session: Session, input: Input & { kind: 'attempt' }): Result[] {
  const { at, key, verification } = input;
  const remaining = rule.attempts - session.attempts;
  const tell = (told: string, more: Partial<Output> = {}): Result => ({ state, output: { told, ...more } });
  const before = session.judged[key];
  if (before) return [{ state, output: before }];
  if (session.status === 'locked') return [tell('verification-locked')];
  if (session.status === 'verified') return [tell('invalid-code', { remaining })];
  const backup = input.typed === 'backup code';
  if (!backup && waits(state, at)) return [tell('account-throttled')];

  const accepted = acceptedBy(state, input);
  if (accepted && accepted !== 'spent') {
    const output = { told: '200' };
    // What was refused before is a code that meets a finished verification from now on.
    const verified = put(accepted, verification, {
      ...session,
      status: 'verified',
      judged: { [key]: output },
    });
    const failed = { ...state.failed, row: 0, until: 0 };
    return [{ state: { ...verified, failed }, output }];
  }
  // The right backup code is accepted all the same; no more than five wrong ones a day are answered as such.
  if (backup && state.failed.backup >= rule.backupPerDay) return [tell('account-throttled')];
  const attempts = session.attempts + 1;
  const status = attempts >= rule.attempts ? 'locked' : 'open';
  const counted = accepted === 'spent' ? state : failedOnce(state, at, backup);
  const output = { told: 'invalid-code', remaining: rule.attempts - attempts };
  const judged = { ...session.judged, [key]: output };
  return [{ state: put(counted, verification, { ...session, attempts, status, judged }), output }];
}

/** What accepting makes of the account; `undefined` for a wrong code. */
function acceptedBy(state: Account, input: Typed & { at: number }): Account | 'spent' | undefined {
  if (input.typed === 'backup code') {
    const { place } = input;
    if (place === undefined) return undefined;
    return state.spent.includes(place) ? 'spent' : { ...state, spent: [...state.spent, place].sort() };
  }
  const { step, at } = input;
  const window = state.failed.row >= rule.narrowFrom ? 1 : 3;
  if (step === undefined || Math.abs(step - Math.floor(at / 30)) > window) return undefined;
  return step > state.lastStep ? { ...state, lastStep: step } : 'spent';
}

function failedOnce(state: Account, at: number, backup: boolean): Account {
  const { failed } = state;
  const row = failed.row + 1;
  const wait = Math.min(rule.firstWait * 2 ** (row - rule.freeFailures), rule.longestWait);
  return {
    ...state,
    failed: {
      row,
      day: failed.day + 1,
      until: row >= rule.freeFailures ? at + wait : 0,
      backup: failed.backup + (backup ? 1 : 0),
    },
  };
}
