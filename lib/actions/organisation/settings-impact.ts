import { breakdown } from '../../domain/counting.ts';
import type { Settings } from '../../domain/settings.ts';
import { type Concerned, type Impact, impactOf } from '../../domain/settings-impact.ts';
import type { Services } from '../../services.ts';
import { readCounts } from '../../store/counters.ts';
import { countDue } from '../../store/due-enrollments.ts';
import { chained, sources, take } from '../../store/lists.ts';
import { readSettings } from '../../store/settings.ts';
import { readRows } from '../../store/user-records.ts';
import { applied, type SettingsChange } from './settings.ts';

/**
 * N.07: what a change would do, and to how many users; changes nothing.
 *
 * @throws Problem `invalid-request` for values that cannot be saved
 */
export async function settingsImpact(services: Services, change: SettingsChange): Promise<Impact[]> {
  const { settings: before } = await readSettings(services.table, true);
  const { settings, changed } = applied(before, change);
  if (changed.length === 0) return [];
  return impactOf(before, settings, changed, await concernedBy(services, settings, changed));
}

/** Sorts after every timestamp: timestamps here have ten digits. */
const endOfTime = 9_999_999_999;

/** Counts only what one of the changes refers to. */
async function concernedBy(
  services: Services,
  settings: Settings,
  changed: readonly (keyof Settings)[],
): Promise<Concerned> {
  const { table, clock } = services;
  const { enrollmentPeriodSeconds: period, backupCodesLow } = settings;
  const periodChanges = changed.includes('enrollmentPeriodSeconds');
  const overdueMatters = period > 0 && (periodChanges || changed.includes('expiredAccounts'));
  const [counts, enrolling, overdue, low] = await Promise.all([
    readCounts(table),
    periodChanges ? countDue(table, -1, endOfTime) : 0,
    overdueMatters ? countDue(table, -1, Math.floor(clock() / 1000) - period) : 0,
    changed.includes('backupCodesLow') ? countLow(services, backupCodesLow) : nobody,
  ]);
  const { enrolled, pending, notStarted } = breakdown(counts, settings);
  return { enrolled, notEnrolled: pending + notStarted, enrolling, overdue, low };
}

const nobody: Concerned['low'] = { users: 0, atLeast: false };

/** Beyond this the answer is "at least". */
const mostLookedAt = 1_000;
const rowsAtOnce = 50;

/** Counted like in the overview: active, and still enrolled. */
async function countLow({ table }: Services, backupCodesLow: number): Promise<Concerned['low']> {
  const lists = Array.from({ length: backupCodesLow }, (_, index) => sources.codesLeft(index + 1));
  const entries = chained(lists)(table, undefined);
  let users = 0;
  for (let looked = 0; looked < mostLookedAt; looked += rowsAtOnce) {
    const chunk = await take(entries, rowsAtOnce);
    const rows = await readRows(
      table,
      chunk.map(({ userId }) => userId),
    );
    users += rows.filter(({ state }) => state.active && state.enrolledAt !== undefined).length;
    if (chunk.length < rowsAtOnce) return { users, atLeast: false };
  }
  const { done } = await entries.next();
  return { users, atLeast: !done };
}
