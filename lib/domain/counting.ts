/** What the overview counts (1.02, 1.03). */
export interface Counts {
  readonly users: number;
  readonly active: number;
  readonly enrolled: number;
  readonly pending: number;
}

export const noCounts: Counts = { users: 0, active: 0, enrolled: 0, pending: 0 };

/** What of a user's state is counted. Pending: a key, a link or a sign-in waits for a first code. */
export interface Counted {
  readonly active: boolean;
  readonly enrolled: boolean;
  readonly pending: boolean;
}

/** What one user adds to the counts; `undefined` for one who is not there, not yet or not any more. */
export function countsOf(user: Counted | undefined): Counts {
  if (!user) return noCounts;
  const active = user.active ? 1 : 0;
  return {
    users: 1,
    active,
    enrolled: user.enrolled ? active : 0,
    pending: user.pending && !user.enrolled ? active : 0,
  };
}

export function difference(before: Counts, after: Counts): Counts {
  return {
    users: after.users - before.users,
    active: after.active - before.active,
    enrolled: after.enrolled - before.enrolled,
    pending: after.pending - before.pending,
  };
}

export function total(parts: readonly Counts[]): Counts {
  return parts.reduce(
    (sum, part) => ({
      users: sum.users + part.users,
      active: sum.active + part.active,
      enrolled: sum.enrolled + part.enrolled,
      pending: sum.pending + part.pending,
    }),
    noCounts,
  );
}
