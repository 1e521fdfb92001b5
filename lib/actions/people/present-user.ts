import { deadline, stageOf } from '../../domain/enrollment.ts';
import type { Policy } from '../../domain/policy.ts';
import { asItStands } from '../../domain/requirement.ts';
import { type EpochSeconds, iso, isoOrNull } from '../../domain/time.ts';
import type { Profile, UserState } from '../../domain/user-state.ts';

/** A user as operators see one: person data and state, no secret and no hash. */
export function presentUser(
  user: { readonly state: UserState; readonly profile: Profile },
  policy: Policy,
  now: EpochSeconds,
) {
  const { state, profile } = asItStands(user, policy, now);
  const { settings } = policy;
  const { createdAt, updatedAt, ...person } = pickProfile(profile);
  const stage = stageOf(state, settings, now);
  const limited = stage === 'not-enrolled' || stage === 'expired';
  return {
    ...person,
    active: state.active,
    enabled: state.enabled,
    twoFactorRequired: state.required,
    stage,
    enrolledAt: isoOrNull(state.enrolledAt),
    enrollmentExpiresAt: limited ? isoOrNull(deadline(state, settings)) : null,
    backupCodesRemaining: state.codes?.remaining ?? null,
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    lastUsedAt: isoOrNull(lastUsed(state)),
  };
}

/** Listed by name, so that whatever else an item may hold one day does not leave by accident. */
const shown = [
  'userId',
  'displayName',
  'email',
  'phone',
  'class',
  'roles',
  'ipGroup',
  'externalId',
  'defaultUserId',
  'idNumber',
  'birthDate',
  'employeeNumber',
  'familyName',
  'firstName',
  'language',
  'officePhone',
  'smsProvider',
  'createdAt',
  'updatedAt',
] as const satisfies (keyof Profile)[];

const pickProfile = (profile: Profile) =>
  Object.fromEntries(shown.map((name) => [name, profile[name]])) as Pick<Profile, (typeof shown)[number]>;

function lastUsed({ tokens }: UserState): EpochSeconds | undefined {
  const times = Object.values(tokens).flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}
