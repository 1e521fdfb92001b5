import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { toItem } from '../../lib/store/items.ts';
import { keys } from '../../lib/store/keys.ts';
import { Canaries } from '../support/canaries.ts';
import { classPath, useClass } from '../support/classes.ts';
import { delegatedUser } from '../support/delegated.ts';
import { expectProblem } from '../support/expectations.ts';
import { captureOutput } from '../support/output.ts';
import { attempt, newId, start } from '../support/people.ts';
import { RadiusServer } from '../support/radius-server.ts';
import { test, world } from '../support/world-test.ts';

const secret = 'k3Lm-9Qz_Vt7!xW2bN';
const whsec = `whsec_${randomBytes(32).toString('base64')}`;
const radius = {
  kind: 'radius',
  servers: [{ host: 'radius.corp.example', port: 1812 }],
  timeoutMilliseconds: 1_500,
  attempts: 2,
  nasIdentifier: 'countersign',
};
const https = { kind: 'https', url: 'https://factor.example.org/ask', timeoutMilliseconds: 3_000 };
const put = (name: string, body: object) => world.api.call('PUT', `/v1/providers/${name}`, { body });

test('3.06 a provider is created, read, listed, changed and deleted; its secret never comes back', async () => {
  const name = newId('radius');
  const path = `/v1/providers/${name}`;
  const stored = { name, ...radius };
  expect(await put(name, { ...radius, secret })).toMatchObject({ status: 200, body: stored });
  expect((await world.api.call('GET', path)).body).toEqual(stored);
  expect((await world.api.expect(200, 'GET', '/v1/providers')).items).toContainEqual(stored);
  const changed = { ...radius, attempts: 1 };
  expect((await put(name, changed)).body).toEqual({ name, ...changed });
  await world.api.expect(204, 'DELETE', path);
  expectProblem(await world.api.call('GET', path), 'not-found');
  expectProblem(await world.api.call('DELETE', path), 'not-found');
  expect((await world.api.expect(200, 'GET', '/v1/providers')).items).not.toContainEqual(
    expect.objectContaining({ name }),
  );
  await world.drain();
  const { items } = await world.api.expect(200, 'GET', '/v1/events?limit=100');
  const events = items.filter(({ details }: { details?: { name?: string } }) => details?.name === name);
  expect(events.map(({ type, actor }: { type: string; actor: string }) => [type, actor]).sort()).toEqual([
    ['provider.changed', 'operator:the-administrator'],
    ['provider.changed', 'operator:the-administrator'],
    ['provider.deleted', 'operator:the-administrator'],
  ]);
  expect(await put(name, { ...https, secret: whsec })).toMatchObject({ status: 200 });
});

test('3.06 a secret may be left out only while the provider stays where it is', async () => {
  const name = newId('kept');
  const missing = { code: 'invalid-request', errors: [{ path: 'secret' }] };
  expect((await put(name, https)).body).toMatchObject(missing);
  await put(name, { ...https, secret: whsec });
  expect((await put(name, { ...https, timeoutMilliseconds: 500 })).status).toBe(200);
  expect((await put(name, { ...https, url: 'https://evil.example/' })).body).toMatchObject(missing);
  expect((await put(name, radius)).body).toMatchObject(missing);
});

test.each([
  {},
  { ...radius },
  { ...radius, secret: 'too-short' },
  { ...radius, secret: 'with a blank in the middle' },
  { ...radius, secret: whsec, url: 'https://a.example' },
  { ...radius, secret, servers: [] },
  { ...radius, secret, servers: Array.from({ length: 5 }, () => radius.servers[0]) },
  { ...radius, secret, servers: [{ host: 'a b', port: 1812 }] },
  { ...radius, secret, servers: [{ host: 'a', port: 0 }] },
  { ...radius, secret, servers: [{ host: '169.254.169.254', port: 1812 }] },
  { ...radius, secret, servers: [{ host: 'fe80::1', port: 1812 }] },
  { ...radius, secret, attempts: 0 },
  { ...radius, secret, timeoutMilliseconds: 4_001 },
  { ...https, secret },
  { ...https, secret: 'whsec_c2hvcnQ=' },
  { ...https, secret: whsec, url: 'http://factor.example.org/' },
  { ...https, secret: whsec, url: 'ftp://factor.example.org/' },
  { ...https, secret: whsec, url: 'not a url' },
  { ...https, secret: whsec, url: 'https://user:word@factor.example.org/' },
  { ...https, secret: whsec, url: 'https://169.254.169.254/latest' },
  { ...https, secret: whsec, url: 'https://[::ffff:a9fe:a9fe]/' },
  { ...https, secret: whsec, url: 'https://2852039166/' },
  { ...https, secret: whsec, timeoutMilliseconds: 9_000 },
  { ...https, secret: whsec, servers: radius.servers },
])('rule 13: a provider cannot be %j', async (body) => {
  const answer = await put(newId('bad'), body);
  expectProblem(answer, 'invalid-request');
  expect(JSON.stringify(answer.body)).not.toContain(secret);
});

