import { describe, expect, test } from 'vitest';
import { SettingsAnswer } from '../../functions/settings.ts';
import { defaultSettings, describedRanges, settingRanges } from '../../lib/domain/settings.ts';
import { changeOf, draftOf, faultOf, valueIn } from '../../web/console/pages/two-factor/settings/draft.ts';
import { choices, groups, kindOf } from '../../web/console/pages/two-factor/settings/groups.ts';

type Name = keyof typeof defaultSettings;
const names = Object.keys(defaultSettings) as Name[];
const ranges: Readonly<Record<string, (typeof describedRanges)[string]>> = describedRanges;
const draft = (name: Name, value: string | number = defaultSettings[name]) =>
  draftOf(name, value, ranges[name]);

describe('the form of the settings', () => {
  test('every setting is in one group', () => {
    const grouped = groups.flatMap(({ settings }): readonly Name[] => settings);
    expect([...grouped].sort()).toEqual([...names].sort());
  });

  test('numbers are those that have a range, and words offer all that the service takes', () => {
    const counted = names.filter((name) => ['duration', 'number'].includes(kindOf(name)));
    expect(counted.sort()).toEqual(Object.keys(settingRanges).sort());
    const { expiredAccounts, setupLinkProof, secretDisplay } = SettingsAnswer.shape;
    const words = { expiredAccounts, setupLinkProof, secretDisplay };
    const taken = Object.entries(words).map(([name, { def }]) => [name, Object.values(def.entries)]);
    expect(choices).toEqual(Object.fromEntries(taken));
    const worded = names.filter((name) => kindOf(name) === 'choice');
    expect(worded.sort()).toEqual(Object.keys(choices).sort());
  });

  test.each(names)('%s: what is shown says what is stored, and can be saved', (name) => {
    expect(valueIn(name, draft(name))).toBe(defaultSettings[name]);
    expect(faultOf(defaultSettings[name], ranges[name])).toBeUndefined();
  });

  test('the ends of a range can be saved, what is beyond them cannot', () => {
    for (const [name, { least, most, zeroMeansNever }] of Object.entries(ranges)) {
      expect([faultOf(least, ranges[name]), faultOf(most, ranges[name])]).toEqual([undefined, undefined]);
      expect(faultOf(most + 1, ranges[name])).toBe('out-of-range');
      if (least > 1) expect(faultOf(least - 1, ranges[name])).toBe('out-of-range');
      if (least > 0) expect(faultOf(0, ranges[name])).toBe(zeroMeansNever ? undefined : 'out-of-range');
    }
  });

  test('what is no whole number, or empty, cannot be saved', () => {
    expect(faultOf(Number.NaN, ranges['totpWindow'])).toBe('not-a-number');
    expect(faultOf(1.5, ranges['totpWindow'])).toBe('not-a-number');
    expect(faultOf('', undefined)).toBe('empty');
  });

  test('a rule that is off proposes its least value, and is 0 until it is switched on', () => {
    const off = draft('recentVerificationSeconds', 0);
    expect(off).toEqual({ text: '1', unit: 'minutes', off: true });
    expect(valueIn('recentVerificationSeconds', off)).toBe(0);
    expect(valueIn('recentVerificationSeconds', { ...off, off: false })).toBe(60);
  });

  test('only what differs is sent: a value typed again, or the same in another unit, is not', () => {
    const drafts = {
      totpWindow: { ...draft('totpWindow'), text: ' 1 ' },
      otpLength: { ...draft('otpLength'), text: '6' },
      enrollmentPeriodSeconds: { text: '168', unit: 'hours', off: false },
      issuer: { ...draft('issuer'), text: 'Bank ' },
    } as const;
    expect(changeOf(defaultSettings, drafts)).toEqual({ totpWindow: 1, issuer: 'Bank' });
  });
});
