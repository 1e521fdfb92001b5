import { randomBytes } from 'node:crypto';
import { afterAll, beforeEach, expect } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { useClass } from '../support/classes.ts';
import { delegatedUser, eventsOf, putService } from '../support/delegated.ts';
import { expectProblem } from '../support/expectations.ts';
import { tryStart } from '../support/guesses.ts';
import { attempt, start } from '../support/people.ts';
import { answerJson, ProviderService } from '../support/provider-service.ts';
import { test, world } from '../support/world-test.ts';

const whsec = `whsec_${randomBytes(32).toString('base64')}`;
const right = '314159';
let service: ProviderService;

const judge: ProviderService['answer'] = ({ body }, response) => {
  const accepted = body.action === 'challenge' || body.code === right;
  response.end(JSON.stringify({ result: accepted ? 'accepted' : 'refused' }));
};

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
  service = await ProviderService.start(whsec, judge);
  await putService(world, 'pingid', service.url, whsec);
  await putService(world, 'app', service.url, whsec);
  const factors = { totp: 1, app: 2, api: 3 };
  await useClass(world, 'Staff', {
    provider: 'pingid',
    factors: { 'sign-in': factors, approval: factors, 'password-reset': factors },
  });
});
afterAll(async () => {
  await service.stop();
});
beforeEach(() => {
  service.received.length = 0;
  service.answer = judge;
});

const challenge = (verificationId: string, tokenId: string) =>
  world.api.call('POST', `/v1/verifications/${verificationId}/challenges`, {
    as: 'application',
    body: { tokenId },
  });

test('3.06 the code of a service token is judged by the provider that the class names', async () => {
  const { userId, tokenId, token } = await delegatedUser(
    world,
    { type: 'api', account: 'ada@ping' },
    { class: 'Staff' },
  );
  expect(token).toMatchObject({ type: 'api', typeName: 'Service', status: 'ACTIVE', device: 'a•••@p•••' });
  const { verificationId, factors } = await start(world, userId);
  expect(factors).toMatchObject([{ tokenId, type: 'api', mode: 'otp' }]);
  expectProblem(await attempt(world, verificationId, '000000'), 'invalid-code');
  expect(await attempt(world, verificationId, right)).toMatchObject({
    status: 200,
    body: { tokenId, type: 'api' },
  });
  expect(service.received.map(({ signed }) => signed)).toEqual([true, true]);
  expect(service.received.map(({ body }) => body)).toEqual([
    {
      id: expect.any(String),
      action: 'verify',
      userId,
      account: 'ada@ping',
      code: '000000',
      purpose: 'sign-in',
      verificationId,
    },
    expect.objectContaining({ code: right }),
  ]);
  const ids = service.received.map(({ body, headers }) => [body.id, headers['webhook-id']]);
  expect(ids.every(([id, header]) => id === header)).toBe(true);
  expect(new Set(ids.map(([id]) => id)).size).toBe(2);
});

test('3.06 where the class names no provider nobody is asked', async () => {
  const { userId } = await delegatedUser(world, { type: 'api' }, {});
  expectProblem(await tryStart(world, userId), 'no-usable-factor');
  expect(service.received).toEqual([]);
});

test('a retry of an attempt that nobody answered carries the same id', async () => {
  const { userId } = await delegatedUser(world, { type: 'api' }, { class: 'Staff' });
  const { verificationId } = await start(world, userId);
  const send = () =>
    world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
      as: 'application',
      body: { code: right },
      headers: { 'idempotency-key': 'once' },
    });
  service.answer = answerJson({ result: 'accepted' }, 500);
  expectProblem(await send(), 'delivery-unavailable');
  service.answer = judge;
  expect((await send()).status).toBe(200);
  expect(service.received).toHaveLength(2);
  expect(new Set(service.received.map(({ body }) => body.id)).size).toBe(1);
});