test('a provider on the machine itself is refused where the service does not live there', async () => {
  const { delegation } = world.services;
  Object.assign(delegation, { loopback: false });
  for (const body of [
    { ...radius, secret, servers: [{ host: '127.0.0.1', port: 1812 }] },
    { ...radius, secret, servers: [{ host: 'localhost', port: 1812 }] },
    { ...https, secret: whsec, url: 'http://127.0.0.1:9001/' },
    { ...https, secret: whsec, url: 'https://127.0.0.1/' },
    { ...https, secret: whsec, url: 'https://[::1]/' },
  ])
    expectProblem(await put(newId('inside'), body), 'invalid-request');
  Object.assign(delegation, { loopback: true });
});

test('3.06 a provider that a class names is not deleted', async () => {
  const name = newId('named');
  await put(name, { ...https, secret: whsec });
  const className = newId('Class');
  await useClass(world, className, { provider: name });
  expectProblem(await world.api.call('DELETE', `/v1/providers/${name}`), 'conflict');
  await world.api.expect(204, 'DELETE', classPath(className));
  await world.api.expect(204, 'DELETE', `/v1/providers/${name}`);
});

test('a change acts within five seconds, and a sealed secret that was moved to another provider opens nothing', async () => {
  const server = await RadiusServer.start(secret, () => 'Access-Accept');
  const here = { ...radius, servers: [{ host: '127.0.0.1', port: server.port }] };
  await put('radius', { ...here, secret });
  world.advance(5);
  const { userId } = await delegatedUser(world, { type: 'radius' });
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, '1234')).status).toBe(200);
  const stored = (await world.everything()).find(({ sk }) => sk?.S === keys.provider('radius').sk);
  const moved = newId('moved');
  await world.client.send(
    new PutItemCommand({
      TableName: world.tableName,
      Item: { ...stored, ...toItem({ ...keys.provider(moved), name: moved }) },
    }),
  );
  world.advance(6);
  const other = await delegatedUser(world, { type: 'radius', provider: moved });
  const again = await start(world, other.userId);
  expect((await attempt(world, again.verificationId, '1234')).status).toBe(500);
  expect(server.questions).toBe(1);
  await server.stop();
});

test('rule 11: the secrets of providers, the codes and the accounts are in no item, answer, event or log', async () => {
  const canaries = new Canaries();
  canaries.add('shared secret', secret);
  canaries.add('signing key', whsec);
  canaries.add('signing key as bytes', Buffer.from(whsec.slice(6), 'base64'));
  canaries.add('account', 'canary.account@corp.example');
  canaries.addDigits('code', '40718293');
  const { written, release } = captureOutput();
  const answers: unknown[] = [];
  const server = await RadiusServer.start(secret, () => 'Access-Reject');
  try {
    answers.push(
      await put('radius', { ...radius, secret, servers: [{ host: '127.0.0.1', port: server.port }] }),
    );
    answers.push(await put(newId('app'), { ...https, secret: whsec }));
    answers.push(await put(newId('bad'), { ...https, secret: `${secret}x` }));
    answers.push(
      await world.api.call('GET', '/v1/providers'),
      await world.api.call('GET', '/v1/providers/radius'),
    );
    world.advance(6);
    const account = 'canary.account@corp.example';
    const { userId, token } = await delegatedUser(world, { type: 'radius', account });
    answers.push(token);
    const { verificationId } = await start(world, userId);
    answers.push(await attempt(world, verificationId, '40718293'));
    expect(server.requests.at(-1)).toMatchObject({ account, password: '40718293' });
    await server.stop();
    answers.push(await attempt(world, verificationId, '40718293'));
    await world.drain();
    answers.push(await world.api.call('GET', `/v1/users/${userId}/events`));
    answers.push(await world.api.call('GET', '/v1/events?limit=100'));
  } finally {
    release();
  }
  const items = await world.everything();
  expect(items.some(({ sk }) => sk?.S === keys.provider('radius').sk)).toBe(true);
  expect(canaries.foundIn([answers, items, written])).toEqual([]);
});
