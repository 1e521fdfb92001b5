import { call } from './client.ts';

/** Answer of `GET /v1/operator`. */
export interface Operator {
  readonly name: string;
  readonly roles: readonly string[];
  readonly privileges: readonly string[];
}

export const getOperator = (): Promise<Operator> => call('GET', '/v1/operator');
