import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../lib/domain/problems.ts';
import type { StartedVerification } from '../../lib/domain/session-state.ts';
import type { UserState } from '../../lib/domain/user-state.ts';
import {
  changeSession,
  endVerifications,
  findSession,
  spentCodesAreFree,
} from '../../lib/domain/verification-sessions.ts';
import { slot, started, userState } from '../support/arbitraries.ts';

const now = 1_800_000_000;

/** The status of a verification, or the code of the problem. */
function standing(state: UserState, verification: StartedVerification, at = now): string {
  try {
    return findSession(state, verification, at).status;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const verification = (id: number, expiresAt = now + 600, version = id): StartedVerification => ({
  sessionId: String(id).padStart(11, '0'),
  userId: 'ada',
  epoch: 7,
  version,
  application: 'demo',
  purpose: 'sign-in',
  asks: 'challenge',
  expiresAt,
});

const empty = (state: UserState): UserState => ({ ...state, sessions: {}, epoch: 7, overVersion: -1 });

describe('verifications of a user', () => {
  test('starts leave no trace: a verification in which nothing happened is as its id says', () => {
    fc.assert(
      fc.property(userState, started, (state, one) => {
        const { overVersion: _over, ...fresh } = { ...state, sessions: {} };
        const current = { ...one, epoch: state.epoch, expiresAt: now + 1 };
        expect(findSession(fresh, current, now)).toEqual({ ...current, status: one.asks, attempts: 0 });
        expect(standing(fresh, current, now + 1)).toBe('verification-expired');
      }),
    );
  });

  test('what happens in one verification changes no other that matters', () => {
    fc.assert(
      fc.property(userState, started, slot, (state, one, happened) => {
        const verified = Object.values(state.sessions).filter(({ status }) => status === 'verified');
        fc.pre(verified.length < 64);
        const after = changeSession(state, { ...one, expiresAt: now + 600 }, happened, now);
        expect(after.sessions[one.sessionId]).toMatchObject(happened);
        for (const [id, other] of Object.entries(state.sessions)) {
          if (id === one.sessionId || other.expiresAt <= now) continue;
          expect(after.sessions[id]).toEqual(other);
        }
      }),
    );
  });

  test('starts of the very moment in which older ones make room are open: the order is not that of the clock', () => {
    let state = empty(fc.sample(userState, 1)[0] as UserState);
    for (let i = 0; i < 200; i++) {
      const one = verification(i);
      expect(standing(state, one)).toBe('challenge');
      state = changeSession(state, one, { status: 'verified', verifiedAt: now }, now);
      expect(standing(state, one)).toBe('verified');
    }
  });

  test('the mark of what has ended never goes back, and only a success makes a verified one give way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ version: fc.nat({ max: 99 }), verified: fc.boolean() }), { maxLength: 150 }),
        (steps) => {
          let state = empty(fc.sample(userState, 1)[0] as UserState);
          for (const [i, { version, verified }] of steps.entries()) {
            const before = state;
            const happened = verified
              ? ({ status: 'verified' } as const)
              : { attempts: 1, guessed: true as const };
            state = changeSession(state, verification(i, now + 600, version), happened, now);
            expect(state.overVersion ?? -1).toBeGreaterThanOrEqual(before.overVersion ?? -1);
            const countVerified = ({ sessions }: UserState) =>
              Object.values(sessions).filter(({ status }) => status === 'verified').length;
            if (!verified) expect(countVerified(state)).toBe(countVerified(before));
          }
        },
      ),
    );
  });

  test('what is left of a verification says nothing about a later one under the same session id', () => {
    fc.assert(
      fc.property(userState, started, slot, (state, one, happened) => {
        const { overVersion: _over, ...bare } = state;
        const first = { ...one, epoch: state.epoch, expiresAt: now };
        const left = changeSession(
          { ...bare, sessions: {} },
          first,
          { ...happened, expiresAt: now },
          now - 1,
        );
        const again = { ...first, expiresAt: now + 600, version: one.version + 1 };
        expect(findSession(left, again, now)).toEqual({ ...again, status: one.asks, attempts: 0 });
      }),
    );
  });

  test('the epoch of an ending is above every one that an id may have, read ahead of a write or not', () => {
    fc.assert(
      fc.property(userState, (state) => {
        const readAhead = endVerifications(state);
        const written = endVerifications(readAhead);
        expect(written.epoch).toBeGreaterThan(readAhead.epoch);
        expect(readAhead.epoch).toBeGreaterThan(Math.max(state.epoch, state.version));
        expect(written).not.toHaveProperty('overVersion');
      }),
    );
  });

  test('of those that met only spent codes the newest 32 stay; a locked one always does', () => {
    const from = empty(fc.sample(userState, 1)[0] as UserState);
    let state = changeSession(from, verification(999, now + 1), { status: 'locked', attempts: 5 }, now);
    state = changeSession(state, verification(998, now + 2), { attempts: 1, guessed: true }, now);
    for (let i = 0; i < 100; i++)
      state = changeSession(state, verification(i, now + 600 + i), { attempts: 1 }, now);
    expect(Object.keys(state.sessions)).toHaveLength(34);
    expect(standing(state, verification(999, now + 1))).toBe('locked');
    expect(findSession(state, verification(998, now + 2), now).attempts).toBe(1);
    expect(findSession(state, verification(99, now + 699), now).attempts).toBe(1);
    expect(findSession(state, verification(0), now).attempts).toBe(0);
  });

  test('1.17 a locked one stays locked whatever happens in others, and after all are ended (1.19)', () => {
    const others = fc.array(fc.record({ slot, pause: fc.nat({ max: 40 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(userState, others, (state, happenings) => {
        let at = now;
        const locked = verification(1, now + 5_000);
        let current = changeSession(empty(state), locked, { status: 'locked', attempts: 5 }, at);
        for (const [i, { slot: happened, pause }] of happenings.entries()) {
          at += pause;
          const { expiresAt: _at, ...what } = happened;
          current = changeSession(current, verification(i + 2, at + 600), what, at);
        }
        expect(standing(current, locked, at)).toBe('locked');
        expect(standing(endVerifications(current), locked, at)).toBe('locked');
      }),
    );
  });

  test('a reset, disabling or another requirement ends all that were started before, and nothing after it', () => {
    fc.assert(
      fc.property(userState, started, (state, one) => {
        fc.pre(state.sessions[one.sessionId]?.status !== 'locked' && (state.overVersion ?? -1) < one.version);
        const before = { ...one, epoch: state.epoch, expiresAt: now + 600 };
        fc.pre(state.epoch <= state.version);
        const ended = { ...endVerifications(state), version: state.version + 1 };
        expect(standing(ended, before)).toBe('verification-expired');
        expect(standing(ended, { ...before, sessionId: 'x'.repeat(11), epoch: ended.epoch })).toBe(one.asks);
      }),
    );
  });

  test('verified ones say so until they end; of more than 64 the oldest end, and never read as open again', () => {
    fc.assert(
      fc.property(userState, fc.integer({ min: 1, max: 150 }), (state, count) => {
        const all = Array.from({ length: count }, (_, i) => verification(i));
        const after = all.reduce(
          (current, one) => changeSession(current, one, { status: 'verified', verifiedAt: now }, now),
          empty(state),
        );
        const states = all.map((one) => standing(after, one));
        const gone = Math.max(0, count - 64);
        expect(states.slice(0, gone)).toEqual(Array(gone).fill('verification-expired'));
        expect(states.slice(gone)).toEqual(Array(count - gone).fill('verified'));
        expect(Object.keys(after.sessions).length).toBeLessThanOrEqual(64);
      }),
    );
  });

  test('spent codes are free until they have locked 32 verifications: then they count like wrong ones', () => {
    let state = empty(fc.sample(userState, 1)[0] as UserState);
    for (let i = 0; i < 32; i++) {
      expect(spentCodesAreFree(state, now)).toBe(true);
      state = changeSession(state, verification(i), { status: 'locked', attempts: 5 }, now);
    }
    expect(spentCodesAreFree(state, now)).toBe(false);
    expect(spentCodesAreFree(state, now + 600)).toBe(true);
  });
});
