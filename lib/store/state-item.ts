import type { Apart } from '../domain/counting.ts';
import type { AuditEvent } from '../domain/events.ts';
import type { UserState } from '../domain/user-state.ts';
import { fromItem, type Item, toItem } from './items.ts';
import { due, keys, list, shardOf, timeKey, userIdOf } from './keys.ts';
import { decodeEnrolling, decodePending, encodeEnrolling, type StoredPending } from './pending-item.ts';
import { inPresentShape, shape } from './shapes.ts';
import {
  decodeFailures,
  decodeLostToken,
  decodeSession,
  decodeTokenState,
  encodeFailures,
  encodeLostToken,
  encodeSession,
  encodeTokenState,
  number,
  short,
} from './state-members.ts';

/**
 * STATE is written with every sign-in, and a write is billed by the kilobyte: sessions, tokens and failures are
 * stored as short strings, and nothing that the key or another member already says is stored twice.
 */
export function encodeState(state: UserState): Item {
  const { userId, tokens, sessions, failures, remembered, lostToken, enrolling, event, ...rest } = state;
  const { userId: _user, ...ownEvent } = event;
  return toItem({
    ...keys.state(userId),
    ...rest,
    shape,
    tokens: mapValues(tokens, encodeTokenState),
    sessions: mapValues(sessions, encodeSession),
    failures: encodeFailures(failures),
    ...(remembered ? { remembered: mapValues(remembered, short) } : {}),
    ...(lostToken ? { lostToken: encodeLostToken(lostToken) } : {}),
    ...(enrolling ? { enrolling: encodeEnrolling(enrolling) } : {}),
    event: ownEvent,
    ...indexOf(state),
  });
}

export function decodeState(item: Item): UserState {
  const {
    pk,
    sk: _sk,
    listPk: _listPk,
    listSk: _listSk,
    duePk: _duePk,
    dueAt: _dueAt,
    purgeAt: _purgeAt,
    apart: _apart,
    shape: _shape,
    remembered,
    lostToken,
    pending,
    enrolling,
    ...stored
  } = inPresentShape(fromItem(item)) as unknown as StoredState;
  const userId = userIdOf(pk);
  return {
    ...stored,
    userId,
    tokens: mapValues(stored.tokens, decodeTokenState),
    sessions: mapValues(stored.sessions, decodeSession),
    failures: decodeFailures(stored.failures),
    ...(remembered ? { remembered: mapValues(remembered, (until) => number(until) ?? 0) } : {}),
    ...(lostToken ? { lostToken: decodeLostToken(lostToken) } : {}),
    ...(pending ? { pending: decodePending(pending, stored.link) } : {}),
    ...(enrolling ? { enrolling: decodeEnrolling(enrolling) } : {}),
    event: { ...stored.event, userId },
  };
}

type CompactSlot =
  | 'userId'
  | 'tokens'
  | 'sessions'
  | 'failures'
  | 'remembered'
  | 'lostToken'
  | 'pending'
  | 'enrolling';

type StoredState = Omit<UserState, CompactSlot> & {
  shape?: number;
  pk: string;
  sk: string;
  listPk?: string;
  listSk?: string;
  duePk?: string;
  dueAt?: number;
  purgeAt?: number;
  apart?: Apart;
  tokens: Record<string, string>;
  sessions: Record<string, string>;
  failures: string;
  remembered?: Record<string, string>;
  lostToken?: string;
  pending?: StoredPending;
  enrolling?: string;
  event: AuditEvent;
};

/** How long a deleted user's item stays, so that no late write restores anything of it. */
const tombstoneSeconds = 30 * 86_400;

/** Derived from the rest of the state and written each time: earlier items had none of them. */
export const derived: readonly string[] = ['duePk', 'dueAt', 'apart'];

/**
 * The list index holds it under its stage, and the sparse due index holds it while a sweep may have to act: required,
 * not enrolled, not yet found expired. Both are sorted by the start of the period: its length is a setting, and
 * changing that must not rewrite every user. For the overview, the due index also holds enrolled users without any
 * backup codes, and `apart` marks users who are not expected to enroll.
 */
function indexOf(state: UserState): object {
  const { userId } = state;
  if (state.deletedAt !== undefined) return { purgeAt: state.deletedAt + tombstoneSeconds };
  const started = state.periodStartedAt ?? 0;
  if (!state.required) {
    return {
      listPk: list.stage('not-required'),
      listSk: timeKey(0, userId),
      ...(state.enrolledAt === undefined ? { apart: 'not-required' satisfies Apart } : {}),
    };
  }
  if (state.enrolledAt !== undefined) {
    return {
      listPk: list.stage('enrolled'),
      listSk: timeKey(state.enrolledAt, userId),
      ...(state.codes ? {} : { duePk: due.withoutCodes, dueAt: state.enrolledAt }),
    };
  }
  if (state.expiredAt !== undefined) {
    return {
      listPk: list.stage('expired'),
      listSk: timeKey(started, userId),
      apart: 'expired' satisfies Apart,
    };
  }
  return {
    listPk: list.stage('not-enrolled'),
    listSk: timeKey(started, userId),
    duePk: due.enrollments(shardOf(userId)),
    dueAt: started,
  };
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
