import { randomBytes } from 'node:crypto';
import radius from 'radius';
import { afterEach, expect, test } from 'vitest';
import { networkDelegation } from '../../lib/delegation/delegation.ts';
import { askRadius } from '../../lib/delegation/radius.ts';
import type { RadiusProvider } from '../../lib/domain/providers.ts';
import { type RadiusAnswer, RadiusServer } from '../support/radius-server.ts';

const secret = 'a-long-shared-secret';
const question = { id: 'q', action: 'verify', userId: 'ada', account: 'ada@radius', code: '123456' } as const;

const servers: RadiusServer[] = [];
async function serve(judge: RadiusServer['judge'], ownSecret = secret): Promise<RadiusServer> {
  const server = await RadiusServer.start(ownSecret, judge);
  servers.push(server);
  return server;
}
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

const providerAt = (ports: readonly number[], more: Partial<RadiusProvider> = {}): RadiusProvider => ({
  name: 'radius',
  kind: 'radius',
  servers: ports.map((port) => ({ host: '127.0.0.1', port })),
  timeoutMilliseconds: 500,
  attempts: 2,
  nasIdentifier: 'countersign',
  ...more,
});

const { ask } = networkDelegation({ clock: () => 0, random: randomBytes, loopback: true });
const verdict = (of: RadiusServer[], more: Partial<RadiusProvider> = {}) =>
  ask(
    providerAt(
      of.map(({ port }) => port),
      more,
    ),
    Buffer.from(secret),
    question,
  );

test('3.05 a server is asked for the account with the code, and its verdict is the answer', async () => {
  const server = await serve(({ password }) => (password === '123456' ? 'Access-Accept' : 'Access-Reject'));
  expect(await verdict([server])).toBe('accepted');
  expect(server.requests).toMatchObject([
    { account: 'ada@radius', password: '123456', nasIdentifier: 'countersign', attributes: [80, 1, 2, 32] },
  ]);
  server.judge = () => 'Access-Reject';
  expect(await verdict([server])).toBe('refused');
  server.judge = () => 'Access-Challenge';
  expect(await verdict([server])).toBe('refused');
});

test('RFC 2865 section 2.5: a silent server gets the identical packet again, and answers that', async () => {
  let heard = 0;
  const server = await serve(() => (++heard === 3 ? 'Access-Accept' : undefined));
  expect(await verdict([server], { attempts: 3 })).toBe('accepted');
  expect(server.requests).toHaveLength(3);
  expect(server.questions).toBe(1);
});

test('RFC 2865 section 2.5: when one server is silent the next one is asked, with a request of its own', async () => {
  const silent = await serve(() => undefined);
  const next = await serve(() => 'Access-Accept');
  const last = await serve(() => 'Access-Reject');
  expect(await verdict([silent, next, last])).toBe('accepted');
  expect([silent.requests.length, next.requests.length, last.requests.length]).toEqual([2, 1, 0]);
  expect(next.requests[0]?.bytes).not.toBe(silent.requests[0]?.bytes);
});

test('a server that refuses is the last word: the next one is not asked for another', async () => {
  const refusing = await serve(() => 'Access-Reject');
  const next = await serve(() => 'Access-Accept');
  expect(await verdict([refusing, next])).toBe('refused');
  expect(next.requests).toEqual([]);
});

test('when nobody listens or nobody answers the provider is unavailable, which is not a no', async () => {
  const silent = await serve(() => undefined);
  const gone = await serve(() => undefined);
  const { port } = gone;
  await gone.stop();
  servers.splice(servers.indexOf(gone), 1);
  expect(await ask(providerAt([port, silent.port]), Buffer.from(secret), question)).toBe('unavailable');
  expect(silent.requests).toHaveLength(2);
});

test('a server with another secret is not believed, whatever it says', async () => {
  const stranger = await serve(() => 'Access-Accept', 'another-long-secret');
  expect(await verdict([stranger])).toBe('unavailable');
  expect(stranger.requests).toEqual([]);
});

test('forged answers before the true one change nothing', async () => {
  const server = await serve(async (_request, packet): Promise<RadiusAnswer> => {
    for (const forged of [
      radius.encode_response({ packet, code: 'Access-Accept', secret: 'another-long-secret' }),
      Buffer.from('garbage'),
      Buffer.alloc(0),
    ])
      await server.send(forged);
    return 'Access-Reject';
  });
  expect(await verdict([server])).toBe('refused');
});

test('each request has an authenticator and an identifier of its own, drawn from the random source', async () => {
  const server = await serve(() => 'Access-Reject');
  await Promise.all(Array.from({ length: 20 }, () => verdict([server])));
  expect(new Set(server.requests.map(({ bytes }) => bytes.slice(8, 40))).size).toBe(20);
});

test('a name that leads to where machines keep their credentials is not asked', async () => {
  const server = await serve(() => 'Access-Accept');
  let opened = 0;
  for (const address of [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    '0.0.0.0',
    '127.0.0.1',
  ]) {
    const family = address.includes(':') ? 6 : 4;
    const ports = {
      createSocket: () => {
        opened++;
        throw new Error('opened');
      },
      resolve: async () => [{ address, family }] as const,
      random: randomBytes,
      loopback: false,
    };
    const provider = providerAt([server.port], { servers: [{ host: 'radius.example', port: server.port }] });
    expect(await askRadius(ports, provider, Buffer.from(secret), question), address).toBe('unavailable');
  }
  expect(opened).toBe(0);
});

test('a name that does not resolve is passed over', async () => {
  const server = await serve(() => 'Access-Accept');
  const provider = providerAt([], {
    servers: [
      { host: 'nobody.invalid', port: 1812 },
      { host: '127.0.0.1', port: server.port },
    ],
  });
  expect(await ask(provider, Buffer.from(secret), question)).toBe('accepted');
});
