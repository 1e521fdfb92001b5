import { breakdown } from '../../domain/counting.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Profile } from '../../domain/user-state.ts';
import type { Services } from '../../services.ts';
import { readCounts } from '../../store/counters.ts';
import { type Source, sources, take } from '../../store/lists.ts';
import { type Role, readRoles } from '../../store/roles.ts';
import { readRows, type UserRow } from '../../store/user-records.ts';

type Person = Pick<Profile, 'userId' | 'displayName' | 'email'>;

export interface Overview {
  readonly enrollmentRate: { readonly enrolled: number; readonly active: number };
  readonly statusBreakdown: {
    readonly enrolled: number;
    readonly pending: number;
    readonly notStarted: number;
  };
  readonly backupCodesHealth: {
    readonly healthy: boolean;
    readonly none: readonly Person[];
    readonly low: readonly (Person & { readonly remaining: number })[];
    /** Enrolled but never issued any codes: an import or an operator enrolled them. */
    readonly neverIssued: readonly Person[];
  };
  readonly recentEnrollments: readonly (Person & { readonly enrolledAt: EpochSeconds })[];
  readonly rolesWithoutTwoFactor: readonly Role[];
}

/** Rows of each list: the overview shows where to look, the users list shows all. */
const rowsShown = 50;
const recentShown = 10;

/** The five widgets of seed 001 (1.02-1.08), live (1.09), at a cost that does not depend on the number of users. */
export async function readOverview(services: Services): Promise<Overview> {
  const { table } = services;
  const settings = await services.settings();
  const { backupCodesLow, backupCodeCount } = settings;
  const low = Array.from({ length: backupCodesLow }, (_, index) => sources.codesLeft(index + 1));
  // Where backup codes are switched off, no user lacks them.
  const without = backupCodeCount > 0 ? [sources.withoutCodes(), sources.emptyCodeSets()] : [];
  const [counts, none, neverIssued, few, recent, roles] = await Promise.all([
    readCounts(table),
    rows(services, [sources.codesLeft(0)], rowsShown),
    rows(services, without, rowsShown),
    rows(services, low, rowsShown),
    rows(services, [sources.recentlyEnrolled()], recentShown),
    readRoles(table),
  ]);
  return {
    enrollmentRate: { enrolled: counts.enrolled, active: counts.active },
    statusBreakdown: breakdown(counts, settings),
    backupCodesHealth: {
      healthy: none.length === 0 && few.length === 0 && neverIssued.length === 0,
      none: none.map(person),
      low: few.map((row) => ({ ...person(row), remaining: row.state.codes?.remaining ?? 0 })),
      neverIssued: neverIssued.map(person),
    },
    recentEnrollments: recent.map((row) => ({ ...person(row), enrolledAt: row.state.enrolledAt ?? 0 })),
    rolesWithoutTwoFactor: roles.filter(({ twoFactorRequired }) => !twoFactorRequired),
  };
}

const person = ({ profile: { userId, displayName, email } }: UserRow): Person => ({
  userId,
  displayName,
  email,
});

/** Entries read for one list: the cost stays the same even if thousands of them belong to inactive users. */
const entriesLookedAt = 500;

/** The first users of these lists who are active and still enrolled. */
async function rows({ table }: Services, from: readonly Source[], limit: number): Promise<UserRow[]> {
  const found: UserRow[] = [];
  for (const source of from) {
    const entries = source(table, undefined);
    for (let looked = 0; found.length < limit && looked < entriesLookedAt; looked += limit) {
      const chunk = await take(entries, limit);
      const userIds = chunk.map(({ userId }) => userId);
      const present = await readRows(table, userIds);
      found.push(...present.filter(({ state }) => state.active && state.enrolledAt !== undefined));
      if (chunk.length < limit) break;
    }
  }
  return found.slice(0, limit);
}
