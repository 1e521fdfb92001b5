import {
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, expect } from 'vitest';
import { Counter } from '../../bench/measure/counter.ts';
import {
  memberId,
  personCalled,
  profileItems,
  putAll,
  standing,
  stateItem,
} from '../../bench/measure/crowd.ts';
import { secondClient } from '../../bench/measure/second-client.ts';
import { Api } from '../support/api.ts';
import { createUser } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

let counter: Counter;
let client: ReturnType<typeof secondClient>;
test.beforeAll(async ({ world }) => {
  client = secondClient(world);
  counter = new Counter(client, world.client);
});
afterAll(async () => {
  client.destroy();
});

const put = (sk: string, bytes: number, more: object = {}) => ({
  TableName: world.tableName,
  Item: { pk: { S: 'P' }, sk: { S: sk }, data: { S: 'x'.repeat(bytes) }, ...more },
});

const transaction = (...puts: ReturnType<typeof put>[]) =>
  counter.of(() =>
    client.send(new TransactWriteItemsCommand({ TransactItems: puts.map((Put) => ({ Put })) })),
  );

test('performance: a transaction costs two units for each kilobyte of each item, equal ones too', async () => {
  expect(await transaction(put('a', 100), put('b', 100), put('c', 100), put('d', 100))).toMatchObject({
    calls: 1,
    write: 8,
  });
  expect(await transaction(put('e', 100), put('f', 2_900))).toMatchObject({ write: 2 + 6 });
});

test('performance: an item that shrinks in a transaction costs what it was', async () => {
  await transaction(put('g', 2_900));
  expect(await transaction(put('g', 10))).toMatchObject({ write: 6 });
});

test('performance: a transaction pays for the entries it makes and moves in an index', async () => {
  const entry = (place: string) => put('h', 10, { listPk: { S: 'L' }, listSk: { S: place } });
  expect(await transaction(entry('1'))).toMatchObject({ write: 2 + 1 });
  expect(await transaction(entry('2'))).toMatchObject({ write: 2 + 2 });
  expect(await transaction(put('h', 10))).toMatchObject({ write: 2 + 1 });
});

test('performance: a refused write and a query that finds nothing cost what AWS bills', async () => {
  await client.send(new PutItemCommand(put('i', 1_500)));
  const refused = new UpdateItemCommand({
    TableName: world.tableName,
    Key: { pk: { S: 'P' }, sk: { S: 'i' } },
    UpdateExpression: 'SET n = :n',
    ConditionExpression: 'attribute_not_exists(pk)',
    ExpressionAttributeValues: { ':n': { N: '1' } },
  });
  expect(await counter.of(() => client.send(refused).catch(() => {}))).toMatchObject({ calls: 1, write: 2 });
  const nothing = new QueryCommand({
    TableName: world.tableName,
    IndexName: 'due',
    KeyConditionExpression: 'duePk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'nobody' } },
  });
  expect(await counter.of(() => client.send(nothing))).toMatchObject({ calls: 1, read: 0.5 });
});

test('performance: calls made together wait for each other once', async () => {
  const look = (sk: string) => client.send(new PutItemCommand(put(sk, 1)));
  const cost = await counter.of(async () => {
    await look('j');
    await Promise.all([look('k'), look('l'), look('m')]);
  });
  expect(cost).toEqual({ calls: 4, rounds: 2, read: 0, write: 4 });
});

test('performance: a page of fifty users reads fifty, and says rightly whether anybody follows', async () => {
  const { services } = world;
  const table = { client, name: world.tableName };
  const api = new Api({ ...services, table });
  const people = Array.from({ length: 50 }, (_, place) => memberId(place));
  const items = people.flatMap((userId) => [
    stateItem(standing(userId)),
    ...profileItems(table, personCalled(userId, 'Novak')),
  ]);
  await putAll(table, items);
  const page = async () => {
    const from = counter.calls.length;
    const { items, nextCursor } = await api.expect(200, 'GET', '/v1/users?limit=50');
    const reads = counter.calls.slice(from).filter(({ name }) => name === 'BatchGetItem');
    return { shown: items.length, more: nextCursor !== undefined, read: reads.map(({ read }) => read) };
  };
  expect(await page()).toEqual({ shown: 50, more: false, read: [50] });
  await createUser(world);
  expect(await page()).toEqual({ shown: 50, more: true, read: [50] });
});
