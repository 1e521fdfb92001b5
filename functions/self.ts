import * as z from 'zod/mini';
import { userEvents } from '../lib/actions/events.ts';
import { getUser } from '../lib/actions/users.ts';
import { stageOf, statusAttributes } from '../lib/domain/enrollment.ts';
import * as field from '../lib/http/fields.ts';
import { functionHandler } from '../lib/http/function-handler.ts';
import { route } from '../lib/http/route.ts';
import { tokenType } from '../lib/token-types/index.ts';
import { EventAnswer } from './events.ts';
import type { FunctionDefinition } from './function.ts';
import { deployment, services } from './services.ts';

const tag = 'Users on themselves';

const routes = [
  route({
    method: 'GET',
    path: '/v1/me',
    operationId: 'getMe',
    summary: 'My own status, factors and backup codes remaining',
    tag,
    privilege: 'self',
    success: {
      status: 200,
      body: z.object({
        userId: z.string(),
        displayName: z.string(),
        status: z.object({
          stage: z.string(),
          attributes: z.array(z.object({ key: z.string(), label: z.string(), value: z.string() })),
        }),
        tokens: z.array(
          z.object({ tokenId: z.string(), type: z.string(), typeName: z.string(), label: z.string() }),
        ),
        backupCodesRemaining: z.number(),
      }),
    },
    problems: ['user-not-found'],
    async handle({ actor }, services) {
      const user = await getUser(services, actor.name);
      const { state, profile } = user;
      const settings = await services.settings();
      const now = Math.floor(services.clock() / 1000);
      const tokens = user.tokens
        .filter(({ tokenId }) => state.tokens[tokenId])
        .map(({ tokenId, type, label }) => ({
          tokenId,
          type,
          typeName: tokenType(type)?.name ?? type,
          label,
        }));
      return {
        status: 200,
        body: {
          userId: state.userId,
          displayName: profile.displayName,
          status: {
            stage: stageOf(state, settings, now),
            attributes: statusAttributes(state, settings, now),
          },
          tokens,
          backupCodesRemaining: state.codes?.remaining ?? 0,
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/me/events',
    operationId: 'listMyEvents',
    summary: 'What happened to my account, newest first',
    tag,
    privilege: 'self',
    query: z.strictObject(field.paging),
    success: { status: 200, body: field.pageOf(EventAnswer) },
    problems: ['user-not-found'],
    async handle({ actor, query }, services) {
      return { status: 200, body: await userEvents(services, actor.name, query) };
    },
  }),
];

export const definition: FunctionDefinition = {
  name: 'self',
  description: 'What users see of themselves',
  routes,
  needs: { table: ['GetItem', 'Query'] },
};

export const handler = functionHandler(routes, deployment, services);
