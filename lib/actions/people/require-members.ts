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

/** Members looked at before it is noted how far this has come. */
const chunk = 48;
/** Left to finish what was begun. */
const marginMilliseconds = 3_000;
/** A list that is read right after a transaction may not have all of what it wrote. */
const settledMilliseconds = 10_000;

const actor: Actor = { kind: 'schedule', name: 'require-members', roles: [] };

export interface Required {
  /** Users of whom this run began or ceased to require two factors. */
  readonly required: number;
  /** Time ran out: the next run goes on. */
  readonly stopped: boolean;
}

/**
 * 1.08, 0.08, D8: requires two factors of everybody who holds a role that began to ask for them, or whose class did, and
 * their periods start; frees who is in a class that exempts from them. One conditional write per user decides on the user as it stands, and how far a run has come is kept, so it may be
 * killed, repeated and overlapped: who stands as they should is left alone.
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
    // The next run begins again with the first that failed; those behind do not wait for it.
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
 * The first members, at once, for whoever changed the role or class and looks at them. All of them are
 * {@link requireMembers}' to look at, whatever becomes of this.
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
    // Deleted meanwhile: there is nobody to require anything of.
    if (error instanceof Problem && error.code === 'user-not-found') return false;
    throw error;
  });
}

const ofRole = (role: string): EventOf => ({
  type: 'user.changed',
  reason: 'A role of the user asks for two factors.',
  details: { fields: ['twoFactorRequired'], role },
});

/** What is recorded where a class has changed whether two factors are required of its members. */
export const ofClass = ({ class: name = defaultClassName }: Pick<Profile, 'class'>): EventOf => ({
  type: 'user.changed',
  reason: 'The class of the user changed whether it asks for two factors.',
  details: { fields: ['twoFactorRequired'], class: name },
});
