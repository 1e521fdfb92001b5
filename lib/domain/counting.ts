import type { UserState } from './user-state.ts';

/** What the overview counts (1.02, 1.03). */
export interface Counts {
  readonly users: number;
  readonly active: number;
  readonly enrolled: number;
  readonly pending: number;
}

export const noCounts: Counts = { users: 0, active: 0, enrolled: 0, pending: 0 };

/** What one user adds to the counts. Pending: an enrollment was begun and waits for its first code. */
export function countsOf(state: UserState | undefined): Counts {
  if (!state || state.deletedAt !== undefined) return noCounts;
  const enrolled = state.enrolledAt !== undefined;
  const active = state.active ? 1 : 0;
  return {
    users: 1,
    active,
    enrolled: enrolled ? active : 0,
    pending: !enrolled && state.pending ? active : 0,
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
