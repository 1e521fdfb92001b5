import * as z from 'zod/mini';
import * as field from '../lib/http/fields.ts';

const isDate = (value: string): boolean =>
  !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);

/** Seed 003's person. */
const person = {
  displayName: field.text(100),
  email: field.email,
  phone: field.phone,
  class: field.name,
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
    z.refine((value) => isDate(value), 'must be a day that there is'),
  ),
  employeeNumber: field.text(40),
  familyName: field.text(60),
  firstName: field.text(60),
  language: z
    .string()
    .check(z.regex(/^[a-zA-Z]{2,3}(-[a-zA-Z]{2})?$/, 'must be a language such as en or de-CH')),
  officePhone: field.text(40),
};

export const { displayName, email, roles, ...clearable } = person;

export const optional = <T extends Record<string, z.ZodMiniType>>(shape: T) =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, z.optional(schema)])) as {
    [K in keyof T]: z.ZodMiniOptional<T[K]>;
  };

export const nullable = <T extends Record<string, z.ZodMiniType>>(shape: T) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, z.optional(z.nullable(schema))]),
  ) as {
    [K in keyof T]: z.ZodMiniOptional<z.ZodMiniNullable<T[K]>>;
  };

export const standing = { twoFactorRequired: z.optional(z.boolean()), active: z.optional(z.boolean()) };

/** What a user is created of, one by one or imported. */
export const newUser = {
  userId: field.userId,
  displayName,
  email,
  ...optional({ ...clearable, roles }),
  ...standing,
};

/** Members that were given; JSON has no other way to leave one out. */
const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** The fields of a new user, with what stands where nothing was said. */
export function newUserOf(fields: z.output<z.ZodMiniObject<typeof newUser>>) {
  const { twoFactorRequired = true, active = true, roles = [], ...rest } = fields;
  return given({ ...rest, roles, twoFactorRequired, active });
}
