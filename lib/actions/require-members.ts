import type { Actor } from '../domain/authorization.ts';
import { neverClassName } from '../domain/classes.ts';
import { requireTwoFactor } from '../domain/enrollment.ts';
import { Problem } from '../domain/problems.ts';
import type { Services } from '../services.ts';
import { finishSpread, moveSpread, readRoleMembers, readSpreads, type Spread } from '../store/spreading.ts';
import { changeUser } from './change-user.ts';

/** Members looked at before it is noted how far this has come. */
const chunk = 48;
/** Members changed at the same time. */
const width = 8;
/** Left to finish what was begun. */
const marginMilliseconds = 3_000;
/** A list that is read right after a transaction may not have all of what it wrote. */
const settledMilliseconds = 10_000;

const actor: Actor = { kind: 'schedule', name: 'require-members', roles: [] };

export interface Required {
  /** Users whom this run required to use two factors. */
  readonly required: number;
  /** Time ran out: the next run goes on. */
  readonly stopped: boolean;
}

/**
 * 1.08, 0.08: requires two factors of everybody who holds a role that began to ask for them; their periods start. One
 * conditional write per user decides on the user as it stands, and how far a run has come is kept, so it may be
 * killed, repeated and overlapped: who is required already is left alone.
 */
export async function requireMembers(
  services: Services,
  remainingMilliseconds: () => number,
): Promise<Required> {
  const sum = { required: 0, stopped: false, failed: undefined as unknown };
  for (const spread of await readSpreads(services.table)) {
    if (spread.since + settledMilliseconds > services.clock()) continue;
    const { required, stopped, failed } = await requireRest(services, spread, remainingMilliseconds);
    sum.required += required;
    sum.failed ??= failed;
    sum.stopped ||= stopped;
  }
  if (sum.failed) throw sum.failed;
  return { required: sum.required, stopped: sum.stopped };
}

async function requireRest(
  services: Services,
  spread: Spread,
  remainingMilliseconds: () => number,
): Promise<Required & { readonly failed: unknown }> {
  const { table } = services;
  let { after } = spread;
  let required = 0;
  let failed: unknown;
  for (;;) {
    if (remainingMilliseconds() < marginMilliseconds) return { required, stopped: true, failed };
    const members = await readRoleMembers(table, spread.role, after, chunk);
    const outcome = await requireAll(services, spread.role, members);
    required += outcome.required;
    failed ??= outcome.failed;
    after = members.at(-1);
    // The next run begins again with the first that failed; those behind do not wait for it.
    const isLast = after === undefined || members.length < chunk;
    const goesOn = failed
      ? !isLast
      : await (isLast ? finishSpread(table, spread) : moveSpread(table, spread, after ?? '')).then(
          (standing) => standing && !isLast,
        );
    if (!goesOn) return { required, stopped: false, failed };
  }
}

/**
 * The first members, at once, for whoever changed the role and looks at them. All of them are {@link requireMembers}'
 * to look at, whatever becomes of this.
 */
export async function requireFirstMembers(services: Services, role: Spread['role']): Promise<void> {
  const members = await readRoleMembers(services.table, role, undefined, chunk);
  await requireAll(services, role, members);
}

async function requireAll(
  services: Services,
  role: string,
  members: readonly string[],
): Promise<{ readonly required: number; readonly failed: unknown }> {
  const queue = members.values();
  let required = 0;
  let failed: unknown;
  const work = async (): Promise<void> => {
    for (const userId of queue) {
      try {
        if (await requireOne(services, role, userId)) required++;
      } catch (error) {
        // One user that fails must not keep those behind waiting.
        failed = error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return { required, failed };
}

async function requireOne(services: Services, role: string, userId: string): Promise<boolean> {
  return changeUser<boolean>(services, { userId, actor }, ({ state, profile }, now) => {
    const exempt = profile.class === neverClassName || !profile.roles.includes(role);
    if (state.required || exempt) return { answer: false };
    return {
      state: requireTwoFactor(state, true, now),
      event: {
        type: 'user.changed',
        reason: 'A role of the user asks for two factors.',
        details: { fields: 'twoFactorRequired', role },
      },
      answer: true,
    };
  }).catch((error: unknown) => {
    // Deleted meanwhile: there is nobody to require anything of.
    if (error instanceof Problem && error.code === 'user-not-found') return false;
    throw error;
  });
}