test('3.05 an app token: its service reaches the user first, then judges the code, and hears what is approved', async () => {
  const { userId, tokenId, token } = await delegatedUser(world, { type: 'app' });
  expect(token).toMatchObject({ type: 'app', typeName: 'App', status: 'ACTIVE' });
  const details = 'Pay 12 EUR to Bob';
  const { verificationId, factors } = await start(world, userId, { purpose: 'approval', details });
  expect(factors).toMatchObject([{ tokenId, type: 'app', mode: 'out-of-band' }]);
  expect(await challenge(verificationId, tokenId)).toMatchObject({
    status: 202,
    body: { channel: 'provider', destination: token.device, resendAfterSeconds: 30 },
  });
  expect((await attempt(world, verificationId, right, { tokenId })).status).toBe(200);
  const common = { userId, account: userId, purpose: 'approval', details, verificationId };
  expect(service.received.map(({ body }) => body)).toEqual([
    { id: expect.any(String), action: 'challenge', ...common },
    { id: expect.any(String), action: 'verify', code: right, ...common },
  ]);
  expect(await eventsOf(world, userId)).toContain('code.sent');
});

test('rule 7: an app is rung at most three times for one verification, each later than the one before', async () => {
  const { userId, tokenId } = await delegatedUser(world, { type: 'app' });
  const { verificationId } = await start(world, userId);
  const burst = await Promise.all(Array.from({ length: 16 }, () => challenge(verificationId, tokenId)));
  expect(burst.filter(({ status }) => status === 202)).toHaveLength(1);
  expect(service.received).toHaveLength(1);
  for (const [wait, status] of [
    [29, 429],
    [1, 202],
    [59, 429],
    [1, 202],
    [300, 429],
  ] as const) {
    world.advance(wait);
    expect((await challenge(verificationId, tokenId)).status).toBe(status);
  }
  expect(service.received).toHaveLength(3);
});

test('an app that cannot be rung: 503 when its service is down, 409 when it does not know the account', async () => {
  const { userId, tokenId } = await delegatedUser(world, { type: 'app' });
  const { verificationId } = await start(world, userId);
  service.answer = answerJson({}, 500);
  expectProblem(await challenge(verificationId, tokenId), 'delivery-unavailable');
  world.advance(60);
  service.answer = answerJson({ result: 'refused' });
  expectProblem(await challenge(verificationId, tokenId), 'not-allowed-in-state');
});

test('only apps are rung: a service token makes its codes itself, and nothing is rung outside of a verification', async () => {
  const { userId, tokenId } = await delegatedUser(world, { type: 'api' }, { class: 'Staff' });
  const { verificationId } = await start(world, userId);
  expectProblem(await challenge(verificationId, tokenId), 'token-not-found');
  const app = await delegatedUser(world, { type: 'app' });
  const path = `/v1/users/${app.userId}/tokens/${app.tokenId}/challenge`;
  expectProblem(await world.api.call('POST', path), 'not-allowed-in-state');
  expect(service.received).toEqual([]);
});

test('two tokens that are judged elsewhere: one attempt asks both, one yes is a yes, one no is a charge', async () => {
  const { userId, tokenId } = await delegatedUser(world, { type: 'api' }, { class: 'Staff' });
  const path = `/v1/users/${userId}/tokens`;
  const second = await world.api.expect(201, 'POST', path, { body: { type: 'app', account: 'second' } });
  service.answer = ({ body }, response) => {
    const result = body.account === 'second' && body.code === right ? 'accepted' : 'refused';
    response.end(JSON.stringify({ result }));
  };
  const { verificationId } = await start(world, userId);
  const wrong = await attempt(world, verificationId, '000000');
  expect(wrong.body.attemptsRemaining).toBe(4);
  expect(service.received).toHaveLength(2);
  expect(await attempt(world, verificationId, right)).toMatchObject({
    status: 200,
    body: { tokenId: second.tokenId },
  });
  // Named, the other one is left alone.
  const again = await start(world, userId);
  service.received.length = 0;
  expectProblem(await attempt(world, again.verificationId, right, { tokenId }), 'invalid-code');
  expect(service.received).toHaveLength(1);
  // One down, one saying no: it was a guess.
  service.answer = ({ body }, response) => {
    if (body.account === 'second') response.writeHead(500);
    response.end(JSON.stringify({ result: 'refused' }));
  };
  expectProblem(await attempt(world, again.verificationId, '000000'), 'invalid-code');
});

test('budget: 64 parallel guesses reach a service at most as often as a verification may be wrong', async () => {
  const { userId } = await delegatedUser(world, { type: 'api' }, { class: 'Staff' });
  const { verificationId } = await start(world, userId);
  await Promise.all(
    Array.from({ length: 64 }, (_, i) => attempt(world, verificationId, String(100_000 + i))),
  );
  expect(service.received).toHaveLength(5);
});
