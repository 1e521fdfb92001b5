import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Address, isForbidden, mayCall } from '../../lib/delegation/addresses.ts';
import { networkDelegation } from '../../lib/delegation/delegation.ts';
import { askHttps, signedHeaders } from '../../lib/delegation/https.ts';
import { answerJson, ProviderService } from '../support/provider-service.ts';

const key = randomBytes(32);
const whsec = `whsec_${key.toString('base64')}`;
const seconds = 1_772_442_000;
const question = {
  id: 'session.attempt.token',
  action: 'verify',
  userId: 'ada',
  account: 'ada@service',
  code: '123456',
  purpose: 'approval',
  details: 'Pay 12 € to Bob',
  verificationId: 'the-verification',
} as const;

const delegation = networkDelegation({ clock: () => seconds * 1000, random: randomBytes, loopback: true });
let service: ProviderService;
beforeAll(async () => {
  service = await ProviderService.start(whsec, answerJson({ result: 'accepted' }));
});
afterAll(() => service.stop());
beforeEach(() => {
  service.received.length = 0;
});

const ask = (more: { url?: string; timeoutMilliseconds?: number } = {}, secret = key) =>
  delegation.ask(
    { name: 'app', kind: 'https', url: service.url, timeoutMilliseconds: 2_000, ...more },
    secret,
    question,
  );

test('3.06 the question is posted as JSON, signed as Standard Webhooks says, and the word of the answer counts', async () => {
  service.answer = answerJson({ result: 'accepted', more: 'is ignored' });
  expect(await ask()).toBe('accepted');
  service.answer = answerJson({ result: 'refused' });
  expect(await ask()).toBe('refused');
  expect(service.received).toHaveLength(2);
  for (const { body, headers, signed } of service.received) {
    expect(body).toEqual(question);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': question.id,
      'webhook-timestamp': String(seconds),
    });
    expect(signed).toBe(true);
  }
});

test('3.06 whoever signs with another key is told apart', async () => {
  service.answer = answerJson({ result: 'accepted' });
  await ask({}, randomBytes(32));
  expect(service.received[0]?.signed).toBe(false);
});

