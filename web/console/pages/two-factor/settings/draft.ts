import type { Ranges, SettingName, Settings } from '../../../api/settings.ts';
import { kindOf } from './groups.ts';
import { parseNumber, secondsOf, toSeconds, type Unit, unitOf } from './units.ts';

/** The content of the field of one setting. */
export interface Draft {
  readonly text: string;
  /** Of durations. */
  readonly unit: Unit;
  /** The rule is switched off, where the setting can be. */
  readonly off: boolean;
}

/** The settings that were touched. */
export type Drafts = { readonly [K in SettingName]?: Draft };

export type Range = Ranges[string] | undefined;

/** The field of a setting as it is stored. One that is off proposes its least value, should it be switched on. */
export function draftOf(name: SettingName, value: string | number, range: Range): Draft {
  if (kindOf(name) !== 'duration') return { text: String(value), unit: 'seconds', off: false };
  const off = value === 0 && range?.zeroMeansNever === true;
  const seconds = off ? (range?.least ?? 0) : Number(value);
  const unit = unitOf(seconds);
  return { text: String(seconds / secondsOf(unit)), unit, off };
}

/** What the field says; NaN where that is no number. */
export function valueIn(name: SettingName, { text, unit, off }: Draft): string | number {
  switch (kindOf(name)) {
    case 'duration':
      return off ? 0 : toSeconds(text, unit);
    case 'number':
      return parseNumber(text);
    default:
      return text.trim();
  }
}

export type DraftFault = 'empty' | 'not-a-number' | 'out-of-range';

/** What keeps a value from being saved. The service checks again. */
export function faultOf(value: string | number, range: Range): DraftFault | undefined {
  if (typeof value === 'string') return value === '' ? 'empty' : undefined;
  if (!Number.isInteger(value)) return 'not-a-number';
  if (!range || (value === 0 && range.zeroMeansNever)) return undefined;
  return value < range.least || value > range.most ? 'out-of-range' : undefined;
}

/** Touched settings that differ from what is stored. */
export function changeOf(settings: Settings, drafts: Drafts): Partial<Settings> {
  const touched = Object.entries(drafts) as [SettingName, Draft][];
  return Object.fromEntries(
    touched
      .map(([name, draft]) => [name, valueIn(name, draft)] as const)
      .filter(([name, value]) => value !== settings[name]),
  );
}
