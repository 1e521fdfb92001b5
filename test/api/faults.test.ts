import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, expect, type MockInstance, vi } from 'vitest';
import { createKeyring } from '../../lib/crypto/keyring.ts';
import { kmsWrapping } from '../../lib/crypto/kms.ts';
import type { Services } from '../../lib/services.ts';
import { connect } from '../../lib/store/client.ts';
import { wrappedKeys } from '../../lib/store/data-keys.ts';
import { Api } from '../support/api.ts';
import { failCalls } from '../support/faults.ts';
import { appCode, attempt, createUser, enrolledUser, newId, start } from '../support/people.ts';
import { callerOf, routes, targetOf } from '../support/routes.ts';
import { tableText } from '../support/table.ts';
import { test, world } from '../support/world-test.ts';
import { bodies, documents } from './bodies.ts';

let log: MockInstance<typeof console.error>;
beforeEach(() => {
  log = vi.spyOn(console, 'error').mockReset().mockReturnValue();
});

const nobodyListens = 'http://127.0.0.1:9';
const unavailable = {
  type: 'about:blank',
  title: 'Temporarily unavailable',
  status: 503,
  detail: 'Nothing was changed, or the change was complete. Try again; a retry is safe.',
  instance: expect.any(String),
};
const withServices = (change: Partial<Services>): Api => new Api({ ...world.services, ...change });

function expectUnavailable(answer: Awaited<ReturnType<Api['call']>>): void {
  expect(answer.body).toEqual(unavailable);
  expect(answer).toMatchObject({
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '1' },
  });
}

/** What is answered from the configuration alone. */
const withoutDatabase = ['getOperator', 'getSettingRanges'];
const withDatabase = routes.filter(({ operationId }) => !withoutDatabase.includes(operationId));

test.each(withDatabase.map((route) => [route.operationId, route] as const))(
  'reliability: without the database %s answers 503 and when to try again',
  async (operationId, route) => {
    const client = new DynamoDBClient({ endpoint: nobodyListens, maxAttempts: 1 });
    const api = withServices({ table: { client, name: 'none' } });
    const { verificationId } = await start(world, await createUser(world));
    const target = targetOf(route, { userId: 'somebody', name: 'Cashiers', type: 'sms', verificationId });
    const sent = documents[operationId] ?? { body: bodies[operationId] ?? {} };
    expectUnavailable(await api.call(route.method, target, { as: callerOf(route, 'somebody'), ...sent }));
  },
);

test('reliability: a database that does not answer is given up before the function is', {
  timeout: 20_000,
}, async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', `http://127.0.0.1:${port}`);
  const api = withServices({ table: connect('none') });
  const from = performance.now();
  expectUnavailable(await api.call('GET', '/v1/users/somebody'));
  expect(performance.now() - from).toBeLessThan(10_000);
  vi.unstubAllEnvs();
  silent.closeAllConnections();
  silent.close();
});

test('reliability: with KMS down a function that just started answers 503, and nothing is counted', async () => {
  const { userId, secret } = await enrolledUser(world);
  const { verificationId } = await start(world, userId);
  vi.stubEnv('AWS_ENDPOINT_URL_KMS', nobodyListens);
  const { table, clock } = world.services;
  const keyring = createKeyring({ ...wrappedKeys(table), ...kmsWrapping('test'), clock });
  const cold = withServices({ keyring });
  const before = await tableText(world);
  const path = `/v1/verifications/${verificationId}/attempts`;
  const body = { code: appCode(secret, world.now) };
  expectUnavailable(await cold.call('POST', path, { as: 'application', body }));
  expect(await tableText(world)).toBe(before);
  vi.unstubAllEnvs();
  // The same code a moment later, where the key is still open.
  expect(await world.api.call('POST', path, { as: 'application', body })).toMatchObject({ status: 200 });
});

test('rule 13: what nobody foresaw is a bare 500, and the log repeats nothing that was sent', async () => {
  const random = (): Buffer => {
    throw new Error('secret 123456 of ada@example.org');
  };
  const body = { userId: newId('ada'), displayName: 'Ada', email: 'ada@example.org' };
  const answer = await withServices({ random }).call('POST', '/v1/users', { body });
  expect(answer.status).toBe(500);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body).toEqual({
    type: 'about:blank',
    title: 'Internal error',
    status: 500,
    detail: 'The request failed. Its id is in "instance".',
    instance: expect.any(String),
  });
  const { instance } = answer.body;
  const line = expect.objectContaining({ requestId: instance, route: 'POST /v1/users', name: 'Error' });
  expect(log.mock.calls).toEqual([[line]]);
  // As it is printed: JSON leaves out what an error says.
  expect(inspect(log.mock.calls, { depth: null })).not.toMatch(/123456|ada@|secret/);
});

test.each(['UpdateItem', 'TransactWriteItems'])(
  'reliability: when %s fails nothing is changed, and the same request succeeds afterwards',
  async (call) => {
    const { userId, secret, backupCodes } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    const code = call === 'UpdateItem' ? appCode(secret, world.now) : (backupCodes[0] ?? '');
    const before = await tableText(world);
    failCalls(world, call, 3);
    expectUnavailable(await attempt(world, verificationId, code));
    expect(await tableText(world)).toBe(before);
    expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200 });
  },
);
