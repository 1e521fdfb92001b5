import type { Settings } from './settings.ts';

const counted = ['users', 'active', 'enrolled', 'pending', 'notRequired', 'expired'] as const;

/** What the overview counts (1.02, 1.03). Active users alone are in all but the first. */
export type Counts = Readonly<Record<(typeof counted)[number], number>>;

const each = (count: (name: keyof Counts) => number): Counts =>
  Object.fromEntries(counted.map((name) => [name, count(name)])) as Counts;

export const noCounts: Counts = each(() => 0);

/** Why somebody who is not enrolled is not expected to enroll. */
export type Apart = 'not-required' | 'expired';

/** What of a user's state is counted. Pending: a key, a link or a sign-in waits for a first code. */
export interface Counted {
  readonly active: boolean;
  readonly enrolled: boolean;
  readonly pending: boolean;
  readonly apart?: Apart | undefined;
}

/** What one user adds to the counts; `undefined` for one who is not there, not yet or not any more. */
export function countsOf(user: Counted | undefined): Counts {
  if (!user) return noCounts;
  const { active, enrolled, pending, apart } = user;
  const waits = active && !enrolled;
  const adds: Readonly<Record<keyof Counts, boolean>> = {
    users: true,
    active,
    enrolled: active && enrolled,
    pending: waits && pending && !apart,
    notRequired: waits && apart === 'not-required',
    expired: waits && apart === 'expired',
  };
  return each((name) => (adds[name] ? 1 : 0));
}

export const difference = (before: Counts, after: Counts): Counts =>
  each((name) => after[name] - before[name]);

export const total = (parts: readonly Counts[]): Counts =>
  each((name) => parts.reduce((sum, part) => sum + part[name], 0));

/**
 * 1.03: who is enrolled, and of the rest who is still to enroll: not whose period is over, nor of whom no two factors are
 * required. Without a limit nobody's period is over.
 */
export function breakdown(
  { active, enrolled, pending, notRequired, expired }: Counts,
  { enrollmentPeriodSeconds }: Pick<Settings, 'enrollmentPeriodSeconds'>,
): { readonly enrolled: number; readonly pending: number; readonly notStarted: number } {
  const over = enrollmentPeriodSeconds > 0 ? expired : 0;
  return { enrolled, pending, notStarted: Math.max(0, active - enrolled - pending - notRequired - over) };
}
