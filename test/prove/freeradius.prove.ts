import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { delegatedUser, putRadius, radiusSecret } from '../support/delegated.ts';
import { expectProblem } from '../support/expectations.ts';
import { type FreeRadius, startFreeRadius } from '../support/free-radius.ts';
import { attempt, start } from '../support/people.ts';
import { World } from '../support/world.ts';

/** Runs against the FreeRADIUS of this machine, and fails without one: `npm run prove:radius`. */
const long = '1234567890';
const users = { ada: '271828', 'grace.hopper@corp.example': long };

let world: World;
let server: FreeRadius;
let port: number;

beforeAll(async () => {
  port = await freePort();
  server = await startFreeRadius({ port, secret: radiusSecret, users });
  console.log(server.version);
  world = await World.start();
});
afterAll(async () => {
  await server?.stop();
  await world?.stop();
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

async function signIn(account: string, ...codes: readonly string[]) {
  const { userId } = await delegatedUser(world, { type: 'radius', account });
  const { verificationId } = await start(world, userId);
  const answers = [];
  for (const code of codes) answers.push(await attempt(world, verificationId, code));
  return answers;
}

test('3.05 FreeRADIUS, which asks for a Message-Authenticator, decides sign-ins', async () => {
  await putRadius(world, [port]);
  const [wrong, right] = await signIn('ada', '000000', '271828');
  expectProblem(wrong as never, 'invalid-code');
  expect(right).toMatchObject({ status: 200, body: { status: 'verified', type: 'radius' } });
  const [other] = await signIn('grace.hopper@corp.example', long);
  expect(other?.status).toBe(200);
  const [stranger] = await signIn('nobody', '271828');
  expectProblem(stranger as never, 'invalid-code');
  expect(server.log()).toMatch(/Login attempt with password/);
});

test('budget: of 64 parallel guesses FreeRADIUS hears five', async () => {
  const { userId } = await delegatedUser(world, { type: 'radius', account: 'ada' });
  const { verificationId } = await start(world, userId);
  const before = server.log().length;
  await Promise.all(
    Array.from({ length: 64 }, (_, i) => attempt(world, verificationId, String(500_000 + i))),
  );
  const heard = new Set(
    server
      .log()
      .slice(before)
      .match(/User-Password = "5000\d\d"/g),
  );
  expect(heard.size).toBeLessThanOrEqual(5);
  expect(heard.size).toBeGreaterThan(0);
});

test('a secret that FreeRADIUS does not share: it drops the packet, and nobody is judged', async () => {
  await world.api.expect(200, 'PUT', '/v1/providers/radius', {
    body: {
      kind: 'radius',
      servers: [{ host: '127.0.0.1', port }],
      secret: 'another-long-secret',
      timeoutMilliseconds: 300,
      attempts: 2,
      nasIdentifier: 'countersign',
    },
  });
  world.advance(6);
  const [answer] = await signIn('ada', '271828');
  expectProblem(answer as never, 'delivery-unavailable');
  expect(server.log()).toContain('invalid Message-Authenticator');
});

test('BLAST-RADIUS: the word of a FreeRADIUS that does not sign its answers is not taken, yes or no', async () => {
  const unsigned = await freePort();
  const plain = await startFreeRadius({ port: unsigned, secret: radiusSecret, users, postAuth: '' });
  try {
    await putRadius(world, [unsigned], { timeoutMilliseconds: 300 });
    const [right, wrong] = await signIn('ada', '271828', '000000');
    const signs = /Access-Accept[^\n]*\n\(\d+\) {3}Message-Authenticator/.test(plain.log());
    // FreeRADIUS 3.2.5 and later sign by themselves.
    if (signs) expect([right?.status, wrong?.status]).toEqual([200, 401]);
    else {
      expectProblem(right as never, 'delivery-unavailable');
      expectProblem(wrong as never, 'delivery-unavailable');
      expect(plain.log()).toContain('Sent Access-Accept');
    }
  } finally {
    await plain.stop();
  }
});

test('failover: nobody listens at the first address, FreeRADIUS at the second', async () => {
  await putRadius(world, [await freePort(), port], { timeoutMilliseconds: 2_000 });
  const [right] = await signIn('ada', '271828');
  expect(right?.status).toBe(200);
});
