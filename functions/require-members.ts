import type { Context } from 'aws-lambda';
import { type Required, requireMembers } from '../lib/actions/people/require-members.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { services } from './wiring/services.ts';

export const definition: FunctionDefinition = {
  name: 'require-members',
  description:
    'Updates the members of roles and classes that started or stopped requiring two factors; scheduled',
  routes: [],
  timeoutSeconds: 240,
  needs: { table: ['Query', 'UpdateItem', 'DeleteItem'], indexes: ['list'] },
};

export async function handler(_input: unknown, context: Context): Promise<Required> {
  return requireMembers(services(), () => context.getRemainingTimeInMillis());
}
