import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings, settingRanges } from '../../lib/domain/settings.ts';
import { durationText, impactOf } from '../../lib/domain/settings-impact.ts';

const names = Object.keys(defaultSettings) as (keyof Settings)[];

const numbers = Object.fromEntries(
  Object.entries(settingRanges).map(([name, [min, max]]) => [name, fc.integer({ min, max })]),
);
const settings = fc.record({
  ...numbers,
  enrollmentPeriodSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 300, max: 31_536_000 })),
  recentVerificationSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 60, max: 86_400 })),
  longestBypassSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 300, max: 86_400 })),
  issuer: fc.constantFrom('Countersign', 'Bank of Ōe'),
  expiredAccounts: fc.constantFrom('disable', 'mark'),
  setupLinkProof: fc.constantFrom('none', 'pin'),
  secretDisplay: fc.constantFrom('never', 'pending', 'privileged'),
}) as unknown as fc.Arbitrary<Settings>;

const concerned = fc
  .record({
    enrolled: fc.nat(),
    notEnrolled: fc.nat(),
    enrolling: fc.nat(),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    low: fc.record({ users: fc.nat(), atLeast: fc.boolean() }),
  })
  .map(({ share, ...rest }) => ({ ...rest, overdue: Math.floor(rest.enrolling * share) }));

const changed = fc.subarray(names);

describe('N.07 whatever changes', () => {
  test('each change is reported once, from the current to the new value, in the order of the settings', () => {
    fc.assert(
      fc.property(settings, settings, changed, concerned, (before, next, some, people) => {
        const shuffled = [...some].reverse();
        const impacts = impactOf(before, next, shuffled, people);
        expect(impacts.map(({ setting }) => setting)).toEqual(some);
        for (const { setting, from, to } of impacts) {
          expect([from, to]).toEqual([before[setting], next[setting]]);
        }
      }),
    );
  });

  test('the effect is one English sentence, with nothing left out of it', () => {
    fc.assert(
      fc.property(settings, settings, concerned, (before, next, people) => {
        for (const { effect } of impactOf(before, next, names, people)) {
          expect(effect).toMatch(/^[A-Z][^.!?\n]+\.$/);
          expect(effect).not.toMatch(/undefined|NaN|\[object/);
        }
      }),
    );
  });

  test('users are whole numbers of those whom the change concerns', () => {
    fc.assert(
      fc.property(settings, settings, concerned, (before, next, people) => {
        const { enrolled, notEnrolled, enrolling, overdue, low } = people;
        const own: Partial<Record<keyof Settings, number>> = {
          enrollmentPeriodSeconds: enrolling,
          expiredAccounts: overdue,
          backupCodesLow: low.users,
          setupLinkSeconds: notEnrolled,
          setupLinkProof: notEnrolled,
        };
        for (const { setting, users } of impactOf(before, next, names, people)) {
          expect(users, setting).toBe(own[setting] ?? enrolled);
        }
      }),
    );
  });

  test('only a period expires somebody at once, and only a count that was cut short says "at least"', () => {
    fc.assert(
      fc.property(settings, settings, concerned, (before, next, people) => {
        for (const impact of impactOf(before, next, names, people)) {
          const expiring = impact.setting === 'enrollmentPeriodSeconds' ? people.overdue : undefined;
          expect(impact.expiringAtOnce).toBe(expiring);
          const cut = impact.setting === 'backupCodesLow' && people.low.atLeast ? true : undefined;
          expect(impact.atLeast).toBe(cut);
        }
      }),
    );
  });
});

describe('N.07 what is new is named', () => {
  const people = { enrolled: 1, notEnrolled: 2, enrolling: 5, overdue: 3, low: { users: 4, atLeast: false } };
  const effectOf = (change: Partial<Settings>) => {
    const [setting] = Object.keys(change) as [keyof Settings];
    const [impact] = impactOf(defaultSettings, { ...defaultSettings, ...change }, [setting], people);
    return impact?.effect ?? '';
  };
  const said: [Partial<Settings>, RegExp][] = [
    [{ enrollmentPeriodSeconds: 86_400 }, /1 day .* 3 of 5 users .* disables their accounts/],
    [{ enrollmentPeriodSeconds: 0 }, /no longer expire.* 5 users/],
    [{ expiredAccounts: 'mark' }, /marks them/],
    [{ maximumInvalidAttempts: 1 }, /1 wrong code,/],
    [{ verificationSeconds: 90 }, /90 seconds/],
    [{ totpWindow: 1 }, /1 time step early/],
    [{ backupCodeCount: 0 }, /no backup codes are issued/],
    [{ backupCodeCount: 6 }, /6 codes/],
    [{ backupCodesLow: 0 }, /no longer lists users/],
    [{ backupCodesLow: 4 }, /4 or fewer/],
    [{ setupLinkSeconds: 7_200 }, /2 hours/],
    [{ setupLinkProof: 'pin' }, /ask for a PIN that/],
    [{ otpLength: 8 }, /8 digits/],
    [{ otpSeconds: 60 }, /1 minute;/],
    [{ resendSeconds: 45 }, /45 seconds/],
    [{ secretDisplay: 'never' }, /no key can be shown/],
    [{ secretDisplay: 'privileged' }, /secrets:reveal .*active keys/],
    [{ recentVerificationSeconds: 0 }, /no device is remembered/],
    [{ recentVerificationSeconds: 3_600 }, /1 hour if/],
    [{ longestBypassSeconds: 0 }, /end at once/],
    [{ longestBypassSeconds: 600 }, /10 minutes/],
    [{ issuer: 'Bank' }, /new name/],
  ];
  test.each(said)('%j', (change, words) => {
    expect(effectOf(change)).toMatch(words);
  });

  test('by the account rule that would be saved along with a period', () => {
    const next = { ...defaultSettings, enrollmentPeriodSeconds: 86_400, expiredAccounts: 'mark' } as const;
    const [period] = impactOf(defaultSettings, next, ['enrollmentPeriodSeconds'], people);
    expect(period?.effect).toMatch(/marks them/);
    expect(period?.effect).not.toMatch(/disables their accounts/);
  });
});

test('N.07 a time is spelled exactly, in the largest unit', () => {
  const lengths: Record<string, number> = { second: 1, minute: 60, hour: 3_600, day: 86_400 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31_536_000 }), (seconds) => {
      const [count = '', unit = ''] = durationText(seconds).split(' ');
      const singular = unit.replace(/s$/, '');
      expect(Number(count) * (lengths[singular] ?? Number.NaN)).toBe(seconds);
      expect(unit.endsWith('s')).toBe(count !== '1');
      for (const length of Object.values(lengths)) {
        if (length > (lengths[singular] ?? 0)) expect(seconds % length).not.toBe(0);
      }
    }),
  );
});
