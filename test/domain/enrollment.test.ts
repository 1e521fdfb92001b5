import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  disableAccount,
  expireEnrollment,
  requireTwoFactor,
  resetEnrollment,
  stageOf,
  statusAttributes,
} from '../../lib/domain/enrollment.ts';
import { iso } from '../../lib/domain/time.ts';
import type { UserState } from '../../lib/domain/user-state.ts';
import { epochSeconds, userState } from '../support/arbitraries.ts';

const settings = fc.record({
  enrollmentPeriodSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 300, max: 31_536_000 })),
});
const always = <T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  claim: (...values: T) => void,
): void => fc.assert(fc.property(...arbitraries, claim), { numRuns: 500 });

/** Seed 000, figure by figure: the labels of each stage in its order. */
const figures = {
  'not-required': [],
  enrolled: ['Account Enabled', 'Enroll in 2FA', 'Time of successful enrollment in 2FA with TOTP'],
  'not-enrolled': ['Account Enabled', 'TOTP Enrollment Expires at', 'Enroll in 2FA'],
  expired: ['Account Enabled', 'TOTP Enrollment Expired', 'Enrolled for 2FA'],
} as const;
const lastFailed = 'Time of the last failed attempt to enroll in 2FA with TOTP';

/** The stage by the words of the mission, written a second time. */
function expectedStage(state: UserState, period: number, now: number): keyof typeof figures {
  if (!state.required) return 'not-required';
  if (state.enrolledAt !== undefined) return 'enrolled';
  if (period === 0 || state.periodStartedAt === undefined) return 'not-enrolled';
  const ended = state.expiredAt !== undefined || state.periodStartedAt + period <= now;
  return ended ? 'expired' : 'not-enrolled';
}

describe('the stage', () => {
  test('0.01 0.09 D1 is one of four for any state at any time, and computed from the clock', () =>
    always([userState, settings, epochSeconds], (state, settings, now) => {
      expect(stageOf(state, settings, now)).toBe(expectedStage(state, settings.enrollmentPeriodSeconds, now));
    }));

  test('0.10 once expired it stays so as time goes on', () =>
    always([userState, settings, epochSeconds, fc.nat()], (state, settings, now, later) => {
      if (stageOf(state, settings, now) !== 'expired') return;
      expect(stageOf(state, settings, now + later)).toBe('expired');
    }));

  test('0.12 of an enrolled user it is never touched by expiry', () =>
    always([userState, settings, epochSeconds, epochSeconds], (state, settings, enrolledAt, now) => {
      const enrolled = { ...state, required: true, enrolledAt };
      expect(stageOf(enrolled, settings, now)).toBe('enrolled');
    }));

  test('0.09 0.11 0.17 of whoever was found expired stays so under any limit, and only under a limit', () =>
    always([userState, settings, epochSeconds, fc.nat()], (state, settings, now, longer) => {
      if (stageOf(state, settings, now) !== 'expired') return;
      const found = expireEnrollment(state, now, true);
      expect(found.enabled).toBe(false);
      expect(expireEnrollment(state, now, false).enabled).toBe(state.enabled);
      const limit = settings.enrollmentPeriodSeconds + longer;
      expect(stageOf(found, { enrollmentPeriodSeconds: limit }, now)).toBe('expired');
      expect(stageOf(found, { enrollmentPeriodSeconds: 0 }, now)).toBe('not-enrolled');
    }));

  test('0.07 changes at the very second at which the period ends', () =>
    always([userState, fc.integer({ min: 300, max: 31_536_000 }), epochSeconds], (state, period, started) => {
      const { expiredAt: _expired, enrolledAt: _enrolled, ...rest } = state;
      const waiting = { ...rest, required: true, periodStartedAt: started };
      const at = (now: number) => stageOf(waiting, { enrollmentPeriodSeconds: period }, now);
      expect([at(started), at(started + period - 1), at(started + period)]).toEqual([
        'not-enrolled',
        'not-enrolled',
        'expired',
      ]);
    }));

  test('0.08 0.13 0.14 a reset starts a whole new period, clears every factor, and enables nobody', () =>
    always([userState, settings, epochSeconds], (state, settings, now) => {
      const reset = resetEnrollment({ ...state, required: true }, now);
      expect(stageOf(reset, settings, now)).toBe('not-enrolled');
      expect(reset).toMatchObject({ tokens: {}, enabled: state.enabled, periodStartedAt: now });
      expect(reset).not.toHaveProperty('codes');
      expect(reset).not.toHaveProperty('pending');
      expect(reset).not.toHaveProperty('link');
      expect(reset.failures).toEqual(state.failures);
    }));

  test('1.19 rule 8: neither reset nor disable nor expiry unlocks a locked sign-in, and no open one goes on', () =>
    always([userState, epochSeconds], (state, now) => {
      for (const after of [
        resetEnrollment(state, now),
        disableAccount(state),
        expireEnrollment(state, now, true),
      ]) {
        const locked = Object.entries(state.sessions).filter(([, { status }]) => status === 'locked');
        const kept = Object.entries(after.sessions).map(([id, { status }]) => [id, status]);
        expect(kept).toEqual(locked.map(([id]) => [id, 'locked']));
        // What was started at another epoch is over.
        expect(after.epoch).toBe(Math.max(state.epoch, state.version) + 1);
      }
    }));

  test('0.08 newly required starts the period, unless the user is enrolled already', () =>
    always([userState, epochSeconds], (state, now) => {
      const required = requireTwoFactor({ ...state, required: false }, true, now);
      if (state.enrolledAt === undefined) {
        expect(required.periodStartedAt).toBe(now);
        expect(required.expiredAt).toBeUndefined();
      } else expect(required.enrolledAt).toBe(state.enrolledAt);
      expect(requireTwoFactor(required, true, now + 1)).toBe(required);
    }));
});