test('Standard Webhooks: the signature is HMAC-SHA-256 of id, time and body', () => {
  const body = Buffer.from('{"test": 2432232314}');
  const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body, key);
  const expected = createHmac('sha256', key)
    .update('msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}')
    .digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${expected}`);
});

test('Standard Webhooks: the vector of its reference libraries', () => {
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const body = Buffer.from('{"test": 2432232314}');
  expect(
    signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body, secret)['webhook-signature'],
  ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test.each([
  ['another word', answerJson({ result: 'yes' })],
  ['no word', answerJson({})],
  ['a word in another status', answerJson({ result: 'accepted' }, 201)],
  ['an error', answerJson({ result: 'accepted' }, 500)],
  ['a refusal to talk', answerJson({ result: 'accepted' }, 401)],
  [
    'no JSON',
    (_received: unknown, response: import('node:http').ServerResponse) => {
      response.end('accepted');
    },
  ],
])('3.06 %s is no answer', async (_what, answer) => {
  service.answer = answer;
  expect(await ask()).toBe('unavailable');
  expect(service.received).toHaveLength(1);
});

test('3.06 a redirect is not followed: neither code nor signature goes anywhere else', async () => {
  const elsewhere = await ProviderService.start(whsec, answerJson({ result: 'accepted' }));
  for (const status of [301, 302, 303, 307, 308]) {
    service.answer = (_received, response) => {
      response.writeHead(status, { location: elsewhere.url }).end('{"result":"accepted"}');
    };
    expect(await ask()).toBe('unavailable');
  }
  expect(elsewhere.received).toEqual([]);
  await elsewhere.stop();
});

test('3.06 a service that is down for a moment is asked once more, under the same id', async () => {
  service.answer = (_received, response) => {
    const again = service.received.length > 1;
    response.writeHead(again ? 200 : 503).end(JSON.stringify({ result: 'accepted' }));
  };
  expect(await ask()).toBe('accepted');
  expect(service.received.map(({ headers }) => headers['webhook-id'])).toEqual([question.id, question.id]);
  service.received.length = 0;
  service.answer = (_received, response) => {
    if (service.received.length > 1) response.end(JSON.stringify({ result: 'refused' }));
    else response.socket?.destroy();
  };
  expect(await ask()).toBe('refused');
  service.received.length = 0;
  service.answer = answerJson({}, 503);
  expect(await ask()).toBe('unavailable');
  expect(service.received).toHaveLength(2);
});

test('3.06 a slow answer is not waited for beyond the time set, a slow drip neither', async () => {
  service.answer = () => {};
  expect(await ask({ timeoutMilliseconds: 100 })).toBe('unavailable');
  service.answer = (_received, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  };
  expect(await ask({ timeoutMilliseconds: 200 })).toBe('unavailable');
});

test('3.06 an answer of more than 4 KB is not read', async () => {
  const padded = (length: number) => JSON.stringify({ result: 'accepted', pad: 'x'.repeat(length) });
  service.answer = (_received, response) => {
    response.end(padded(4_000));
  };
  expect(await ask()).toBe('accepted');
  service.answer = (_received, response) => {
    response.end(padded(5_000));
  };
  expect(await ask()).toBe('unavailable');
  let written = 0;
  service.answer = (_received, response) => {
    const flood = setInterval(() => {
      written += 65_536;
      response.write('x'.repeat(65_536));
    }, 1);
    response.on('close', () => clearInterval(flood));
  };
  expect(await ask()).toBe('unavailable');
  expect(written).toBeLessThan(20_000_000);
});

test('nobody listening, and a name that nobody has, is unavailable', async () => {
  expect(await ask({ url: 'http://127.0.0.1:1/' })).toBe('unavailable');
  expect(await ask({ url: 'https://nobody.invalid/', timeoutMilliseconds: 3_000 })).toBe('unavailable');
});

test('a name that leads into the network of the machine is not called, whatever it said before', async () => {
  const { port } = new URL(service.url);
  const resolve = async (): Promise<Address[]> => [{ address: '127.0.0.1', family: 4 }];
  const provider = {
    name: 'app',
    kind: 'https',
    url: `https://service.example:${port}/`,
    timeoutMilliseconds: 500,
  } as const;
  expect(await askHttps({ resolve, clock: () => 0, loopback: false }, provider, key, question)).toBe(
    'unavailable',
  );
  for (const url of [
    'http://service.example/',
    'https://169.254.169.254/',
    'https://[::ffff:169.254.169.254]/',
    'https://127.0.0.1/',
  ]) {
    const asked = askHttps({ resolve, clock: () => 0, loopback: false }, { ...provider, url }, key, question);
    expect(await asked, url).toBe('unavailable');
  }
  expect(service.received).toEqual([]);
});

test.each([
  ['169.254.169.254', 4],
  ['169.254.170.2', 4],
  ['0.0.0.0', 4],
  ['255.255.255.255', 4],
  ['fe80::1', 6],
  ['febf::1', 6],
  ['::ffff:169.254.169.254', 6],
  ['fd00:ec2::254', 6],
  ['::', 6],
] as const)('the address %s is never called', (address, family) => {
  expect(mayCall({ address, family }, true)).toBe(false);
  expect(isForbidden(address, true)).toBe(true);
  expect(isForbidden(`[${address}]`, true)).toBe(true);
});

test.each([
  ['127.0.0.1', 4],
  ['127.9.9.9', 4],
  ['::1', 6],
  ['::ffff:127.0.0.1', 6],
] as const)('the address %s is called only where the service itself lives', (address, family) => {
  expect(mayCall({ address, family }, true)).toBe(true);
  expect(mayCall({ address, family }, false)).toBe(false);
});

test.each([
  ['10.1.2.3', 4],
  ['192.168.1.1', 4],
  ['93.184.216.34', 4],
  ['2001:db8::1', 6],
  ['fd12:3456::1', 6],
] as const)('the address %s may be called: providers are often inside', (address, family) => {
  expect(mayCall({ address, family }, false)).toBe(true);
});
