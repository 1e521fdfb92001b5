import { type Renewed, renewDataKey } from '../lib/actions/keys/renew-data-key.ts';
import type { FunctionDefinition } from './wiring/function.ts';
import { keyringPorts } from './wiring/services.ts';

export const definition: FunctionDefinition = {
  name: 'renew-data-key',
  description: 'Creates the next data key when the newest is old enough; scheduled',
  routes: [],
  needs: { table: ['Query', 'PutItem'], keys: ['GenerateDataKey'] },
};

export const handler = async (): Promise<Renewed> => renewDataKey(keyringPorts());
