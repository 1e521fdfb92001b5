import type { Actor } from '../../domain/authorization.ts';
import { assertMayCause } from '../../domain/effects.ts';
import { startPeriod } from '../../domain/enrollment.ts';
import type { AuditEvent } from '../../domain/events.ts';
import { Problem } from '../../domain/problems.ts';
import type { Services } from '../../services.ts';
import { eventPlace, readOrganisationEvents } from '../../store/event-pages.ts';
import { writeNote } from '../../store/sweep-runs.ts';
import { changeUser } from '../gate/change-user.ts';
import { eachUser, type SkippedUser } from '../gate/each-user.ts';
import { because, newEvent } from '../gate/new-event.ts';
import { cursorAt, placeOf } from '../gate/paging.ts';
import { notAllowed } from '../gate/refusals.ts';

export interface Restoration {
  /** When the run started, in milliseconds since 1970. */
  readonly run: number;
  /** Reports which users a step would restore, and changes nothing. */
  readonly dryRun: boolean;
  /** Where the last step ended. */
  readonly cursor?: string | undefined;
  readonly reason?: string | undefined;
}

export interface RestoredUsers {
  readonly dryRun: boolean;
  readonly users: readonly string[];
  /** Users who were left unchanged, each with the code of the problem that stopped it. */
  readonly skipped: readonly SkippedUser[];
  /** More work remains after this point. */
  readonly nextCursor?: string;
}

/** Users per step. */
const usersAtOnce = 50;
/** Events read per step. */
const mostLookedAt = 500;

/**
 * Undoes one run of the sweep: each user whom it expired and who is still expired gets a new enrollment period and an
 * enabled account. Later decisions of others stay: an account disabled before the run, a user who was restored or
 * expired again since. A step may be killed and repeated; each user is restored once.
 *
 * The audit names the users; it follows a run within seconds.
 */
export async function restoreExpired(
  services: Services,
  actor: Actor,
  { run, dryRun, cursor, reason }: Restoration,
): Promise<RestoredUsers> {
  assertMayCause(actor, ['restores-access']);
  const { events, next } = await readOrganisationEvents(services.table, {
    since: run,
    now: services.clock(),
    limit: usersAtOnce,
    before: placeOf(cursor, eventPlace),
    filter: { type: 'enrollment.expired' },
    most: mostLookedAt,
  });
  const users: string[] = [];
  const expired = events.filter(isExpiry).filter(({ details }) => details.run === run);
  const skipped = await eachUser(expired, async (event) => {
    await restoreOne(services, actor, event, { dryRun, reason });
    users.push(event.userId ?? '');
  });
  if (!dryRun && users.length > 0) {
    const details = { run, users: users.length, skipped: skipped.length };
    await writeNote(
      services.table,
      newEvent(services, actor, { type: 'sweep.restored', ...because(reason), details }),
    );
  }
  return { dryRun, users, skipped, ...cursorAt(next) };
}

const isExpiry = (event: AuditEvent): event is AuditEvent<'enrollment.expired'> =>
  event.type === 'enrollment.expired';

/**
 * @throws Problem `not-allowed-in-state`, `account-disabled`, `forbidden`, `user-not-found` for users who stay as
 * they are
 */
async function restoreOne(
  services: Services,
  actor: Actor,
  { userId = '', at, details }: AuditEvent<'enrollment.expired'>,
  { dryRun, reason }: Pick<Restoration, 'dryRun' | 'reason'>,
): Promise<void> {
  return changeUser<void>(services, { userId, actor }, ({ state }, now) => {
    // Expired by this run and by no later one.
    if (state.expiredAt === undefined || state.expiredAt * 1000 > at) {
      throw notAllowed("The user's enrollment is no longer expired, or expired again later.");
    }
    if (details.disabledBefore) {
      throw new Problem('account-disabled', 'The account was disabled before it expired.');
    }
    if (dryRun) return { answer: undefined };
    return {
      state: { ...startPeriod(state, now), enabled: true, generation: state.generation + 1 },
      event: {
        type: 'access.restored',
        ...because(reason),
        details: { did: ['restart', 'enable'], run: details.run },
      },
      answer: undefined,
    };
  });
}
