import * as z from 'zod/mini';
import { operatorPrivileges, privilegesOf } from '../lib/domain/authorization.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

export const OperatorAnswer = z.object({
  name: z.string(),
  roles: z.array(z.string()),
  privileges: z.array(z.enum(operatorPrivileges)),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/operator',
    operationId: 'getOperator',
    summary: 'The caller as an operator: roles, and a list of every privilege that they include',
    tag: 'Organisation',
    privilege: 'operator',
    success: { status: 200, body: OperatorAnswer },
    problems: [],
    async handle({ actor: { name, roles } }) {
      return { status: 200, body: { name, roles, privileges: privilegesOf(roles) } };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'operator',
  description: 'What the calling operator may do',
  routes,
  needs: { table: [] },
};

export const handler = functionHandler(routes, site, services);
