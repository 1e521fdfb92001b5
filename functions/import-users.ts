import * as z from 'zod/mini';
import { importUsers } from '../lib/actions/people/import-users.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { columns, importRows } from './schemas/import-rows.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { deployment, services } from './wiring/services.ts';

const document = z.string().check(z.minLength(1, 'must not be empty'));
z.globalRegistry.add(document, {
  description:
    'CSV with the columns named in the first line, roles divided by semicolons; or a JSON object in each line. ' +
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
      'Create users of another system, with the keys they have there; a row is a line, those refused are told',
    tag: 'Operators: users',
    privilege: 'users:import',
    mediaTypes: ['text/csv', 'application/x-ndjson'],
    // In base64 still below the 6 MB that a function may be called with.
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
  description: 'Imports of users with the keys they have',
  routes,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'],
    keys: ['Decrypt', 'GenerateDataKey'],
  },
};

export const handler = functionHandler(routes, deployment, services);
