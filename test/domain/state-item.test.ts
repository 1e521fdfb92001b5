import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromItem } from '../../lib/store/items.ts';
import { decodeState, encodeState } from '../../lib/store/state-item.ts';
import { userState } from '../support/arbitraries.ts';

describe('a state as the table keeps it', () => {
  test('architecture: read back it is what was written, whatever it was', () => {
    fc.assert(
      fc.property(userState, (state) => {
        expect(decodeState(encodeState(state))).toStrictEqual(state);
      }),
      { numRuns: 1_000 },
    );
  });

  test('0.17 the due index holds it exactly while a sweep may have to act on it', () => {
    fc.assert(
      fc.property(userState, (state) => {
        const { duePk, dueAt } = fromItem(encodeState(state));
        const { required, enrolledAt, expiredAt, deletedAt, periodStartedAt, codes } = state;
        const isDue = required && [enrolledAt, expiredAt, deletedAt].every((at) => at === undefined);
        expect(String(duePk).startsWith('DUE#')).toBe(isDue);
        if (isDue) expect(dueAt).toBe(periodStartedAt ?? 0);
        // Beside them, for the overview, who is enrolled without any backup codes.
        const lacks = required && enrolledAt !== undefined && deletedAt === undefined && !codes;
        expect(duePk === 'NOCODES').toBe(lacks);
        if (!isDue) expect(dueAt).toBe(lacks ? enrolledAt : undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  test('3.11 it is in exactly one list of stages, and a deleted one is in none and is purged later', () => {
    fc.assert(
      fc.property(userState, (state) => {
        const { listPk, purgeAt } = fromItem(encodeState(state));
        expect(listPk === undefined).toBe(state.deletedAt !== undefined);
        expect(purgeAt).toBe(state.deletedAt === undefined ? undefined : state.deletedAt + 30 * 86_400);
      }),
    );
  });

  test('performance: with five verifications and two tokens it stays about a kilobyte', () => {
    const length = 22;
    const session = { purpose: 'sign-in', attempts: 3, expiresAt: 1_800_000_000 } as const;
    const sessions = Array.from({ length: 5 }, (_, i) => [
      `${i}`.padEnd(length, 'x'),
      {
        ...session,
        status: 'verified',
        attemptId: 'x'.repeat(11),
        tokenId: 'x'.repeat(12),
        verifiedAt: 1_800_000_000,
      },
    ]);
    const tokens = ['a', 'b'].map((id) => [
      id.padEnd(12, 'x'),
      { status: 'active', failures: 3, lastUsedMovingFactor: 60_000_000, lastUsedAt: 1_800_000_000 },
    ]);
    const base = fc.sample(userState, { numRuns: 1, seed: 1 })[0];
    if (!base) throw new Error('no state');
    const { pending: _pending, link: _link, ...rest } = base;
    const item = encodeState({
      ...rest,
      userId: 'somebody@example.org',
      required: true,
      sessions: Object.fromEntries(sessions),
      tokens: Object.fromEntries(tokens),
      failures: { consecutive: 3, hours: { '500000': 2, '500001': 1 }, backupCodes: [] },
    });
    expect(JSON.stringify(fromItem(item)).length).toBeLessThan(1_500);
  });
});
