import * as z from 'zod/mini';
import { getRole, listRoles, putRole, removeRole } from '../lib/actions/people/roles.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';
const params = z.strictObject({ name: field.name });
const properties = { type: field.text(40), twoFactorRequired: z.boolean() };
export const RoleAnswer = z.object({ name: z.string(), ...properties });

const routes = [
  route({
    method: 'GET',
    path: '/v1/roles',
    operationId: 'listRoles',
    summary: 'The roles of the organisation',
    tag,
    privilege: 'directory:read',
    success: { status: 200, body: field.pageOf(RoleAnswer) },
    problems: [],
    async handle(_call, services) {
      return { status: 200, body: { items: await listRoles(services) } };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/roles/{name}',
    operationId: 'getRole',
    summary: 'One role',
    tag,
    privilege: 'directory:read',
    params,
    success: { status: 200, body: RoleAnswer },
    problems: ['not-found'],
    async handle({ params }, services) {
      return { status: 200, body: await getRole(services, params.name) };
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/roles/{name}',
    operationId: 'putRole',
    summary: 'Create or change a role, including whether it requires two factors of the users who have it',
    tag,
    privilege: 'directory:write',
    params,
    body: z.strictObject(properties),
    success: { status: 200, body: RoleAnswer },
    problems: ['conflict'],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await putRole(services, actor, { ...params, ...body }) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/roles/{name}',
    operationId: 'deleteRole',
    summary: 'Delete a role that no user has',
    tag,
    privilege: 'directory:write',
    params,
    success: { status: 204 },
    problems: ['not-found', 'conflict'],
    async handle({ params, actor }, services) {
      await removeRole(services, actor, params.name);
      return { status: 204 };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'roles',
  description: 'Roles of the organisation, and whether they require a second factor',
  routes,
  needs: { table: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'] },
};

export const handler = functionHandler(routes, site, services);
