import type { Actor } from '../../domain/authorization.ts';
import type { Services } from '../../services.ts';
import { writeNote } from '../../store/sweep-runs.ts';
import { newEvent } from '../gate/new-event.ts';
import { expireEnrollments } from './expire-enrollments.ts';
import { planSweep, type Swept } from './sweep-plan.ts';

/** The request has to be answered in time; the next run continues with the rest. */
const mostMilliseconds = 20_000;

/**
 * Runs the sweep now, beyond its breaker's limit (N.06): for an operator who has confirmed that every due user is
 * meant to expire. A run that runs out of time reports `stopped`; call again until it does not.
 */
export async function runSweep(services: Services, actor: Actor): Promise<Swept> {
  const { due, limit } = await planSweep(services);
  if (due > 0) {
    const event = newEvent(services, actor, { type: 'sweep.forced', details: { due, limit } });
    await writeNote(services.table, event);
  }
  const until = services.clock() + mostMilliseconds;
  return expireEnrollments(services, { force: true }, () => until - services.clock());
}
