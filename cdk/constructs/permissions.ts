import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { FunctionDefinition, Needs, TableAction } from '../../functions/wiring/function.ts';
import { auditPrefix } from '../../lib/store/keys.ts';
import type { Messages } from './messages.ts';
import type { ServiceTable } from './table.ts';

export interface Resources {
  readonly table: ServiceTable;
  /** Wraps the keys of secrets. */
  readonly secretsKey: IKey;
  readonly messages: Messages;
}

const writes: readonly TableAction[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

const changesOf = ({ table }: Needs): TableAction[] => table.filter((action) => writes.includes(action));

/** Exactly what a function declares. A transaction needs the permissions of its items and none of its own. */
export function permissionsOf(definition: FunctionDefinition, resources: Resources): PolicyStatement[] {
  const { needs, stream } = definition;
  const { table, messages } = resources;
  return [
    ...(needs.table.length > 0 ? [tableStatement(needs, table)] : []),
    ...(changesOf(needs).length > 0 ? [auditStatement(needs, table)] : []),
    ...(needs.indexes?.length ? [indexStatement(needs.indexes, table)] : []),
    ...(needs.table.length > 0 || stream ? [storageKeyStatement(needs, table)] : []),
    ...(stream ? [streamStatement(table)] : []),
    ...(needs.keys?.length ? [secretsKeyStatement(needs.keys, resources.secretsKey)] : []),
    ...(needs.mail ? [messages.mailStatement()] : []),
    ...(needs.sms ? [messages.textStatement()] : []),
  ];
}

const tableStatement = (needs: Needs, table: ServiceTable) =>
  new PolicyStatement({
    actions: needs.table.map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
  });

/**
 * Rule 11: one function may add to the audit, and nothing may change it. A denial overrides whatever a role allows,
 * also in a transaction.
 */
const auditStatement = (needs: Needs, table: ServiceTable) =>
  new PolicyStatement({
    effect: Effect.DENY,
    actions: changesOf(needs)
      .filter((action) => action !== 'PutItem' || !needs.audit)
      .map((action) => `dynamodb:${action}`),
    resources: [table.tableArn],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`${auditPrefix}*`] } },
  });

const indexStatement = (indexes: readonly string[], table: ServiceTable) =>
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: indexes.map((name) => `${table.tableArn}/index/${name}`),
  });

/**
 * DynamoDB opens the table's key with the caller's permission, so each caller needs it, and only for that purpose.
 */
const storageKeyStatement = (needs: Needs, table: ServiceTable) =>
  new PolicyStatement({
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      ...(changesOf(needs).length > 0
        ? ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']
        : []),
    ],
    resources: [table.storageKey.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(table).region}.amazonaws.com` },
    },
  });

const streamStatement = (table: ServiceTable) =>
  new PolicyStatement({
    actions: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ],
    resources: [table.streamArn],
  });

/** The context that lib/crypto binds every wrapped key to: a function cannot use the key for anything else. */
const secretsKeyStatement = (operations: NonNullable<Needs['keys']>, key: IKey) =>
  new PolicyStatement({
    actions: operations.map((operation) => `kms:${operation}`),
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:EncryptionContext:service': 'countersign' } },
  });
