import * as z from 'zod/mini';
import { renameUser } from '../lib/actions/people/rename-user.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { present, UserAnswer } from './schemas/person-fields.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services, site } from './wiring/services.ts';

const tag = 'Operators: users';
const params = field.userParams;

const location = (userId: string) => ({ location: `/v1/users/${encodeURIComponent(userId)}` });

const routes = [
  route({
    method: 'POST',
    path: '/v1/users/{userId}/rename',
    operationId: 'renameUser',
    summary:
      'Give a user another id; tokens, codes and events stay with the user, links and sign-ins in progress end',
    tag,
    privilege: 'users:write',
    params,
    body: z.strictObject({ newUserId: field.userId }),
    success: { status: 200, body: UserAnswer },
    problems: ['user-not-found', 'already-exists', 'conflict', 'not-allowed-in-state'],
    async handle({ params, body, actor }, services) {
      const user = await renameUser(services, actor, { ...params, ...body });
      return { status: 200, body: await present(services, user), headers: location(body.newUserId) };
    },
  }),
];

/** A function of its own because renaming has to open what is sealed. */
export const definition: FunctionDefinition = {
  name: 'rename',
  description: 'Users: rename',
  routes,
  needs: {
    table: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
    // Everything that is sealed again was opened first, so a key exists.
    keys: ['Decrypt'],
  },
};

export const handler = functionHandler(routes, site, services);
