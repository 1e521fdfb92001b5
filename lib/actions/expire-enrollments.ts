import { config } from '../../infra.config.ts';
import type { Actor } from '../domain/authorization.ts';
import { expireEnrollment, stageOf } from '../domain/enrollment.ts';
import { Problem } from '../domain/problems.ts';
import type { Settings } from '../domain/settings.ts';
import { type EpochSeconds, iso, secondsPerDay } from '../domain/time.ts';
import { putMetric } from '../metrics.ts';
import type { Services } from '../services.ts';
import { readCounts } from '../store/counters.ts';
import {
  countDue,
  type DueEnrollment,
  dueEnrollments,
  longestDue,
  writeSweepRun,
} from '../store/due-enrollments.ts';
import { changeUser } from './change-user.ts';

export interface Sweep {
  /** Says what a run would do, and who expires next, and changes nothing (N.05). */
  readonly dryRun?: boolean;
  /** Goes on although the breaker would stop it (N.06). */
  readonly force?: boolean;
}

export interface Swept {
  readonly dryRun: boolean;
  /** The breaker stopped the run before it changed anything. */
  readonly refused: boolean;
  /** Accounts whose enrollment period was over when the run began. */
  readonly due: number;
  /** More than this needs `force`. */
  readonly limit: number;
  readonly expired: number;
  /** Time ran out: the next run goes on. */
  readonly stopped: boolean;
  readonly oldestOverdueSeconds: number;
  /** Users whose enrollment expires in the days to come, in a dry run. */
  readonly forecast?: { readonly in24Hours: number; readonly in3Days: number; readonly in7Days: number };
  /** The first of those due, in a dry run. */
  readonly users?: readonly { readonly userId: string; readonly enrollmentExpiredAt: string }[];
}

/** Users named by a dry run. */
const usersNamed = 100;
/** Users changed at the same time. */
const width = 8;
/** Left to finish what was begun. */
const marginMilliseconds = 3_000;

const actor: Actor = { kind: 'schedule', name: 'expire-enrollments', roles: [] };

/**
 * 0.17, D1: marks expired enrollments and, unless the setting says otherwise, disables those accounts. One
 * conditional write per user decides on the user as it stands, so a run may be killed, repeated and overlapped.
 */
export async function expireEnrollments(
  services: Services,
  { dryRun = false, force = false }: Sweep,
  remainingMilliseconds: () => number,
): Promise<Swept> {
  const { table, clock } = services;
  const settings = await services.settings();
  const now = Math.floor(clock() / 1000);
  const startedBy = now - settings.enrollmentPeriodSeconds;
  const limited = settings.enrollmentPeriodSeconds > 0;
  const [due, { users }] = await Promise.all([
    limited ? countDue(table, -1, startedBy) : 0,
    readCounts(table),
  ]);
  const limit = Math.max(config.sweep.breakerMinimum, Math.floor(users * config.sweep.breakerShare));
  const refused = due > limit && !force;
  const plan = { dryRun, refused, due, limit };

  if (dryRun || refused || due === 0) {
    const overdue = due > 0 ? await longestDue(table, startedBy, usersNamed) : [];
    const oldestOverdueSeconds = Math.max(
      0,
      ...overdue.map(({ periodStartedAt }) => startedBy - periodStartedAt),
    );
    const outcome: Swept = { ...plan, expired: 0, stopped: false, oldestOverdueSeconds };
    if (dryRun) {
      const forecast = await forecastOf(services, startedBy, limited);
      return { ...outcome, forecast, users: overdue.map((one) => named(one, settings)) };
    }
    if (refused) await reportRefusal(services, outcome);
    return report(outcome, clock());
  }

  const queue = dueEnrollments(table, startedBy);
  let expired = 0;
  let failed: unknown;
  let stopped = false;
  let oldestOverdueSeconds = 0;
  // Several at a time from one queue; each takes the next when it is done.
  const work = async (): Promise<void> => {
    for (;;) {
      stopped ||= remainingMilliseconds() < marginMilliseconds;
      if (stopped) return;
      const { value, done } = await queue.next();
      if (done) return;
      oldestOverdueSeconds = Math.max(oldestOverdueSeconds, startedBy - value.periodStartedAt);
      try {
        if (await expireOne(services, value.userId, settings)) expired++;
      } catch (error) {
        // One user that fails must not keep those behind from expiring.
        failed = error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  const swept = report({ ...plan, expired, stopped, oldestOverdueSeconds }, clock());
  if (failed) throw failed;
  return swept;
}

/** @returns whether this run expired the user, and not another one, nor a confirmation or reset that came first */
async function expireOne(services: Services, userId: string, settings: Settings): Promise<boolean> {
  return changeUser<boolean>(services, { userId, actor, cheap: true }, ({ state }, now) => {
    if (stageOf(state, settings, now) !== 'expired' || state.expiredAt !== undefined)
      return { answer: false };
    const disable = settings.expiredAccounts === 'disable';
    return {
      state: expireEnrollment(state, now, disable),
      event: { type: 'enrollment.expired', details: { disabled: disable } },
      answer: true,
    };
  }).catch((error: unknown) => {
    // Deleted, or changed by others at every try: not this run's any more, and the next one looks again.
    if (error instanceof Problem) return false;
    throw error;
  });
}

async function forecastOf(
  { table }: Services,
  startedBy: EpochSeconds,
  limited: boolean,
): Promise<NonNullable<Swept['forecast']>> {
  const between = (from: number, to: number): Promise<number> | number =>
    limited ? countDue(table, startedBy + from * secondsPerDay, startedBy + to * secondsPerDay) : 0;
  const [first, second, third] = await Promise.all([between(0, 1), between(1, 3), between(3, 7)]);
  return { in24Hours: first, in3Days: first + second, in7Days: first + second + third };
}

const named = ({ userId, periodStartedAt }: DueEnrollment, settings: Settings) => ({
  userId,
  enrollmentExpiredAt: iso(periodStartedAt + settings.enrollmentPeriodSeconds),
});

async function reportRefusal({ table, clock, random }: Services, { due, limit }: Swept): Promise<void> {
  const at = clock();
  putMetric('SweepRefused', 1, at);
  await writeSweepRun(
    table,
    { at, due, limit },
    {
      id: random(16).toString('base64url'),
      type: 'sweep.refused',
      at,
      actor: 'schedule:expire-enrollments',
      details: { due, limit },
    },
  );
}

function report(swept: Swept, at: number): Swept {
  putMetric('OldestOverdueSeconds', swept.oldestOverdueSeconds, at);
  putMetric('EnrollmentsExpired', swept.expired, at);
  return swept;
}
