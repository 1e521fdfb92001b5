import * as z from 'zod/mini';
import { getUser } from '../lib/actions/gate/get-user.ts';
import { copyUser } from '../lib/actions/people/copy-user.ts';
import { diagnoseUser } from '../lib/actions/people/diagnose-user.ts';
import { listUsers } from '../lib/actions/people/list-users.ts';
import { addUser, editUser, removeUser } from '../lib/actions/people/users.ts';
import { mayChange } from '../lib/domain/authorization.ts';
import { stageOf, statusAttributes } from '../lib/domain/enrollment.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { className } from './schemas/class-fields.ts';
import {
  copiedPerson,
  newPerson,
  newUserOf,
  OneUserAnswer,
  personChange,
  present,
  Stage,
  UserAnswer,
} from './schemas/person-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: users';
const params = field.userParams;

const location = (userId: string) => ({ location: `/v1/users/${encodeURIComponent(userId)}` });
/** Y yes, N no, S partly: a token that is pending or disabled, two factors that are required and not enrolled. */
const holding = z.enum(['Y', 'N', 'S']);

export const StatusAnswer = z.object({
  stage: Stage,
  attributes: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
});

export const DiagnosisAnswer = z.object({
  stage: Stage,
  canSignIn: z.boolean(),
  findings: z.array(z.object({ code: z.string(), severity: z.string(), detail: z.string() })),
  remedy: z.array(z.object({ action: z.string(), detail: z.string() })),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/users',
    operationId: 'listUsers',
    summary:
      'List and search users by the beginning of any word of name, id or address; filter by stage, class, user profile, and whether they have TOTP, questions, MFA (Y, N, or S for partly)',
    tag,
    privilege: 'users:read',
    query: z.strictObject({
      query: z.optional(field.text(100)),
      stage: z.optional(Stage),
      class: z.optional(className),
      userProfile: z.optional(field.text(64)),
      totp: z.optional(holding),
      questions: z.optional(holding),
      mfa: z.optional(holding),
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
    summary: 'Create a user; if two factors are required, the enrollment period starts now',
    tag,
    privilege: 'users:write',
    body: newPerson,
    success: { status: 201, body: UserAnswer },
    problems: ['already-exists', 'conflict'],
    async handle({ body, actor }, services) {
      const user = await addUser(services, actor, newUserOf(body));
      return {
        status: 201,
        body: await present(services, user),
        headers: { location: `/v1/users/${encodeURIComponent(body.userId)}` },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/users/{userId}/copy',
    operationId: 'copyUser',
    summary: 'Create a user with the same class, roles and requirements; tokens and codes are never copied',
    tag,
    privilege: 'users:write',
    params,
    body: copiedPerson,
    success: { status: 201, body: UserAnswer },
    problems: ['user-not-found', 'already-exists', 'conflict'],
    async handle({ params, body, actor }, services) {
      const user = await copyUser(services, actor, params.userId, body);
      return { status: 201, body: await present(services, user), headers: location(body.userId) };
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
    success: { status: 200, body: OneUserAnswer },
    problems: ['user-not-found'],
    async handle({ params: { userId }, actor }, services) {
      const user = await getUser(services, userId);
      return {
        status: 200,
        body: {
          ...(await present(services, user)),
          mayChange: mayChange(actor, userId, user.profile.roles),
        },
      };
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
    body: personChange,
    success: { status: 200, body: UserAnswer },
    problems: ['user-not-found', 'conflict'],
    async handle({ params, body, actor }, services) {
      const { twoFactorRequired, active, ...fields } = body;
      const user = await editUser(services, actor, params.userId, {
        person: fields,
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
    summary: "The two-factor status attributes of the user's enrollment stage",
    tag,
    privilege: 'users:read',
    params,
    success: { status: 200, body: StatusAnswer },
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
    summary: 'Why this user cannot sign in, and what helps, in order',
    tag,
    privilege: 'users:read',
    params,
    success: { status: 200, body: DiagnosisAnswer },
    problems: ['user-not-found'],
    async handle({ params }, services) {
      return { status: 200, body: await diagnoseUser(services, params.userId) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'users',
  description: 'Users: create, read, change, delete, list, search, status',
  routes,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    indexes: ['list'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, site, services);
