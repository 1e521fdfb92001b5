import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { FunctionDefinition } from '../../functions/wiring/function.ts';
import { statementsOf } from '../../functions/wiring/permissions.ts';
import type { Messages } from './messages.ts';
import type { ServiceTable } from './table.ts';

export interface Resources {
  readonly table: ServiceTable;
  /** Wraps the keys of secrets. */
  readonly secretsKey: IKey;
  readonly messages: Messages;
}

/** The statements of a function's role, with the ARNs of this stack. */
export function permissionsOf(
  definition: FunctionDefinition,
  { table, secretsKey, messages }: Resources,
): PolicyStatement[] {
  const stack = Stack.of(table);
  const ses = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'ses', resource, resourceName });
  const statements = statementsOf(definition, {
    region: stack.region,
    tableArn: table.tableArn,
    streamArn: table.streamArn,
    storageKeyArn: table.storageKey.keyArn,
    secretsKeyArn: secretsKey.keyArn,
    identitiesArn: ses('identity', '*'),
    configurationSetArn: ses('configuration-set', messages.configurationSet.configurationSetName),
    sender: messages.sender,
  });
  return statements.map((statement) => PolicyStatement.fromJson(statement));
}
