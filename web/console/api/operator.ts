import type { output } from 'zod/mini';
import type { OperatorAnswer } from '../../../functions/operator.ts';
import { call } from './client.ts';

export type Operator = Readonly<output<typeof OperatorAnswer>>;

/** What a screen or a button may ask for: a misspelt one does not compile. */
export type Privilege = Operator['privileges'][number];

export const getOperator = (): Promise<Operator> => call('GET', '/v1/operator');
