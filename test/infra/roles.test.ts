import { describe, expect, test } from 'vitest';
import type { FunctionDefinition } from '../../functions/function.ts';
import { functions } from '../../functions/index.ts';
import { config } from '../../infra.config.ts';
import { idOf, resources, synthesise } from './synthesise.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const { service } = synthesise();
const lambdas = resources(service, 'AWS::Lambda::Function');
const sender = config.mail.from.split(/[<>]/)[1] ?? config.mail.from;
const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Every allowance of a role, whichever policy it stands in. */
function statementsOf(name: string): Statement[] {
  const deployed = Object.values(lambdas).find(
    ({ Properties }) => Properties.FunctionName === `${config.service}-${name}`,
  );
  const roleId = idOf(deployed?.Properties.Role);
  const role = resources(service, 'AWS::IAM::Role')[roleId]?.Properties;
  expect(role).not.toHaveProperty('ManagedPolicyArns');
  expect(role).not.toHaveProperty('Policies');
  return Object.values(resources(service, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some((attached: { Ref: string }) => attached.Ref === roleId))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

/** `dynamodb:Query table/index/due`: one line for each action on each resource. */
const linesOf = (statements: readonly Statement[]): string[] =>
  statements.flatMap(({ Action, Resource, NotResource }) =>
    list(Action).flatMap((action) => [
      ...list(Resource ?? []).map((resource) => `${action} ${nameOf(resource)}`),
      ...list(NotResource ?? []).map((resource) => `${action} not ${nameOf(resource)}`),
    ]),
  );

function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const reference = resource as Record<string, unknown>;
  const [, parts] = (reference['Fn::Join'] ?? []) as [string, unknown[]];
  if (parts) return parts.map(nameOf).join('');
  const [id, attribute] = (reference['Fn::GetAtt'] ?? [reference['Ref'], 'Ref']) as [string, string];
  const { Type, Properties } = service.toJSON()['Resources'][id] ?? {};
  switch (Type) {
    case 'AWS::DynamoDB::GlobalTable':
      return attribute === 'StreamArn' ? 'stream' : 'table';
    case 'AWS::Logs::LogGroup':
      return Properties.LogGroupName;
    case 'AWS::KMS::Key':
      return id.startsWith('Table') ? 'storage key' : 'secrets key';
    case 'AWS::SQS::Queue':
      return id.replace(/^(Streams|Schedules)(\w+?)deadletters\w*$/, '$2 dead letters');
    default:
      return `<${id}>`;
  }
}

/** What the definition says, spelled out again by hand: nothing of cdk/ is used here. */
function declared({ name, needs, stream }: FunctionDefinition): string[] {
  const writes = needs.table.some((action) => /^(Put|Update|Delete)Item$/.test(action));
  const storage = ['Decrypt', 'DescribeKey'];
  if (writes) storage.push('Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo');
  const scheduled = Object.values(config.schedules).some((schedule) => schedule.function === name);
  const ses = `arn:aws:ses:${config.region}:<AWS::AccountId>`;
  return [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map(
      (action) => `${action} /aws/lambda/${config.service}-${name}`,
    ),
    ...needs.table.map((action) => `dynamodb:${action} table`),
    ...(needs.indexes ?? []).map((index) => `dynamodb:Query table/index/${index}`),
    ...(needs.table.length > 0 || stream ? storage.map((action) => `kms:${action} storage key`) : []),
    ...(needs.keys ?? []).map((action) => `kms:${action} secrets key`),
    ...(stream
      ? [
          ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
            (action) => `dynamodb:${action} stream`,
          ),
          `sqs:SendMessage ${name} dead letters`,
        ]
      : []),
    ...(scheduled ? ['sqs:SendMessage schedule dead letters'] : []),
    ...(needs.mail
      ? [
          'configuration-set/<MessagesConfigurationSet>',
          `identity/${sender.split('@')[1]}`,
          `identity/${sender}`,
        ].map((resource) => `ses:SendEmail ${ses}:${resource}`)
      : []),
    ...(needs.sms ? ['sns:Publish not arn:aws:sns:*:*:*'] : []),
  ];
}

const withoutHash = (line: string) =>
  line.replace(/<MessagesConfigurationSet\w+>/, '<MessagesConfigurationSet>');

describe.each(functions)('$name', (definition) => {
  const statements = statementsOf(definition.name);
  const denials = statements.filter(({ Effect }) => Effect === 'Deny');

  test('may do what it declares, and nothing else', () => {
    const allowances = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(linesOf(allowances).map(withoutHash).sort()).toEqual(declared(definition).sort());
    expect([...allowances, ...denials]).toHaveLength(statements.length);
  });

  test('rule 11: changes and deletes nothing of the audit, and adds to it only if it is the one that records', () => {
    const may = definition.needs.table.filter((action) => /^(Put|Update|Delete)Item$/.test(action));
    const mayHere = definition.name === 'record' ? ['PutItem'] : [];
    expect(linesOf(denials).sort()).toEqual(
      may
        .filter((action) => !mayHere.includes(action))
        .map((action) => `dynamodb:${action} table`)
        .sort(),
    );
    for (const { Condition } of denials) {
      expect(Condition).toEqual({ 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } });
    }
  });

  test('uses keys only for what they are for', () => {
    for (const statement of statements) {
      const [line] = linesOf([statement]);
      if (!line?.startsWith('kms:')) continue;
      expect(statement.Condition?.['StringEquals']).toEqual(
        line.endsWith('secrets key')
          ? { 'kms:EncryptionContext:service': 'countersign' }
          : { 'kms:ViaService': `dynamodb.${config.region}.amazonaws.com` },
      );
    }
  });
});

test('no role of the service has an action with a wildcard, or a resource that is everything', () => {
  const statements: Statement[] = Object.values(resources(service, 'AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  expect(statements.length).toBeGreaterThan(functions.length);
  for (const { Action, Resource } of statements) {
    for (const action of list(Action)) expect(action).not.toContain('*');
    for (const resource of list(Resource ?? [])) expect(resource).not.toBe('*');
  }
});

test('mail is sent under the configured address only', () => {
  const senders = functions.filter(({ needs }) => needs.mail).flatMap(({ name }) => statementsOf(name));
  const mails = senders.filter(({ Action }) => list(Action).includes('ses:SendEmail'));
  expect(mails.length).toBeGreaterThan(0);
  for (const { Condition } of mails) {
    expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': sender } });
  }
});
