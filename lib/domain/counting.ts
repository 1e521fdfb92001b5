import type { Settings } from './settings.ts';

const counted = ['users', 'active', 'enrolled', 'pending', 'notRequired', 'expired'] as const;

/** The numbers of the overview (1.02, 1.03). All but the first count active users only. */
export type Counts = Readonly<Record<(typeof counted)[number], number>>;

const each = (count: (name: keyof Counts) => number): Counts =>
  Object.fromEntries(counted.map((name) => [name, count(name)])) as Counts;

export const noCounts: Counts = each(() => 0);

/** Why a user who is not enrolled is not expected to enroll. */
export type Apart = 'not-required' | 'expired';

/** The parts of a user's state that are counted. Pending: a key, a link or a sign-in waits for a first code. */
export interface Counted {
  readonly active: boolean;
  readonly enrolled: boolean;
  readonly pending: boolean;
  readonly apart?: Apart | undefined;
}

/** What one user adds to the counts; `undefined` for a user who does not exist, yet or any more. */
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
 * 1.03: the users who are enrolled and, of the rest, those who still have to enroll: not users whose period is over,
 * nor users who need no two factors. Without a limit no period is ever over.
 */
export function breakdown(
  { active, enrolled, pending, notRequired, expired }: Counts,
  { enrollmentPeriodSeconds }: Pick<Settings, 'enrollmentPeriodSeconds'>,
): { readonly enrolled: number; readonly pending: number; readonly notStarted: number } {
  const over = enrollmentPeriodSeconds > 0 ? expired : 0;
  return { enrolled, pending, notStarted: Math.max(0, active - enrolled - pending - notRequired - over) };
}
