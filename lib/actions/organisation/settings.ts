import type { Actor } from '../../domain/authorization.ts';
import { Problem } from '../../domain/problems.ts';
import { type Settings, settingRanges, zeroMeansNever } from '../../domain/settings.ts';
import type { Services } from '../../services.ts';
import { readSettings, writeSettings } from '../../store/settings.ts';
import { newEvent } from '../gate/new-event.ts';

/** Numbers outside their range, each with the allowed range. */
function unsafe(settings: Settings): { path: string; message: string }[] {
  return Object.entries(settingRanges).flatMap(([name, [least, most]]) => {
    const value = settings[name as keyof typeof settingRanges];
    const off = value === 0 && zeroMeansNever.has(name);
    if (off || (Number.isInteger(value) && value >= least && value <= most)) return [];
    const zero = zeroMeansNever.has(name) ? '0, or ' : '';
    return [{ path: name, message: `must be ${zero}a whole number from ${least} to ${most}` }];
  });
}

/** Settings as stored, not as cached. */
export async function currentSettings({ table }: Services): Promise<Settings> {
  return (await readSettings(table, true)).settings;
}

export type SettingsChange = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/**
 * The settings after a change, and what really differs.
 *
 * @throws Problem `invalid-request` with the allowed range of each value that is unsafe
 */
export function applied(
  before: Settings,
  change: SettingsChange,
): { readonly settings: Settings; readonly changed: readonly (keyof Settings)[] } {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const settings: Settings = { ...before, ...given };
  const errors = unsafe(settings);
  if (errors.length > 0) {
    throw new Problem('invalid-request', 'Some settings are out of range; see "errors".', {
      extensions: { errors },
    });
  }
  const names = Object.keys(given) as (keyof Settings)[];
  return { settings, changed: names.filter((name) => before[name] !== settings[name]) };
}

/**
 * Changes the named settings, refuses unsafe values with the allowed range, and takes effect everywhere within 5
 * seconds.
 */
export async function changeSettings(
  services: Services,
  actor: Actor,
  change: SettingsChange,
): Promise<Settings> {
  const { table } = services;
  const stored = await readSettings(table, true);
  const { settings, changed } = applied(stored.settings, change);
  if (changed.length === 0) return settings;
  const event = newEvent(services, actor, {
    type: 'settings.changed',
    details: Object.fromEntries(changed.map((name) => [name, settings[name]])),
  });
  if (!(await writeSettings(table, stored, settings, event))) {
    throw new Problem('conflict', 'Somebody else changed the settings in the meantime. Read them again.');
  }
  return settings;
}
