import * as z from 'zod/mini';
import {
  copyClass,
  getClass,
  listClasses,
  putClass,
  removeClass,
} from '../lib/actions/organisation/classes.ts';
import { invalidFields, type Problem } from '../lib/domain/problems.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { ClassAnswer, ClassBody, className } from './schemas/class-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';
const params = z.strictObject({ name: className });

const routes = [
  route({
    method: 'GET',
    path: '/v1/classes',
    operationId: 'listClasses',
    summary: 'All classes, including the built-in ones',
    tag,
    privilege: 'directory:read',
    success: { status: 200, body: field.pageOf(ClassAnswer) },
    problems: [],
    async handle(_call, services) {
      return { status: 200, body: { items: await listClasses(services) } };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/classes/{name}',
    operationId: 'getClass',
    summary: 'One class, with its number of members',
    tag,
    privilege: 'directory:read',
    params,
    success: { status: 200, body: z.extend(ClassAnswer, { members: z.nullable(z.number()) }) },
    problems: ['not-found'],
    async handle({ params }, services) {
      return { status: 200, body: await getClass(services, params.name) };
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/classes/{name}',
    operationId: 'putClass',
    summary:
      'Create or change a class; omitted fields keep their values, null clears a field, and changes take effect within 5 seconds',
    tag,
    privilege: 'directory:write',
    params,
    body: ClassBody,
    success: { status: 200, body: ClassAnswer },
    problems: ['conflict', 'not-allowed-in-state', 'no-usable-factor'],
    async handle({ params, body: { name = params.name, ...change }, actor }, services) {
      if (name !== params.name) throw otherName();
      return { status: 200, body: await putClass(services, actor, name, change) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/classes/{name}',
    operationId: 'deleteClass',
    summary: 'Delete a class without members; *DFT returns to its built-in rules',
    tag,
    privilege: 'directory:write',
    params,
    success: { status: 204 },
    problems: ['not-found', 'conflict', 'not-allowed-in-state'],
    async handle({ params, actor }, services) {
      await removeClass(services, actor, params.name);
      return { status: 204 };
    },
  }),
  route({
    method: 'POST',
    path: '/v1/classes/{name}/copy',
    operationId: 'copyClass',
    summary: 'Create a copy of this class under another name',
    tag,
    privilege: 'directory:write',
    params,
    body: z.strictObject({ name: field.name }),
    success: { status: 201, body: ClassAnswer },
    problems: ['not-found', 'already-exists', 'conflict', 'not-allowed-in-state'],
    async handle({ params, body, actor }, services) {
      return {
        status: 201,
        body: await copyClass(services, actor, params.name, body.name),
        headers: { location: `/v1/classes/${encodeURIComponent(body.name)}` },
      };
    },
  }),
];

const otherName = (): Problem =>
  invalidFields([{ path: 'name', message: 'must be omitted, or equal the name in the path' }]);

export const definition: FunctionDefinition = {
  name: 'classes',
  description: 'Classes: how their members are verified',
  routes,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    indexes: ['list'],
  },
};

export const handler = functionHandler(routes, site, services);
