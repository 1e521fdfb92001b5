import * as z from 'zod/mini';
import { replaceType } from '../lib/actions/tokens/replace-type.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { tokenTypes } from '../lib/token-types/index.ts';
import { replacementsOf, replacing } from '../lib/token-types/replacement.ts';
import { knownType } from './schemas/token-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

/** Types whose tokens can become tokens of another one. */
const replaceable = tokenTypes.filter((type) => replacementsOf(type).length > 0);

export const TypeReplacedAnswer = z.object({
  dryRun: z.boolean(),
  users: z.number(),
  tokens: z.number(),
  items: z.array(z.object({ userId: z.string(), tokens: z.number() })),
  skipped: z.array(z.object({ userId: z.string(), code: z.string() })),
  nextCursor: z.optional(z.string()),
});

const routes = [
  route({
    method: 'POST',
    path: '/v1/token-types/{type}/replace',
    operationId: 'replaceTokenType',
    summary: 'Turn every token of a type into a Virtual one with the same number or address, step by step',
    tag: 'Organisation',
    privilege: 'directory:write',
    params: z.strictObject({ type: z.enum(replaceable.map(({ type }) => type)) }),
    body: z.strictObject({
      by: z.literal(replacing.map(({ type }) => type)),
      dryRun: z.boolean(),
      cursor: field.paging.cursor,
    }),
    success: { status: 200, body: TypeReplacedAnswer },
    problems: ['not-allowed-in-state', 'conflict'],
    async handle({ params, body, actor }, services) {
      const order = { ...body, type: knownType(params.type), by: knownType(body.by) };
      return { status: 200, body: await replaceType(services, actor, order) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'replace-type',
  description: 'Replaces obsolete token types for all users',
  routes,
  needs: { table: ['Query', 'PutItem', 'UpdateItem'], indexes: ['list'] },
};

export const handler = functionHandler(routes, site, services);
