import type { Actor } from '../../domain/authorization.ts';
import { putMetric } from '../../metrics.ts';
import type { Services } from '../../services.ts';
import { type SweepRun, writeLastRun, writeRun } from '../../store/sweep-runs.ts';
import { newEvent } from '../gate/new-event.ts';

/** The record may take no more of the time that a run has left to finish. */
const recordMilliseconds = 1_000;

/**
 * Keeps what a run did, for people to look at. It never fails the run: what was expired is expired, and each of those
 * users carries an event. Only a refusal has no other trace, and its event has to be written.
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
