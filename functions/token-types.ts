import * as z from 'zod/mini';
import { listTokenTypes, putTokenType } from '../lib/actions/tokens/token-types.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { tokenTypes } from '../lib/token-types/index.ts';
import { knownType, TypeDescription } from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Organisation';
export const TokenTypeAnswer = z.extend(TypeDescription, {
  type: z.string(),
  name: z.string(),
  operatorCanEnroll: z.boolean(),
  obsolete: z.boolean(),
});

export const TokenTypeChange = z.strictObject({
  name: z.optional(field.text(60)),
  operatorCanEnroll: z.optional(z.boolean()),
  obsolete: z.optional(z.boolean()),
});

const routes = [
  route({
    method: 'GET',
    path: '/v1/token-types',
    operationId: 'listTokenTypes',
    summary:
      'The token types: their names, whether operators may enroll them, whether they are obsolete, the input for enrolling them, and what can be done with their tokens',
    tag,
    privilege: 'directory:read',
    success: { status: 200, body: field.pageOf(TokenTypeAnswer) },
    problems: [],
    async handle(_call, services) {
      return { status: 200, body: { items: await listTokenTypes(services) } };
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/token-types/{type}',
    operationId: 'putTokenType',
    summary: 'Rename a type, allow operators to enroll it or not, or make it obsolete',
    tag,
    privilege: 'directory:write',
    params: z.strictObject({ type: z.enum(tokenTypes.map(({ type }) => type)) }),
    body: TokenTypeChange,
    success: { status: 200, body: TokenTypeAnswer },
    problems: [],
    async handle({ params, body, actor }, services) {
      return { status: 200, body: await putTokenType(services, actor, knownType(params.type), body) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'token-types',
  description: 'Token types: their names, and what operators may enroll',
  routes,
  needs: { table: ['Query', 'PutItem'] },
};

export const handler = functionHandler(routes, site, services);