describe('the status view', () => {
  test('0.02 shows exactly the attributes of the stage, in the order and words of the seed', () =>
    always([userState, settings, epochSeconds], (state, settings, now) => {
      const stage = expectedStage(state, settings.enrollmentPeriodSeconds, now);
      const extra =
        stage === 'not-enrolled' && state.lastFailedEnrollmentAt !== undefined ? [lastFailed] : [];
      const attributes = statusAttributes(state, settings, now);
      expect(attributes.map(({ label }) => label)).toEqual([...figures[stage], ...extra]);
      expect(new Set(attributes.map(({ key }) => key)).size).toBe(attributes.length);
    }));

  test('0.03-0.09 tells truth and falsehood as True and False, and times as they are kept', () =>
    always([userState, settings, epochSeconds], (state, settings, now) => {
      const values = Object.fromEntries(
        statusAttributes(state, settings, now).map(({ label, value }) => [label, value]),
      );
      const stage = expectedStage(state, settings.enrollmentPeriodSeconds, now);
      const { periodStartedAt: started, lastFailedEnrollmentAt: failed, enrolledAt } = state;
      const enabled = { 'Account Enabled': state.enabled ? 'True' : 'False' };
      const limited = settings.enrollmentPeriodSeconds > 0 && started !== undefined;
      const end = limited ? iso(started + settings.enrollmentPeriodSeconds) : 'Never';
      const enrolled = { 'Enroll in 2FA': 'True', [figures.enrolled[2]]: iso(enrolledAt ?? 0) };
      const waiting = { 'TOTP Enrollment Expires at': end, 'Enroll in 2FA': 'False' };
      expect(values).toEqual(
        {
          'not-required': {},
          enrolled: { ...enabled, ...enrolled },
          'not-enrolled': {
            ...enabled,
            ...waiting,
            ...(failed === undefined ? {} : { [lastFailed]: iso(failed) }),
          },
          expired: { ...enabled, 'TOTP Enrollment Expired': 'True', 'Enrolled for 2FA': 'False' },
        }[stage],
      );
    }));
});
