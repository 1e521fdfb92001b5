import type { Route } from '../../lib/http/route.ts';

/**
 * DynamoDB actions that a function performs. An item action works on the table, `Query` also on the named indexes.
 */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/** The permissions of a function. CDK derives its role from this; a test compares it with the calls it makes. */
export interface Needs {
  readonly table: readonly TableAction[];
  readonly indexes?: readonly ('due' | 'list')[];
  readonly keys?: readonly ('Decrypt' | 'GenerateDataKey')[];
  /** Adds events to the audit. No function can change or delete one. */
  readonly audit?: true;
  readonly mail?: true;
  readonly sms?: true;
}

/** One Lambda function: its file is `functions/<name>.ts`, its export is `handler`. */
export interface FunctionDefinition {
  readonly name: string;
  readonly description: string;
  readonly routes: readonly Route[];
  /** Reads the table's stream. */
  readonly stream?: true;
  /** SES and SNS report to it what became of messages. */
  readonly reports?: true;
  /** How long one invocation may take; the defaults are in `infra.config.ts`. */
  readonly timeoutSeconds?: number;
  readonly needs: Needs;
}
