import { auditPrefix } from '../../lib/store/keys.ts';
import type { FunctionDefinition, Needs, TableAction } from './function.ts';

/** A statement of an IAM policy, as JSON. */
export interface RoleStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What the functions of a deployment work on, by ARN. */
export interface RoleResources {
  readonly region: string;
  readonly tableArn: string;
  readonly streamArn: string;
  /** Encrypts the table's storage. */
  readonly storageKeyArn: string;
  /** Wraps the keys of secrets. */
  readonly secretsKeyArn: string;
  readonly configurationSetArn: string;
  /** Every identity of the account in SES. */
  readonly identitiesArn: string;
  /** The address that mail comes from. */
  readonly sender: string;
}

type Permitting = Pick<FunctionDefinition, 'needs' | 'stream'>;

const writes: readonly TableAction[] = ['PutItem', 'UpdateItem', 'DeleteItem'];

const changesOf = ({ table }: Needs): TableAction[] => table.filter((action) => writes.includes(action));

/**
 * The role of a function: exactly what it declares. CDK deploys these statements, and the local runner enforces them. A
 * transaction needs the permissions of its items and none of its own.
 */
export function statementsOf({ needs, stream }: Permitting, resources: RoleResources): RoleStatement[] {
  const { tableArn, streamArn, secretsKeyArn, identitiesArn, configurationSetArn, sender } = resources;
  const named = (prefix: string, actions: readonly string[]) =>
    actions.map((action) => `${prefix}:${action}`);
  const allow = (Action: readonly string[], Resource: readonly string[]) =>
    ({ Effect: 'Allow', Action, Resource }) as const;
  return [
    ...(needs.table.length > 0 ? [allow(named('dynamodb', needs.table), [tableArn])] : []),
    ...(changesOf(needs).length > 0 ? [auditStatement(needs, tableArn)] : []),
    ...(needs.indexes?.length
      ? [
          allow(
            ['dynamodb:Query'],
            needs.indexes.map((name) => `${tableArn}/index/${name}`),
          ),
        ]
      : []),
    ...(needs.table.length > 0 || stream ? [storageKeyStatement(needs, resources)] : []),
    ...(stream
      ? [
          allow(named('dynamodb', ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']), [
            streamArn,
          ]),
        ]
      : []),
    ...(needs.keys?.length
      ? [
          {
            ...allow(named('kms', needs.keys), [secretsKeyArn]),
            // lib/crypto binds every wrapped key to this: a function cannot use the key for anything else.
            Condition: { StringEquals: { 'kms:EncryptionContext:service': 'countersign' } },
          },
        ]
      : []),
    ...(needs.mail
      ? [
          {
            // In its sandbox SES asks for a permission on the identities of recipients as well, so the condition says
            // who sends, not the resource.
            ...allow(['ses:SendEmail'], [identitiesArn, configurationSetArn]),
            Condition: { StringEquals: { 'ses:FromAddress': sender } },
          },
        ]
      : []),
    ...(needs.sms
      ? [
          {
            Effect: 'Allow' as const,
            Action: ['sns:Publish'],
            // A number has no ARN; excluding every topic leaves numbers only.
            NotResource: ['arn:aws:sns:*:*:*'],
          },
        ]
      : []),
  ];
}

/**
 * Rule 11: one function may add to the audit, and nothing may change it. A denial overrides whatever a role allows,
 * also in a transaction.
 */
const auditStatement = (needs: Needs, tableArn: string): RoleStatement => ({
  Effect: 'Deny',
  Action: changesOf(needs)
    .filter((action) => action !== 'PutItem' || !needs.audit)
    .map((action) => `dynamodb:${action}`),
  Resource: [tableArn],
  Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`${auditPrefix}*`] } },
});

/** DynamoDB opens the table's key with the caller's permission, so each caller needs it, and only for that purpose. */
const storageKeyStatement = (needs: Needs, { storageKeyArn, region }: RoleResources): RoleStatement => ({
  Effect: 'Allow',
  Action: [
    'kms:Decrypt',
    'kms:DescribeKey',
    ...(changesOf(needs).length > 0
      ? ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo']
      : []),
  ],
  Resource: [storageKeyArn],
  Condition: { StringEquals: { 'kms:ViaService': `dynamodb.${region}.amazonaws.com` } },
});
