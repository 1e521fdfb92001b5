import { deadline } from '../../domain/enrollment.ts';
import type { Page } from '../../domain/page.ts';
import { asItStands } from '../../domain/requirement.ts';
import type { Settings } from '../../domain/settings.ts';
import { iso } from '../../domain/time.ts';
import type { Services } from '../../services.ts';
import { type DueEnrollment, nextDue } from '../../store/due-enrollments.ts';
import { readLastRun, readRuns, type SweepRun } from '../../store/sweep-runs.ts';
import { readRows, type UserRow } from '../../store/user-records.ts';
import { pageOf, placeOf } from '../gate/paging.ts';
import { type Forecast, forecastOf, overdueOf, planSweep } from './sweep-plan.ts';

/** A run with its time as text. */
interface ShownRun extends Omit<SweepRun, 'at'> {
  readonly at: string;
}

export interface Expiry extends Pick<Settings, 'enrollmentPeriodSeconds' | 'expiredAccounts'> {
  /** Accounts whose period is over and that no run has processed yet. */
  readonly overdue: number;
  readonly oldestOverdueSeconds: number;
  /** A run that finds more than this many due is refused (N.06). */
  readonly limit: number;
  readonly accounts: number;
  readonly forecast: Forecast;
  readonly lastRun: ShownRun | null;
  readonly runs: readonly ShownRun[];
}

const runsShown = 20;

/**
 * N.05, N.06: what expires, and what the sweep did. The cost grows with the users who are due now or within a week.
 */
export async function readExpiry(services: Services): Promise<Expiry> {
  const { table } = services;
  const plan = await planSweep(services);
  const { settings, due, limit, accounts } = plan;
  const [{ oldestOverdueSeconds }, forecast, last, runs] = await Promise.all([
    overdueOf(services, plan, 1),
    forecastOf(services, plan),
    readLastRun(table),
    readRuns(table, runsShown),
  ]);
  return {
    enrollmentPeriodSeconds: settings.enrollmentPeriodSeconds,
    expiredAccounts: settings.expiredAccounts,
    overdue: due,
    oldestOverdueSeconds,
    limit,
    accounts,
    forecast,
    lastRun: last ? show(last) : null,
    runs: runs.map(show),
  };
}

const show = ({ at, ...run }: SweepRun): ShownRun => ({ ...run, at: new Date(at).toISOString() });

export interface ExpiringUser {
  readonly userId: string;
  readonly displayName: string;
  readonly email: string;
  readonly enrollmentExpiresAt: string;
}

interface ExpiringQuery {
  /** 0 = those whose period is already over. */
  readonly withinHours: number;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const defaultLimit = 50;
/** States and profiles read in one batch. */
const rowsAtOnce = 50;

/** One page of the users who expire within these hours or are overdue, earliest first. */
export async function listExpiring(services: Services, wanted: ExpiringQuery): Promise<Page<ExpiringUser>> {
  const { table, clock } = services;
  const { withinHours, limit = defaultLimit } = wanted;
  const after = placeOf(wanted.cursor, placeIn);
  const policy = await services.policy();
  const { enrollmentPeriodSeconds: period } = policy.settings;
  if (period === 0) return { items: [] };
  const now = Math.floor(clock() / 1000);
  const startedBy = now - period;
  const [low, high] = withinHours === 0 ? [0, startedBy] : [startedBy + 1, startedBy + withinHours * 3_600];
  const { found, more } = await nextDue(table, { low: Math.max(0, low), high, after }, limit);
  const rows: UserRow[] = [];
  for (let first = 0; first < found.length; first += rowsAtOnce) {
    const userIds = found.slice(first, first + rowsAtOnce).map(({ userId }) => userId);
    rows.push(...(await readRows(table, userIds)));
  }
  const items = rows.flatMap((row) => expiring(asItStands(row, policy, now), policy.settings));
  const last = found.at(-1);
  return pageOf(items, more && last ? `${last.periodStartedAt}#${last.userId}` : undefined);
}

/**
 * The index may lag a moment behind: users who enrolled in the meantime, or whose class no longer requires 2FA, no
 * longer expire.
 */
function expiring({ state, profile }: UserRow, settings: Settings): ExpiringUser[] {
  const { userId, displayName, email } = profile;
  const end = deadline(state, settings);
  const over = !state.required || state.enrolledAt !== undefined || state.expiredAt !== undefined;
  return over || end === undefined ? [] : [{ userId, displayName, email, enrollmentExpiresAt: iso(end) }];
}

function placeIn(position: string): DueEnrollment | undefined {
  const [, startedAt, userId] = /^(\d{1,10})#([^\p{Cc}]{1,64})$/u.exec(position) ?? [];
  return startedAt && userId ? { periodStartedAt: Number(startedAt), userId } : undefined;
}
