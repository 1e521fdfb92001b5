import { randomBytes } from 'node:crypto';
import { BatchGetItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, vi } from 'vitest';
import { kmsWrapping } from '../../lib/crypto/kms.ts';
import { snsTexter } from '../../lib/delivery/sns.ts';
import { startSns } from '../../local/stand-ins/sns.ts';
import { appCode, enrolledUser, start } from '../support/people.ts';
import { keyId, region } from '../support/world.ts';
import { test, world } from '../support/world-test.ts';
import { coldFunction } from './cold-function.ts';
import { FaultProxy } from './fault-proxy.ts';
import { type Fault, faults } from './protocol.ts';
import { withoutBackoff } from './random.ts';

let proxy: FaultProxy;
let client: DynamoDBClient;
test.beforeAll(async ({ world }) => {
  proxy = await FaultProxy.start(world.endpoint);
  client = clientOf(proxy.url, 1);
});
beforeEach(() => proxy.plan(() => undefined));
afterAll(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await proxy.stop();
});

const clientOf = (endpoint: string, maxAttempts: number): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: world.tableName, secretAccessKey: 'none' },
    maxAttempts,
    requestHandler: { requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

const put = (id: string, sender = client) =>
  sender.send(
    new PutItemCommand({
      TableName: world.tableName,
      Item: { pk: { S: 'FAULT' }, sk: { S: id } },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );

const stands = async (id: string): Promise<boolean> =>
  (await world.everything()).some(({ sk }) => sk?.S === id);

/** The first call, once. */
function once(fault: Fault): () => Fault | undefined {
  let left = 1;
  return () => (left-- > 0 ? fault : undefined);
}

const expected: Readonly<
  Record<Exclude<Fault, 'some deferred'>, { error: string | undefined; written: boolean }>
> = {
  throttled: { error: 'ProvisionedThroughputExceededException', written: false },
  'error before': { error: 'InternalServerError', written: false },
  'error after': { error: 'InternalServerError', written: true },
  'silence after': { error: 'TimeoutError', written: true },
  'dropped before': { error: 'TimeoutError', written: false },
  'dropped after': { error: 'TimeoutError', written: true },
  // The second delivery is what is answered, and it finds the first one's item.
  'delivered twice': { error: 'ConditionalCheckFailedException', written: true },
  conflict: { error: 'TransactionConflictException', written: false },
  slow: { error: undefined, written: true },
};

describe('G3 the proxy does what it says, to a client that knows nothing of it', () => {
  test.each(Object.entries(expected))('%s', async (fault, { error, written }) => {
    const id = randomBytes(8).toString('hex');
    proxy.plan(once(fault as Fault));
    const outcome = await put(id).then(
      () => undefined,
      ({ name }: Error) => name,
    );
    expect({ error: outcome, written: await stands(id) }).toEqual({ error, written });
    expect(proxy.seen).toEqual([{ operation: 'PutItem', fault }]);
  });

  test('every fault is shown here or below', () => {
    expect(faults.filter((fault) => !(fault in expected))).toEqual(['some deferred']);
  });

  test('some deferred: a batch comes without one of its keys, which is named', async () => {
    const ids = ['one', 'two', 'three'].map((name) => `${name}-${randomBytes(4).toString('hex')}`);
    await Promise.all(ids.map((id) => put(id)));
    proxy.plan(once('some deferred'));
    const Keys = ids.map((id) => ({ pk: { S: 'FAULT' }, sk: { S: id } }));
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [world.tableName]: { Keys } } }),
    );
    expect(Responses?.[world.tableName]).toHaveLength(2);
    expect(UnprocessedKeys?.[world.tableName]?.Keys).toEqual([Keys[0]]);
  });

  test('the SDK’s own second try gets through', async () => {
    const patient = clientOf(proxy.url, 3);
    const id = randomBytes(8).toString('hex');
    proxy.plan(once('dropped before'));
    await withoutBackoff(() => put(id, patient));
    expect(await stands(id)).toBe(true);
    patient.destroy();
  });

  test('behind the barrier nobody writes before all have come to it', async () => {
    const ids = Array.from({ length: 4 }, () => randomBytes(8).toString('hex'));
    const barrier = proxy.barrier(4);
    const patient = clientOf(proxy.url, 1);
    const writes = ids.slice(0, 3).map((id) => put(id, patient));
    await vi.waitUntil(() => barrier.held === 3);
    expect(await stands(ids[0] ?? '')).toBe(false);
    await Promise.all([...writes, put(ids[3] ?? '', patient)]);
    expect(await Promise.all(ids.map(stands))).toEqual([true, true, true, true]);
    patient.destroy();
  });
});

describe('G3 the same proxy stands before the stand-ins', () => {
  afterEach(() => void vi.unstubAllEnvs());

  test('KMS that is down once is asked again, and throttled KMS too', async () => {
    const kms = await FaultProxy.start(process.env['AWS_ENDPOINT_URL_KMS'] ?? '');
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.url);
    const { generateDataKey, unwrap } = kmsWrapping(keyId);
    kms.plan(once('throttled'));
    const { plain, wrapped } = await withoutBackoff(generateDataKey);
    kms.plan(once('error before'));
    expect(Buffer.from(await withoutBackoff(() => unwrap(wrapped)))).toEqual(Buffer.from(plain));
    expect(kms.seen.map(({ operation }) => operation)).toEqual(['Decrypt', 'Decrypt']);
    await kms.stop();
  });

  test('a function that has just started asks the KMS it was given, and no other', async () => {
    const kms = await FaultProxy.start(process.env['AWS_ENDPOINT_URL_KMS'] ?? '');
    const person = await enrolledUser(world);
    const cold = coldFunction(world, { database: world.endpoint, kms: kms.url });
    const { verificationId } = await start(world, person.userId);
    const path = `/v1/verifications/${verificationId}/attempts`;
    const body = { code: appCode(person.secret, world.now) };
    await cold.api.expect(200, 'POST', path, { as: 'application', body });
    expect(kms.seen.map(({ operation }) => operation)).toEqual(['Decrypt']);
    cold.stop();
    await kms.stop();
  });

  test('a text that SNS has taken while its answer is lost is a failure to us, and is not sent twice by the SDK', async () => {
    const sns = await startSns();
    const lossy = await FaultProxy.start(sns.url);
    vi.stubEnv('AWS_ENDPOINT_URL_SNS', lossy.url);
    lossy.plan(once('dropped after'));
    await expect(
      snsTexter({ senderId: 'Test', numbers: {} }).send('+447400123456', 'Your code'),
    ).rejects.toThrow();
    expect(sns.messages.map(({ to }) => to)).toEqual(['+447400123456']);
    expect(lossy.seen).toEqual([{ operation: 'Publish', fault: 'dropped after' }]);
    await lossy.stop();
    await sns.close();
  });
});
