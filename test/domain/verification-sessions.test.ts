import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../lib/domain/problems.ts';
import type { VerificationSession } from '../../lib/domain/session-state.ts';
import {
  addSession,
  findSession,
  newSessionId,
  parseVerificationId,
  verificationIdOf,
} from '../../lib/domain/verification-sessions.ts';
import { epochSeconds, session, sessionId, userId, userState } from '../support/arbitraries.ts';

const isOpen = ({ status, expiresAt }: VerificationSession, now: number): boolean =>
  expiresAt > now && (status === 'challenge' || status === 'enrollment-required');

/** The code of the problem, or what was returned. */
function outcome<T>(of: () => T): T | string {
  try {
    return of();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe('sessions of a user', () => {
  test('architecture: at most five are kept, the new one always, and open ones before all others', () => {
    fc.assert(
      fc.property(userState, sessionId, session, epochSeconds, (state, id, added, now) => {
        const { sessions } = addSession(state, id, added, now);
        expect(Object.keys(sessions).length).toBeLessThanOrEqual(5);
        expect(sessions[id]).toEqual(added);
        const dropped = Object.entries(state.sessions).filter(([old]) => !sessions[old]);
        const kept = Object.entries(state.sessions).filter(([old]) => sessions[old]);
        for (const [, gone] of dropped.filter(([, one]) => isOpen(one, now))) {
          expect(kept.length).toBe(4);
          for (const [, stays] of kept) {
            expect(isOpen(stays, now)).toBe(true);
            expect(stays.expiresAt).toBeGreaterThanOrEqual(gone.expiresAt);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('1.17 a locked one is never open again, whatever else is started and however late', () => {
    const starts = fc.array(fc.record({ session, pause: fc.nat({ max: 400 }) }), { maxLength: 12 });
    fc.assert(
      fc.property(userState, session, starts, (state, locked, starts) => {
        let now = 1_800_000_000;
        const id = newSessionId(now, randomBytes);
        const open = { expiresAt: now + 600, attempts: 5 };
        let current = addSession(state, id, { ...locked, ...open, status: 'locked' }, now);
        for (const { session, pause } of starts) {
          now += pause;
          const other = newSessionId(now, randomBytes);
          current = addSession(current, other, { ...session, expiresAt: now + 600 }, now);
          const found = outcome(() => findSession(current, id, now));
          if (typeof found === 'string') expect(found).toBe('verification-expired');
          else expect(found.status).toBe('locked');
        }
      }),
    );
  });

  test('api: one that is over, or had to make room, is verification-expired; one that never was is not-found', () => {
    fc.assert(
      fc.property(userState, session, fc.integer({ min: -400, max: 2_000 }), (state, session, age) => {
        const madeAt = 1_800_000_000;
        const now = madeAt + age;
        const id = newSessionId(madeAt, randomBytes);
        const pruned = outcome(() => findSession(state, id, now));
        expect(pruned).toBe(age >= 0 ? 'verification-expired' : 'not-found');
        const kept = { ...session, status: 'challenge' as const, expiresAt: madeAt + 600 };
        const found = outcome(() => findSession(addSession(state, id, kept, madeAt), id, now));
        expect(found).toEqual(age >= 600 ? 'verification-expired' : kept);
      }),
    );
  });
});

describe('verification ids', () => {
  test('lead back to session and user, for any user id, in one path segment', () => {
    fc.assert(
      fc.property(sessionId, userId, (sessionId, userId) => {
        const id = verificationIdOf(sessionId, userId);
        expect(parseVerificationId(id)).toEqual({ sessionId, userId });
        expect(id).toMatch(/^[\w.-]+$/);
      }),
      { numRuns: 1_000 },
    );
  });

  test('of whatever else are not-found and nothing else', () => {
    const letters = fc.constantFrom(...'azAZ09-_.=+/ %\u0000é字');
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: letters, maxLength: 80 }),
      fc.tuple(sessionId, fc.string({ unit: letters })).map((parts) => parts.join('.')),
      fc
        .tuple(sessionId, userId, fc.string({ unit: letters, minLength: 1 }))
        .map(([id, user, more]) => verificationIdOf(id, user) + more),
    );
    fc.assert(
      fc.property(odd, (id) => {
        const parsed = outcome(() => parseVerificationId(id));
        // What is taken must be the only spelling of what it leads to.
        if (typeof parsed === 'string') expect(parsed).toBe('not-found');
        else expect(verificationIdOf(parsed.sessionId, parsed.userId)).toBe(id);
      }),
      { numRuns: 2_000 },
    );
  });

  test('are never the same twice, and hold the second they were made at', () => {
    const now = 1_800_000_000;
    const ids = Array.from({ length: 1_000 }, () => newSessionId(now, randomBytes));
    expect(new Set(ids).size).toBe(1_000);
    for (const id of ids) expect(Buffer.from(id, 'base64url').readUInt32BE()).toBe(now);
  });
});
