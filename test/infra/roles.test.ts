import { describe, expect, test } from 'vitest';
import { addressOf } from '../../cdk/deployment.ts';
import { functions } from '../../functions/index.ts';
import type { FunctionDefinition } from '../../functions/wiring/function.ts';
import { config } from '../../infra.config.ts';
import { linesOf, list, type Statement, statementsOf } from './policies.ts';
import { full, own, resources, synthesise } from './synthesise.ts';

const { service } = synthesise();
const sender = addressOf(full.mailFrom);
/** What the definition says, spelled out again by hand: nothing of cdk/ is used here. */
function declared({ name, needs, stream, reports }: FunctionDefinition): string[] {
  const writes = needs.table.some((action) => /^(Put|Update|Delete)Item$/.test(action));
  const storage = ['Decrypt', 'DescribeKey'];
  if (writes) storage.push('Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo');
  const scheduled = Object.values(config.schedules).some((schedule) => schedule.function === name);
  const ses = `arn:aws:ses:${full.region}:<AWS::AccountId>`;
  return [
    ...['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} log of ${name}`),
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
    ...(reports ? [`sqs:SendMessage ${name.replace('-', '')} dead letters`] : []),
    ...(scheduled ? ['sqs:SendMessage schedule dead letters'] : []),
    ...(needs.mail
      ? [
          'configuration-set/<configuration set>',
          // In the sandbox SES asks for the recipient's identity too; the condition below names the sender.
          'identity/*',
        ].map((resource) => `ses:SendEmail ${ses}:${resource}`)
      : []),
    ...(needs.sms ? ['sns:Publish not arn:aws:sns:*:*:*'] : []),
  ];
}

describe.each(functions)('$name', (definition) => {
  const statements = statementsOf(service, definition.name);
  const denials = statements.filter(({ Effect }) => Effect === 'Deny');

  test('may do what it declares, and nothing else', () => {
    const allowances = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(linesOf(service, allowances).sort()).toEqual(declared(definition).sort());
    expect([...allowances, ...denials]).toHaveLength(statements.length);
  });

  test('rule 11: changes and deletes nothing of the audit, and adds to it only if it is the one that records', () => {
    const may = definition.needs.table.filter((action) => /^(Put|Update|Delete)Item$/.test(action));
    const mayHere = definition.name === 'record' ? ['PutItem'] : [];
    expect(linesOf(service, denials).sort()).toEqual(
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
      const [line] = linesOf(service, [statement]);
      if (!line?.startsWith('kms:')) continue;
      expect(statement.Condition?.['StringEquals']).toEqual(
        line.endsWith('secrets key')
          ? { 'kms:EncryptionContext:service': 'countersign' }
          : { 'kms:ViaService': `dynamodb.${full.region}.amazonaws.com` },
      );
    }
  });
});

test('no role of the service has an action with a wildcard, or a resource that is everything', () => {
  const statements: Statement[] = Object.values(own(resources(service, 'AWS::IAM::Policy'))).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  );
  expect(statements.length).toBeGreaterThan(functions.length);
  for (const { Action, Resource } of statements) {
    for (const action of list(Action)) expect(action).not.toContain('*');
    for (const resource of list(Resource ?? [])) expect(resource).not.toBe('*');
  }
});

test('mail is sent under the configured address only', () => {
  const senders = functions
    .filter(({ needs }) => needs.mail)
    .flatMap(({ name }) => statementsOf(service, name));
  const mails = senders.filter(({ Action }) => list(Action).includes('ses:SendEmail'));
  expect(mails.length).toBeGreaterThan(0);
  for (const { Condition } of mails) {
    expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': sender } });
  }
});
