import { eachOf } from '../../concurrency.ts';
import type { Actor } from '../../domain/authorization.ts';
import { expireEnrollment, stageOf } from '../../domain/enrollment.ts';
import { Problem } from '../../domain/problems.ts';
import type { Settings } from '../../domain/settings.ts';
import { putMetric } from '../../metrics.ts';
import type { Services } from '../../services.ts';
import { dueEnrollments } from '../../store/due-enrollments.ts';
import { changeUser } from '../gate/change-user.ts';
import { ofClass } from '../people/require-members.ts';
import { dryRun as foretell, overdueOf, planSweep, type Swept } from './sweep-plan.ts';
import { recordRun } from './sweep-record.ts';

export interface Sweep {
  /** Reports what a run would do and who expires next, and changes nothing (N.05). */
  readonly dryRun?: boolean;
  /** Runs although the breaker would stop it (N.06). */
  readonly force?: boolean;
}

/** Time reserved for finishing the changes in progress. */
const marginMilliseconds = 3_000;

const actor: Actor = { kind: 'schedule', name: 'expire-enrollments', roles: [] };

/**
 * 0.17, D1: marks expired enrollments and, unless the setting says otherwise, disables those accounts. One
 * conditional write per user decides on the user's current state, so runs may be killed, repeated and overlapped.
 */
export async function expireEnrollments(
  services: Services,
  { dryRun = false, force = false }: Sweep,
  remainingMilliseconds: () => number,
): Promise<Swept> {
  if (dryRun) return foretell(services, force);
  const at = services.clock();
  const sweepPlan = await planSweep(services);
  const { settings, startedBy, due, limit } = sweepPlan;
  const refused = due > limit && !force;
  const plan = { dryRun, refused, due, limit };

  if (refused || due === 0) {
    const { oldestOverdueSeconds } = await overdueOf(services, sweepPlan, 1);
    return report(services, at, { ...plan, expired: 0, stopped: false, oldestOverdueSeconds });
  }

  let expired = 0;
  let stopped = false;
  let oldestOverdueSeconds = 0;
  async function* inTime() {
    for await (const due of dueEnrollments(services.table, startedBy)) {
      stopped = remainingMilliseconds() < marginMilliseconds;
      if (stopped) return;
      yield due;
    }
  }
  const failed = await eachOf(
    inTime(),
    async ({ userId, periodStartedAt }) => {
      oldestOverdueSeconds = Math.max(oldestOverdueSeconds, startedBy - periodStartedAt);
      if (await expireOne(services, userId, settings, at)) expired++;
    },
    'go on',
  ).catch((error: unknown) => error);
  const swept = await report(services, at, { ...plan, expired, stopped, oldestOverdueSeconds });
  if (failed) throw failed;
  return swept;
}

/** @returns whether this run expired the user: not another run, and no confirmation or reset came first */
async function expireOne(
  services: Services,
  userId: string,
  settings: Settings,
  run: number,
): Promise<boolean> {
  return changeUser<boolean>(services, { userId, actor, cheap: true }, ({ state, profile }, now, stored) => {
    // Users whose class no longer requires anything are not due; their state is updated accordingly (D8).
    if (state !== stored.state) return { state, event: ofClass(profile), answer: false };
    if (stageOf(state, settings, now) !== 'expired' || state.expiredAt !== undefined)
      return { answer: false };
    const disable = settings.expiredAccounts === 'disable';
    return {
      state: expireEnrollment(state, now, disable),
      event: {
        type: 'enrollment.expired',
        // If somebody had already disabled the account, restoring this run must not enable it.
        details: { disabled: disable, run, ...(state.enabled ? {} : { disabledBefore: true }) },
      },
      answer: true,
    };
  }).catch((error: unknown) => {
    // Deleted, or changed by others at every try: this run skips the user, and the next run checks again.
    if (error instanceof Problem) return false;
    throw error;
  });
}

async function report(services: Services, at: number, swept: Swept): Promise<Swept> {
  const { due, limit, expired, refused, stopped, oldestOverdueSeconds } = swept;
  const reportedAt = services.clock();
  putMetric('OldestOverdueSeconds', oldestOverdueSeconds, reportedAt);
  putMetric('EnrollmentsExpired', expired, reportedAt);
  await recordRun(services, actor, { at, due, limit, expired, refused, stopped });
  return swept;
}
