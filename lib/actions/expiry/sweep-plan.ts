import { config } from '../../../infra.config.ts';
import type { Settings } from '../../domain/settings.ts';
import { type EpochSeconds, iso, secondsPerDay } from '../../domain/time.ts';
import type { Services } from '../../services.ts';
import { readCounts } from '../../store/counters.ts';
import { countDue, type DueEnrollment, longestDue } from '../../store/due-enrollments.ts';

export interface Forecast {
  readonly in24Hours: number;
  readonly in3Days: number;
  readonly in7Days: number;
}

export interface Swept {
  readonly dryRun: boolean;
  /** The breaker stopped the run before it changed anything. */
  readonly refused: boolean;
  /** Accounts whose enrollment period was over when the run started. */
  readonly due: number;
  /** More than this many need `force`. */
  readonly limit: number;
  readonly expired: number;
  /** Time ran out: the next run continues. */
  readonly stopped: boolean;
  readonly oldestOverdueSeconds: number;
  /** Users whose enrollment expires in the coming days, in a dry run. */
  readonly forecast?: Forecast;
  /** The first of those due, in a dry run. */
  readonly users?: readonly { readonly userId: string; readonly enrollmentExpiredAt: string }[];
}

/** What a sweep has to do at this moment. */
export interface SweepPlan {
  readonly settings: Settings;
  /** Users whose period started at or before this moment are due. */
  readonly startedBy: EpochSeconds;
  readonly limited: boolean;
  readonly due: number;
  /** More than this many need `force` (N.06). */
  readonly limit: number;
  readonly accounts: number;
}

/** The cost grows with the number of due users, not of all users. */
export async function planSweep(services: Services): Promise<SweepPlan> {
  const { table, clock } = services;
  const settings = await services.settings();
  const startedBy = Math.floor(clock() / 1000) - settings.enrollmentPeriodSeconds;
  const limited = settings.enrollmentPeriodSeconds > 0;
  const [due, { users }] = await Promise.all([
    limited ? countDue(table, -1, startedBy) : 0,
    readCounts(table),
  ]);
  const limit = Math.max(config.sweep.breakerMinimum, Math.floor(users * config.sweep.breakerShare));
  return { settings, startedBy, limited, due, limit, accounts: users };
}

/** Users whose enrollment expires in the coming days, without those already overdue (N.05). */
export async function forecastOf({ table }: Services, { startedBy, limited }: SweepPlan): Promise<Forecast> {
  const between = (from: number, to: number): Promise<number> | number =>
    limited ? countDue(table, startedBy + from * secondsPerDay, startedBy + to * secondsPerDay) : 0;
  const [first, second, third] = await Promise.all([between(0, 1), between(1, 3), between(3, 7)]);
  return { in24Hours: first, in3Days: first + second, in7Days: first + second + third };
}

/** The users who have been overdue longest, and how long the first of them has been. */
export async function overdueOf({ table }: Services, { startedBy, due }: SweepPlan, named: number) {
  const overdue = due > 0 ? await longestDue(table, startedBy, named) : [];
  const oldestOverdueSeconds = Math.max(0, startedBy - (overdue[0]?.periodStartedAt ?? startedBy));
  return { overdue, oldestOverdueSeconds };
}

/** Users named by a dry run. */
const usersNamed = 100;

/** N.05: what a run would do now, and who expires next. Only reads. */
export async function dryRun(services: Services, force = false): Promise<Swept> {
  const plan = await planSweep(services);
  const { due, limit, settings } = plan;
  const [{ overdue, oldestOverdueSeconds }, forecast] = await Promise.all([
    overdueOf(services, plan, usersNamed),
    forecastOf(services, plan),
  ]);
  return {
    dryRun: true,
    refused: due > limit && !force,
    due,
    limit,
    expired: 0,
    stopped: false,
    oldestOverdueSeconds,
    forecast,
    users: overdue.map((one) => named(one, settings)),
  };
}

const named = ({ userId, periodStartedAt }: DueEnrollment, settings: Settings) => ({
  userId,
  enrollmentExpiredAt: iso(periodStartedAt + settings.enrollmentPeriodSeconds),
});
