import { type ClassPolicy, classOf, defaultClassName } from '../../domain/classes.ts';
import type { Policy } from '../../domain/policy.ts';
import { Problem } from '../../domain/problems.ts';
import { asItStands, exempts } from '../../domain/requirement.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { User } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { sources, take } from '../../store/lists.ts';
import { readUsers } from '../../store/users.ts';
import { usableTokens } from '../verification/factors.ts';

/** Members read for one change: beyond them the answer is "at least". */
const mostLookedAt = 500;
const readAtOnce = 50;

/**
 * A changed class must not silently leave members with tokens that no longer work.
 *
 * @param current the policy before the change
 * @throws Problem `no-usable-factor` with the number of members affected
 */
export async function assertStillUsable(
  { table, clock }: Services,
  current: Policy,
  changed: ClassPolicy,
): Promise<void> {
  const before = classOf(changed.name, current.classes);
  const isNew = changed.name !== defaultClassName && !Object.hasOwn(current.classes, changed.name);
  if (isNew || exempts(changed) || asksAlike(before, changed)) return;
  const next = { ...current, classes: { ...current.classes, [changed.name]: changed } };
  const now = Math.floor(clock() / 1000);
  const isDefault = changed.name === defaultClassName;
  // Users without a class are in no class's list.
  const entries = (isDefault ? sources.all() : sources.classMembers(changed.name))(table, undefined);
  let affected = 0;
  let atLeast = false;
  for (let looked = 0; ; looked += readAtOnce) {
    const chunk = await take(entries, readAtOnce);
    if (looked >= mostLookedAt) {
      atLeast = chunk.length > 0;
      break;
    }
    const users = await readUsers(
      table,
      chunk.map(({ userId }) => userId),
    );
    affected += users
      .filter(({ profile }) => (profile.class ?? defaultClassName) === changed.name)
      .filter((user) => losesAll(user, current, next, now)).length;
    if (chunk.length < readAtOnce) break;
  }
  if (affected === 0) return;
  throw new Problem(
    'no-usable-factor',
    `${atLeast ? 'At least ' : ''}${affected} ${affected === 1 ? 'member of the class has' : 'members of the class have'} no token that it would still accept at sign-ins. Enroll other tokens first, or confirm with confirmUnusable.`,
    { extensions: { membersAffected: affected, ...(atLeast ? { atLeast } : {}) } },
  );
}

/** None of the rules that decide which factors may answer at a sign-in differ. */
const asksAlike = (before: ClassPolicy, after: ClassPolicy): boolean =>
  JSON.stringify(decisive(before)) === JSON.stringify(decisive(after));

const decisive = ({ preferredDevice, allowOtpInsteadOfTotp, provider, questions, factors }: ClassPolicy) => [
  preferredDevice === 'N',
  allowOtpInsteadOfTotp,
  provider,
  questions.count,
  Object.entries(factors['sign-in']).sort(([a], [b]) => (a < b ? -1 : 1)),
];

function losesAll(read: User, before: Policy, after: Policy, now: EpochSeconds): boolean {
  const user = asItStands(read, after, now);
  if (!user.state.required || user.state.enrolledAt === undefined) return false;
  const answers = (policy: Policy): boolean => usableTokens(user, policy, 'sign-in', now).length > 0;
  return answers(before) && !answers(after);
}
