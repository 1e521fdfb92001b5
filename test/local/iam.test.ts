import { createServer } from 'node:http';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { functions } from '../../functions/index.ts';
import { type RoleStatement, statementsOf } from '../../functions/wiring/permissions.ts';
import { keyId, localResources as resources, tableName } from '../../local/environment.ts';
import { closeServer, listen } from '../../local/http.ts';
import { type Call, decide, isLike } from '../../local/iam/evaluate.ts';
import { startGate } from '../../local/iam/gate.ts';

describe('a policy is evaluated as IAM does', () => {
  const call: Call = { action: 'dynamodb:PutItem', resource: 'table', context: { key: ['AUDIT#a'] } };
  const allow: RoleStatement = { Effect: 'Allow', Action: ['dynamodb:PutItem'], Resource: ['table'] };
  const deny: RoleStatement = { ...allow, Effect: 'Deny' };

  test.each<[string, readonly RoleStatement[], string]>([
    ['nothing is allowed without a statement', [], 'not allowed'],
    ['an allowance allows', [allow], 'allowed'],
    ['another action is not allowed', [{ ...allow, Action: ['dynamodb:GetItem'] }], 'not allowed'],
    ['another resource is not allowed', [{ ...allow, Resource: ['tables'] }], 'not allowed'],
    ['a wildcard in a resource fits', [{ ...allow, Resource: ['ta*'] }], 'allowed'],
    [
      'an excluded resource is not allowed',
      [{ Effect: 'Allow', Action: allow.Action, NotResource: ['t*'] }],
      'not allowed',
    ],
    ['any other resource is', [{ Effect: 'Allow', Action: allow.Action, NotResource: ['index'] }], 'allowed'],
    ['a condition that is met', [{ ...allow, Condition: { StringEquals: { key: 'AUDIT#a' } } }], 'allowed'],
    ['one that is not', [{ ...allow, Condition: { StringEquals: { key: 'AUDIT#b' } } }], 'not allowed'],
    [
      'one about a key that the request does not have',
      [{ ...allow, Condition: { StringLike: { other: '*' } } }],
      'not allowed',
    ],
    ['a denial decides', [allow, deny], 'denied'],
    [
      'a denial under a condition that is not met does not',
      [allow, { ...deny, Condition: { 'ForAnyValue:StringLike': { key: ['USER#*'] } } }],
      'allowed',
    ],
    [
      'a denial for any of several values does',
      [allow, { ...deny, Condition: { 'ForAnyValue:StringLike': { key: ['USER#*', 'AUDIT#*'] } } }],
      'denied',
    ],
  ])('%s', (_, statements, decision) => {
    expect(decide(statements, call)).toBe(decision);
  });

  test('the order of statements changes nothing, and one denial more never allows anything', () => {
    const statement = fc.record({
      Effect: fc.constantFrom('Allow' as const, 'Deny' as const),
      Action: fc.subarray(['dynamodb:PutItem', 'dynamodb:GetItem'], { minLength: 1 }),
      Resource: fc.subarray(['table', 't*', 'other'], { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), statement, (statements, one) => {
        const decision = decide(statements, call);
        expect(decide([...statements].reverse(), call)).toBe(decision);
        if (decision !== 'allowed')
          expect(decide([...statements, { ...one, Effect: 'Deny' }], call)).not.toBe('allowed');
      }),
    );
  });

  test('a pattern without wildcards is like itself alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const plain = one.replaceAll(/[*?]/g, '');
        expect(isLike(plain, plain)).toBe(true);
        expect(isLike(plain, other)).toBe(plain === other);
      }),
    );
  });
});

