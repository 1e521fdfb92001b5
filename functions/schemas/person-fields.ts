import * as z from 'zod/mini';
import { presentUser } from '../../lib/actions/people/present-user.ts';
import type { NewUser } from '../../lib/actions/people/users.ts';
import type { Profile, UserState } from '../../lib/domain/user-state.ts';
import * as field from '../../lib/http/fields.ts';
import type { Services } from '../../lib/services.ts';
import { className } from './class-fields.ts';

export const Stage = z.enum(['not-required', 'not-enrolled', 'enrolled', 'expired']);

const isDate = (value: string): boolean =>
  !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);

/** Seed 003's person. */
const person = {
  displayName: field.text(100),
  email: field.email,
  phone: field.phone,
  class: className,
  roles: z.array(field.name).check(
    z.maxLength(20, 'must have at most 20 roles'),
    z.refine((roles) => new Set(roles).size === roles.length, 'must name each role once'),
  ),
  ipGroup: field.text(40),
  externalId: field.text(64),
  defaultUserId: field.text(64),
  idNumber: field.text(40),
  birthDate: z.string().check(
    z.regex(/^\d{4}-\d\d-\d\d$/, 'must be a date such as 1970-12-31'),
    z.refine((value) => isDate(value), 'must be a valid date'),
  ),
  employeeNumber: field.text(40),
  familyName: field.text(60),
  firstName: field.text(60),
  language: z
    .string()
    .check(z.regex(/^[a-zA-Z]{2,3}(-[a-zA-Z]{2})?$/, 'must be a language such as en or de-CH')),
  officePhone: field.text(40),
  smsProvider: field.text(40),
};

const { displayName, email, roles, ...clearable } = person;

const optional = <T extends Record<string, z.ZodMiniType>>(shape: T) =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, z.optional(schema)])) as {
    [K in keyof T]: z.ZodMiniOptional<T[K]>;
  };

const nullable = <T extends Record<string, z.ZodMiniType>>(shape: T) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, z.optional(z.nullable(schema))]),
  ) as {
    [K in keyof T]: z.ZodMiniOptional<z.ZodMiniNullable<T[K]>>;
  };
const flags = { twoFactorRequired: z.optional(z.boolean()), active: z.optional(z.boolean()) };

/** The fields to create a user from, single or imported. */
export const newPersonFields = {
  userId: field.userId,
  displayName,
  email,
  ...optional({ ...clearable, roles }),
  ...flags,
};

export const newPerson = z.strictObject(newPersonFields);

/** The given members only; JSON has no other way to omit one. */
export const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** The fields of a new user, with defaults for those omitted. */
export function newUserOf(fields: z.output<typeof newPerson>): NewUser {
  const { twoFactorRequired = true, active = true, roles = [], ...rest } = fields;
  return given({ ...rest, roles, twoFactorRequired, active }) as NewUser;
}

export const personChange = z.strictObject({
  ...optional({ displayName, email, roles }),
  ...nullable(clearable),
  ...flags,
});

/** For a copy, only the fields given here differ. */
export const copiedPerson = z.strictObject({ userId: field.userId, displayName, email });

export const UserAnswer = z.object({
  userId: z.string(),
  displayName: z.string(),
  email: z.string(),
  ...optional({ ...clearable, roles }),
  active: z.boolean(),
  enabled: z.boolean(),
  twoFactorRequired: z.boolean(),
  stage: Stage,
  enrolledAt: z.nullable(field.time),
  enrollmentExpiresAt: z.nullable(field.time),
  backupCodesRemaining: z.nullable(z.number()),
  createdAt: field.time,
  updatedAt: field.time,
  lastUsedAt: z.nullable(field.time),
});

export const OneUserAnswer = z.extend(UserAnswer, {
  mayChange: z
    .boolean()
    .check(
      z.describe(
        'Whether the calling operator may act on this user: not on their own account, nor on a user with a higher role. Privileges decide what they may do.',
      ),
    ),
});

export async function present(services: Services, user: { state: UserState; profile: Profile }) {
  return presentUser(user, await services.policy(), Math.floor(services.clock() / 1000));
}
