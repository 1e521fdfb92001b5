import type { Actor } from '../../domain/authorization.ts';
import { putMetric } from '../../metrics.ts';
import type { Services } from '../../services.ts';
import { type SweepRun, writeLastRun, writeRun } from '../../store/sweep-runs.ts';
import { newEvent } from '../gate/new-event.ts';

/** Writing the record may take no more than the time that a run reserves to finish. */
const recordMilliseconds = 1_000;

/**
 * Keeps a record of a run for people to look at. Failing to write it never fails the run: expired users stay expired,
 * and each of them has an event. Only a refusal leaves no other trace, so its event has to be written.
 */
export async function recordRun(services: Services, actor: Actor, run: SweepRun): Promise<void> {
  const { table, clock, random } = services;
  const { due, limit, refused } = run;
  if (refused) {
    putMetric('SweepRefused', 1, clock());
    const event = newEvent(services, actor, { type: 'sweep.refused', details: { due, limit } });
    await writeRun(table, run, event.id, { event });
  }
  const abortSignal = AbortSignal.timeout(recordMilliseconds);
  const writes = [
    writeLastRun(table, run, abortSignal),
    ...(due > 0 && !refused ? [writeRun(table, run, random(9).toString('base64url'), { abortSignal })] : []),
  ];
  const settled = await Promise.allSettled(writes);
  const lost = settled.filter(({ status }) => status === 'rejected').length;
  if (lost > 0) putMetric('SweepRunsUnrecorded', lost, clock());
}
