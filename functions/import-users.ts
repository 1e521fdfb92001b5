import * as z from 'zod/mini';
import { importUsers } from '../lib/actions/people/import-users.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { columns, importRows } from './schemas/import-rows.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const document = z.string().check(z.minLength(1, 'must not be empty'));
z.globalRegistry.add(document, {
  description:
    'CSV with the columns named in the first line, roles separated by semicolons; or one JSON object per line. ' +
    `Columns: ${columns.join(', ')}. A key comes as totpSecret (with totpAlgorithm, totpDigits and ` +
    'totpPeriodSeconds), as otpauthUri, or as otpauthMigration with one account.',
});

export const UsersImportedAnswer = z.object({
  rows: z.number(),
  created: z.number(),
  unchanged: z.number(),
  refused: z.array(z.object({ line: z.number(), code: z.string(), reason: z.string() })),
  nextLine: z.optional(z.number()),
});

const routes = [
  route({
    method: 'POST',
    path: '/v1/users/import',
    operationId: 'importUsers',
    summary:
      'Import users from another system, with their keys; one user per line, and rejected rows are reported',
    tag: 'Operators: users',
    privilege: 'users:import',
    mediaTypes: ['text/csv', 'application/x-ndjson'],
    // Even in base64 below the 6 MB limit of a function's input.
    maxBodyBytes: 4 * 1024 * 1024,
    body: document,
    success: { status: 200, body: UsersImportedAnswer },
    problems: [],
    async handle({ body, actor, mediaType }, services) {
      return { status: 200, body: await importUsers(services, actor, importRows(body, mediaType)) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'import-users',
  description: 'Imports users with their existing keys',
  routes,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, site, services);
