import * as z from 'zod/mini';
import { withQuestions } from '../lib/actions/diagnose-questions.ts';
import { listUsers } from '../lib/actions/list-users.ts';
import { presentUser } from '../lib/actions/present-user.ts';
import { addUser, editUser, getUser, removeUser } from '../lib/actions/users.ts';
import { diagnose } from '../lib/domain/diagnosis.ts';
import { stageOf, statusAttributes } from '../lib/domain/enrollment.ts';
import type { Profile, UserState } from '../lib/domain/user-state.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { Services } from '../lib/services.ts';
import type { FunctionDefinition } from './function.ts';
import { deployment, services } from './services.ts';

const tag = 'Operators: users';
const params = field.userParams;
const Stage = z.enum(['not-required', 'not-enrolled', 'enrolled', 'expired']);

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
const standing = { twoFactorRequired: z.optional(z.boolean()), active: z.optional(z.boolean()) };

const UserAnswer = z.object({
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

async function present(services: Services, user: { state: UserState; profile: Profile }) {
  return presentUser(user, await services.settings(), Math.floor(services.clock() / 1000));
}

/** Members that were given; JSON has no other way to leave one out. */
const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

const routes = [
  route({
    method: 'GET',
    path: '/v1/users',
    operationId: 'listUsers',
    summary: 'List and search users by the beginning of any word of name, id or address',
    tag,
    privilege: 'users:read',
    query: z.strictObject({
      query: z.optional(field.text(100)),
      stage: z.optional(Stage),
      class: z.optional(field.name),
      ...field.paging,
    }),
    success: { status: 200, body: field.pageOf(UserAnswer) },
    problems: [],
    async handle({ query }, services) {
      const { items, nextCursor } = await listUsers(services, { ...query, limit: query.limit ?? 25 });
      return {
        status: 200,
        body: { items: await Promise.all(items.map((row) => present(services, row))), nextCursor },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users',
    operationId: 'createUser',
    summary: 'Create a user; if two factors are required the enrollment period starts now',
    tag,
    privilege: 'users:write',
    body: z.strictObject({
      userId: field.userId,
      displayName,
      email,
      ...optional({ ...clearable, roles }),
      ...standing,
    }),
    success: { status: 201, body: UserAnswer },
    problems: ['already-exists', 'conflict'],
    async handle({ body, actor }, services) {
      const { twoFactorRequired = true, active = true, roles = [], ...rest } = body;
      const user = await addUser(
        services,
        actor,
        given({ ...rest, roles, twoFactorRequired, active }) as never,
      );
      return {
        status: 201,
        body: await present(services, user),
        headers: { location: `/v1/users/${encodeURIComponent(body.userId)}` },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/users/{userId}',
    operationId: 'getUser',
    summary: 'One user',
    tag,
    privilege: 'users:read',
    params,
    success: { status: 200, body: UserAnswer },
    problems: ['user-not-found'],
    async handle({ params }, services) {
      return { status: 200, body: await present(services, await getUser(services, params.userId)) };
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/users/{userId}',
    operationId: 'changeUser',
    summary: 'Change a user; null clears a field',
    tag,
    privilege: 'users:write',
    params,
    body: z.strictObject({ ...optional({ displayName, email, roles }), ...nullable(clearable), ...standing }),
    success: { status: 200, body: UserAnswer },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, body, actor }, services) {
      const { twoFactorRequired, active, ...fields } = body;
      const user = await editUser(services, actor, params.userId, {
        person: fields as never,
        twoFactorRequired,
        active,
      });
      return { status: 200, body: await present(services, user) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/users/{userId}',
    operationId: 'deleteUser',
    summary: 'Delete a user with all tokens, codes and links',
    tag,
    privilege: 'users:write',
    params,
    success: { status: 204 },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, actor }, services) {
      await removeUser(services, actor, params.userId);
      return { status: 204 };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/users/{userId}/status',
    operationId: 'getStatus',
    summary: 'The two-factor status attributes of the stage the user is in',
    tag,
    privilege: 'users:read',
    params,
    success: {
      status: 200,
      body: z.object({
        stage: Stage,
        attributes: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
      }),
    },
    problems: ['user-not-found'],
    async handle({ params }, services) {
      const { state } = await getUser(services, params.userId);
      const settings = await services.settings();
      const now = Math.floor(services.clock() / 1000);
      const attributes = statusAttributes(state, settings, now);
      return { status: 200, body: { stage: stageOf(state, settings, now), attributes } };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/users/{userId}/diagnosis',
    operationId: 'diagnose',
    summary: 'Why can this user not sign in, and what helps, in which order',
    tag,
    privilege: 'users:read',
    params,
    success: {
      status: 200,
      body: z.object({
        stage: Stage,
        canSignIn: z.boolean(),
        findings: z.array(z.object({ code: z.string(), severity: z.string(), detail: z.string() })),
        remedy: z.array(z.object({ action: z.string(), detail: z.string() })),
      }),
    },
    problems: ['user-not-found'],
    async handle({ params }, services) {
      const user = await getUser(services, params.userId);
      const policy = await services.policy();
      const { state } = user;
      const { settings } = policy;
      const now = Math.floor(services.clock() / 1000);
      const diagnosis = withQuestions(diagnose(state, settings, now), user, policy, now);
      return { status: 200, body: { stage: stageOf(state, settings, now), ...diagnosis } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'users',
  description: 'Users: create, read, change, delete, list, search, status',
  routes,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    indexes: ['list'],
  },
};

export const handler = functionHandler(routes, deployment, services);
