import { eachOf } from '../../concurrency.ts';
import type { Actor } from '../../domain/authorization.ts';
import { classOf, defaultClassName } from '../../domain/classes.ts';
import type { EventOf } from '../../domain/events.ts';
import { Problem } from '../../domain/problems.ts';
import { exempts, isAsked, withRequirement } from '../../domain/requirement.ts';
import type { Profile } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import {
  finishSpread,
  type Group,
  moveSpread,
  readMembers,
  readSpreads,
  type Spread,
} from '../../store/spreading.ts';
import { changeUser } from '../gate/change-user.ts';

/** Members read before the progress is saved. */
const chunk = 48;
/** Time reserved for finishing the changes in progress. */
const marginMilliseconds = 3_000;
/** A list that is read right after a transaction may not have all of what it wrote. */
const settledMilliseconds = 10_000;

const actor: Actor = { kind: 'schedule', name: 'require-members', roles: [] };

export interface Required {
  /** Users for whom this run started or stopped requiring two factors. */
  readonly required: number;
  /** Time ran out: the next run continues. */
  readonly stopped: boolean;
}

/**
 * 1.08, 0.08, D8: requires two factors of everybody with a role that started to require them, or whose class did, and
 * starts their periods; lifts the requirement for members of a class that exempts from it. One conditional write per
 * user decides on the user's current state, and progress is saved, so a run may be killed, repeated and overlapped:
 * users in the right state are left alone.
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
    const members = await readMembers(table, spread, after, chunk);
    const outcome = await requireAll(services, spread, members);
    required += outcome.required;
    failed ??= outcome.failed;
    after = members.at(-1);
    // The next run starts again with the first user that failed; those after it do not wait.
    const isLast = after === undefined || members.length < chunk;
    const goesOn = failed
      ? !isLast
      : await (isLast ? finishSpread(table, spread) : moveSpread(table, spread, after ?? '')).then(
          (done) => done && !isLast,
        );
    if (!goesOn) return { required, stopped: false, failed };
  }
}

/**
 * The first members, at once, for the operator who changed the role or class and looks at them. {@link
 * requireMembers} processes all of them, even if this fails.
 */
export async function requireFirstMembers(services: Services, group: Group): Promise<void> {
  const members = await readMembers(services.table, group, undefined, chunk);
  await requireAll(services, group, members);
}

async function requireAll(
  services: Services,
  group: Group,
  members: readonly string[],
): Promise<{ readonly required: number; readonly failed: unknown }> {
  let required = 0;
  const requireEach = async (userId: string): Promise<void> => {
    if (await requireOne(services, group, userId)) required++;
  };
  const failed = await eachOf(members, requireEach, 'go on').catch((error: unknown) => error);
  return { required, failed };
}

async function requireOne(services: Services, { of, name }: Group, userId: string): Promise<boolean> {
  const { classes } = await services.policy();
  return changeUser<boolean>(services, { userId, actor }, ({ state, profile }, now, stored) => {
    const byRole = of === 'role' && profile.roles.includes(name);
    const exempt = exempts(classOf(profile.class, classes));
    const next = withRequirement(state, { asked: byRole || isAsked(state), exempt }, now);
    if (next === stored.state) return { answer: false };
    return { state: next, event: of === 'class' ? ofClass(profile) : ofRole(name), answer: true };
  }).catch((error: unknown) => {
    // Deleted in the meantime: no user is left to require anything of.
    if (error instanceof Problem && error.code === 'user-not-found') return false;
    throw error;
  });
}

const ofRole = (role: string): EventOf => ({
  type: 'user.changed',
  reason: 'A role of the user requires two factors.',
  details: { fields: ['twoFactorRequired'], role },
});

/** What is recorded when a class has changed whether its members need two factors. */
export const ofClass = ({ class: name = defaultClassName }: Pick<Profile, 'class'>): EventOf => ({
  type: 'user.changed',
  reason: "The user's class changed whether it requires two factors.",
  details: { fields: ['twoFactorRequired'], class: name },
});