describe('the gate of the local runner', () => {
  const reached: string[] = [];
  const refused: string[] = [];
  const upstream = createServer((request, response) => {
    reached.push(String(request.headers.authorization));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  let gate: Awaited<ReturnType<typeof startGate>>;
  beforeAll(async () => {
    const { url } = await listen(upstream);
    gate = await startGate({
      functions,
      resources,
      upstreams: { dynamodb: url, kms: url, ses: url, sns: url },
      databaseAccessKeyId: 'database',
      onRefused: (sentence) => refused.push(sentence),
    });
  });
  afterAll(async () => {
    await gate.close();
    await closeServer(upstream, 0);
  });
  beforeEach(() => {
    reached.length = 0;
    refused.length = 0;
  });

  const as = (accessKeyId: string) => ({
    endpoint: gate.url,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'x' },
  });
  const table = (name: string) => new DynamoDBClient(as(name));
  const item = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
  const put = (pk: string) => new PutItemCommand({ TableName: tableName, Item: item(pk) });

  test('lets through what the role allows, with the key id under which the table is', async () => {
    await table('record').send(put('AUDIT#a'));
    expect(reached).toEqual([expect.stringContaining('Credential=database/')]);
    expect(refused).toEqual([]);
  });

  test.each([
    [
      'an action that the function does not need',
      () => table('operator').send(new GetItemCommand({ TableName: tableName, Key: item('USER#a') })),
    ],
    [
      'an index that it does not read',
      () =>
        table('verify').send(
          new QueryCommand({
            TableName: tableName,
            IndexName: 'due',
            KeyConditionExpression: 'duePk = :pk',
            ExpressionAttributeValues: { ':pk': { S: 'DUE#1' } },
          }),
        ),
    ],
    ['an addition to the audit', () => table('users').send(put('AUDIT#a'))],
    [
      'an addition to the audit in a transaction',
      () =>
        table('users').send(
          new TransactWriteItemsCommand({
            TransactItems: [{ Put: { TableName: tableName, Item: item('AUDIT#a') } }],
          }),
        ),
    ],
    ['a name of no function', () => table('somebody').send(put('USER#a'))],
  ])('refuses %s as DynamoDB does, and says which function it was', async (_, calling) => {
    await expect(calling()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 400 },
    });
    expect(reached).toEqual([]);
    expect(refused).toEqual([
      expect.stringMatching(
        /^\w+ is not allowed dynamodb:\w+ on arn:aws:dynamodb:.* See `needs` in functions\//,
      ),
    ]);
  });

  test('refuses a key that is used for something else', async () => {
    const kms = new KMSClient(as('deliver'));
    const CiphertextBlob = Buffer.from('sealed');
    await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { service: 'countersign' } }));
    for (const context of [{ service: 'other' }, undefined]) {
      const opening = kms.send(
        new DecryptCommand({ CiphertextBlob, ...(context && { EncryptionContext: context }) }),
      );
      await expect(opening).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
    const making = kms.send(
      new GenerateDataKeyCommand({
        KeyId: keyId,
        KeySpec: 'AES_256',
        EncryptionContext: { service: 'countersign' },
      }),
    );
    await expect(making).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('refuses mail from another sender, and texts to a topic, as SES and SNS do', async () => {
    const mail = (Source: string) =>
      new SESClient(as('deliver')).send(
        new SendEmailCommand({
          Source,
          Destination: { ToAddresses: ['anna@example.org'] },
          Message: { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } },
          ConfigurationSetName: 'countersign',
        }),
      );
    await expect(mail('Somebody <else@example.com>')).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(refused[0]).toContain('deliver is not allowed ses:SendEmail');
    const texting = new SNSClient(as('deliver')).send(
      new PublishCommand({ TopicArn: 'arn:aws:sns:eu-central-1:000000000000:alarms', Message: 'x' }),
    );
    await expect(texting).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
  });

  test.each(functions)('$name: one permission less, and the call for it is refused', (definition) => {
    const { needs } = definition;
    for (const action of needs.table) {
      const call: Call = {
        action: `dynamodb:${action}`,
        resource: resources.tableArn,
        context: { 'dynamodb:LeadingKeys': ['USER#a'] },
      };
      expect(decide(statementsOf(definition, resources), call)).toBe('allowed');
      const less = { ...definition, needs: { ...needs, table: needs.table.filter((one) => one !== action) } };
      expect(decide(statementsOf(less, resources), call)).toBe('not allowed');
    }
  });
});
