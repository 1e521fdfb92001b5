import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseNumber,
  secondsOf,
  toSeconds,
  unitOf,
  units,
} from '../../web/console/pages/two-factor/settings/units.ts';

describe('durations of the settings', () => {
  test.each([
    [604_800, 'days'],
    [14_400, 'hours'],
    [5_400, 'minutes'],
    [90, 'seconds'],
    [0, 'seconds'],
  ])('%i seconds are shown in %s', (seconds, unit) => {
    expect(unitOf(seconds)).toBe(unit);
  });

  test('what is shown says the seconds that are stored', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31_536_000 }), (seconds) => {
        const unit = unitOf(seconds);
        expect(toSeconds(String(seconds / secondsOf(unit)), unit)).toBe(seconds);
      }),
    );
  });

  test('a fraction of a unit counts where it is a whole number of seconds', () => {
    expect(toSeconds('1.5', 'hours')).toBe(5_400);
    expect(toSeconds('1,5', 'hours')).toBe(5_400);
    expect(toSeconds('0.7', 'minutes')).toBe(42);
    expect(Number.isInteger(toSeconds('0.5', 'seconds'))).toBe(false);
    expect(Number.isInteger(toSeconds('0.001', 'minutes'))).toBe(false);
  });

  test.each(['', ' ', '-1', '1e3', '0x10', 'seven', '1.', '1.2.3', 'Infinity', '1234567890'])(
    '"%s" is no number',
    (typed) => {
      expect(parseNumber(typed)).toBeNaN();
    },
  );

  test('the units follow each other, the largest first', () => {
    const lengths = units.map(([, length]) => length);
    expect(lengths).toEqual([...lengths].sort((one, other) => other - one));
  });
});
