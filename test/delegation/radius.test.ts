import { afterAll, beforeEach, expect, vi } from 'vitest';
import { useFewBackupCodes } from '../support/accounts.ts';
import { delegatedUser, eventsOf, putRadius } from '../support/delegated.ts';
import { diagnosisOf } from '../support/diagnosis.ts';
import { expectProblem } from '../support/expectations.ts';
import { readVerification } from '../support/guesses.ts';
import { appCode, attempt, enrolledUser, start, wrongCode } from '../support/people.ts';
import { type RadiusAnswer, RadiusServer } from '../support/radius-server.ts';
import { test, world } from '../support/world-test.ts';

let server: RadiusServer;
const right = '271828';
const judge = ({ password }: { password: string }): RadiusAnswer =>
  password === right ? 'Access-Accept' : 'Access-Reject';

test.beforeAll(async ({ world }) => {
  await useFewBackupCodes(world);
  server = await RadiusServer.start('a-long-shared-secret', judge);
  await putRadius(world, [server.port]);
});
afterAll(async () => {
  await server.stop();
});
beforeEach(() => {
  server.requests.length = 0;
  server.judge = judge;
});

const withRadius = (fields: object = {}) => delegatedUser(world, { type: 'radius' }, fields);
const silence = () => {
  server.judge = () => undefined;
  return putRadius(world, [server.port], { timeoutMilliseconds: 50, attempts: 1 });
};

test('3.05 a RADIUS token is active at once and offered by the class; the server decides the sign-in', async () => {
  const { userId, tokenId, token } = await withRadius();
  expect(token).toMatchObject({
    type: 'radius',
    typeName: 'RADIUS',
    status: 'ACTIVE',
    device: `${userId[0]}•••`,
    actions: ['view', 'edit', 'test', 'disable', 'delete'],
  });
  const { verificationId, factors } = await start(world, userId);
  expect(factors).toMatchObject([{ tokenId, type: 'radius', mode: 'otp' }]);
  const wrong = await attempt(world, verificationId, '000000');
  expectProblem(wrong, 'invalid-code');
  expect(wrong.body.attemptsRemaining).toBe(4);
  expect(await attempt(world, verificationId, right)).toMatchObject({
    status: 200,
    body: { status: 'verified', tokenId, type: 'radius' },
  });
  expect(server.requests.map(({ account, password }) => [account, password])).toEqual([
    [userId, '000000'],
    [userId, right],
  ]);
  // All of one moment: their order is not told.
  expect((await eventsOf(world, userId)).sort()).toEqual([
    'token.enrolled',
    'user.created',
    'verification.asked',
    'verification.asked',
    'verification.failed',
    'verification.succeeded',
  ]);
});

test('3.05 the account at the server is the one entered, else the default user id, else the user id; it is shown masked', async () => {
  const named = await delegatedUser(world, { type: 'radius', account: 'ada.lovelace@corp.example' });
  expect(named.token.device).toBe('a•••@c•••.example');
  const byDefault = await withRadius({ defaultUserId: 'ALOVELACE' });
  for (const { userId } of [named, byDefault]) {
    const { verificationId } = await start(world, userId);
    expect((await attempt(world, verificationId, right)).status).toBe(200);
  }
  expect(server.requests.map(({ account }) => account)).toEqual(['ada.lovelace@corp.example', 'ALOVELACE']);
  const path = `/v1/users/${named.userId}/tokens/${named.tokenId}`;
  await world.api.expect(200, 'PATCH', path, { body: { account: 'ada' } });
  const { verificationId } = await start(world, named.userId);
  await attempt(world, verificationId, right);
  expect(server.requests.at(-1)?.account).toBe('ada');
});

test('3.05 another provider may be named for a token; one that does not exist is refused', async () => {
  const other = await RadiusServer.start('a-long-shared-secret', () => 'Access-Accept');
  await putRadius(world, [other.port], { name: 'branch' });
  const { userId } = await delegatedUser(world, { type: 'radius', provider: 'branch' });
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, '4711')).status).toBe(200);
  expect([other.questions, server.questions]).toEqual([1, 0]);
  await other.stop();
  const path = `/v1/users/${userId}/tokens`;
  for (const body of [
    { type: 'radius', provider: 'nobody' },
    { type: 'email', email: 'a@example.org', provider: 'branch' },
  ])
    expectProblem(await world.api.call('POST', path, { body }), 'not-allowed-in-state');
});

test('a code that a token here accepts is never shown to a provider', async () => {
  const { userId, secret } = await enrolledUser(world);
  await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body: { type: 'radius' } });
  const { verificationId } = await start(world, userId);
  const code = appCode(secret, world.now);
  expect(await attempt(world, verificationId, code)).toMatchObject({ status: 200, body: { type: 'totp' } });
  expect(server.requests).toEqual([]);
  // Nor one that was spent here: it tells nothing, and asking would be a way to spend the server's patience.
  const again = await start(world, userId);
  expectProblem(await attempt(world, again.verificationId, code), 'invalid-code');
  expect(server.requests).toEqual([]);
  expect(await attempt(world, again.verificationId, right)).toMatchObject({
    status: 200,
    body: { type: 'radius' },
  });
});

test('a token that is named is judged alone: another one’s code goes to no provider', async () => {
  const { userId, secret, tokenId } = await enrolledUser(world);
  await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body: { type: 'radius' } });
  const { verificationId } = await start(world, userId);
  expectProblem(
    await attempt(world, verificationId, wrongCode(secret, world.now), { tokenId }),
    'invalid-code',
  );
  expectProblem(await attempt(world, verificationId, right, { tokenId }), 'invalid-code');
  expect(server.requests).toEqual([]);
});

test('budget: 64 parallel guesses in one verification reach the server at most as often as it may be wrong', async () => {
  const { userId } = await withRadius();
  const { verificationId } = await start(world, userId);
  const codes = Array.from({ length: 64 }, (_, i) => String(100_000 + i));
  const answers = await Promise.all(codes.map((code) => attempt(world, verificationId, code)));
  expect(server.questions).toBe(5);
  expect(new Set(server.requests.map(({ password }) => password)).size).toBe(5);
  const answered = answers.filter(({ body }) => body.code === 'invalid-code');
  expect(answered).toHaveLength(5);
  expect(answers.filter(({ body }) => ['verification-locked', 'conflict'].includes(body.code))).toHaveLength(
    59,
  );
  // The right code comes too late.
  expectProblem(await attempt(world, verificationId, right), 'verification-locked');
  expect((await readVerification(world, verificationId)).body.status).toBe('locked');
});

test('budget: over many verifications the account’s own limit holds, whatever is under way', async () => {
  const { userId } = await withRadius();
  const sessions = await Promise.all(Array.from({ length: 5 }, () => start(world, userId)));
  const guesses = sessions.flatMap(({ verificationId }, s) =>
    Array.from({ length: 8 }, (_, i) => attempt(world, verificationId, String(200_000 + s * 100 + i))),
  );
  const answers = await Promise.all(guesses);
  expect(server.questions).toBeLessThanOrEqual(10);
  expect(answers.filter(({ status }) => status === 200)).toEqual([]);
});

test('budget: 16 callers with the right code at once: one verification is verified once', async () => {
  const { userId } = await withRadius();
  const { verificationId } = await start(world, userId);
  const answers = await Promise.all(Array.from({ length: 16 }, () => attempt(world, verificationId, right)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(server.questions).toBeLessThanOrEqual(5);
});

test('the right answer takes back what the attempt was charged, also from the count of the day', async () => {
  const { userId } = await withRadius();
  // More than the 50 failures of a day would allow, if any of them counted.
  for (let i = 0; i < 55; i++) {
    const { verificationId } = await start(world, userId);
    expect((await attempt(world, verificationId, right)).status, `sign-in ${i}`).toBe(200);
  }
});

test('wrong codes throttle the account like any others, and the user is notified', async () => {
  const { userId } = await withRadius();
  for (let i = 0; i < 10; i++) {
    const { verificationId } = await start(world, userId);
    expectProblem(await attempt(world, verificationId, '000000'), 'invalid-code');
  }
  const refused = await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  expectProblem(refused, 'account-throttled');
  expect(server.questions).toBe(10);
});

test('nobody answers: 503, the account is not held to it, and the verification keeps its limit', async () => {
  const { userId } = await withRadius();
  await silence();
  for (let round = 0; round < 3; round++) {
    const { verificationId } = await start(world, userId);
    for (let i = 0; i < 5; i++) {
      const answer = await attempt(world, verificationId, right);
      expectProblem(answer, 'delivery-unavailable');
      expect(answer.headers['retry-after']).toBeDefined();
    }
    expectProblem(await attempt(world, verificationId, right), 'verification-locked');
  }
  await putRadius(world, [server.port]);
  server.judge = judge;
  const { verificationId } = await start(world, userId);
  expect((await attempt(world, verificationId, right)).status).toBe(200);
  expect(await eventsOf(world, userId)).toContain('verification.unanswered');
});

test('nobody answers: that is no free guess at the tokens that are judged here', async () => {
  const { userId, secret } = await enrolledUser(world);
  await world.api.expect(201, 'POST', `/v1/users/${userId}/tokens`, { body: { type: 'radius' } });
  await silence();
  for (let i = 0; i < 10; i++) {
    const { verificationId } = await start(world, userId);
    expectProblem(await attempt(world, verificationId, wrongCode(secret, world.now)), 'invalid-code');
  }
  const refused = await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  expectProblem(refused, 'account-throttled');
  await putRadius(world, [server.port]);
});

test('a token whose provider is not configured is not asked for, and the diagnosis says why', async () => {
  const { userId } = await withRadius();
  await world.api.expect(204, 'DELETE', '/v1/providers/radius');
  world.advance(6);
  const refused = await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } });
  expectProblem(refused, 'no-usable-factor');
  expect(await diagnosisOf(world, userId)).toMatchObject({
    canSignIn: false,
    findings: ['blocks: provider-missing'],
    steps: ['set-up-provider'],
  });
  await putRadius(world, [server.port]);
});

test('a retry with the same key gets the same verdict and asks nobody; after 503 it asks again', async () => {
  const { userId } = await withRadius();
  const { verificationId } = await start(world, userId);
  const send = (code: string, key: string) =>
    world.api.call('POST', `/v1/verifications/${verificationId}/attempts`, {
      as: 'application',
      body: { code },
      headers: { 'idempotency-key': key },
    });
  for (let i = 0; i < 3; i++) {
    const answer = await send('000000', 'first');
    expectProblem(answer, 'invalid-code');
    expect(answer.body.attemptsRemaining).toBe(4);
  }
  expect(server.questions).toBe(1);
  await silence();
  expectProblem(await send(right, 'second'), 'delivery-unavailable');
  server.judge = judge;
  await putRadius(world, [server.port]);
  for (let i = 0; i < 3; i++) expect((await send(right, 'second')).status).toBe(200);
  expect(server.questions).toBe(3);
});

test('a retry while the server thinks has to wait, and the server is not asked twice', async () => {
  const { userId } = await withRadius();
  const { verificationId } = await start(world, userId);
  let asked = () => {};
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  server.judge = async (): Promise<RadiusAnswer> => {
    asked();
    await held;
    return 'Access-Accept';
  };
  const options = { as: 'application', body: { code: right }, headers: { 'idempotency-key': 'k' } } as const;
  const path = `/v1/verifications/${verificationId}/attempts`;
  const first = world.api.call('POST', path, options);
  await reached;
  expectProblem(await world.api.call('POST', path, options), 'conflict');
  release();
  expect((await first).status).toBe(200);
  expect((await world.api.call('POST', path, options)).status).toBe(200);
  expect(server.questions).toBe(1);
});

test.each([
  [
    'the token is disabled',
    (path: string) =>
      world.api.expect(200, 'POST', `${path}/disable`, { body: { confirmNoActiveToken: true } }),
    'invalid-code',
  ],
  [
    'the token is deleted',
    (path: string) =>
      world.api.expect(204, 'DELETE', `${path}?confirmNoActiveToken=true&identityVerified=true`),
    'invalid-code',
  ],
  [
    'the account is disabled',
    (path: string) => world.api.expect(200, 'POST', `${path.split('/tokens')[0]}/disable`, { body: {} }),
    'account-disabled',
  ],
] as const)(
  'rule 9: when %s while the server thinks, its yes counts for nothing',
  async (_what, meanwhile, code) => {
    const { userId, tokenId } = await withRadius();
    const { verificationId } = await start(world, userId);
    server.judge = async (): Promise<RadiusAnswer> => {
      await meanwhile(`/v1/users/${userId}/tokens/${tokenId}`);
      return 'Access-Accept';
    };
    expectProblem(await attempt(world, verificationId, right), code);
  },
);

test('a function that dies while the server thinks leaves the attempt charged, and the next one works', async () => {
  const { userId } = await withRadius();
  const { verificationId } = await start(world, userId);
  for (let left = 4; left > 1; left--) {
    vi.spyOn(world.services.delegation, 'ask').mockRejectedValueOnce(new Error('killed'));
    expect((await attempt(world, verificationId, right)).status).toBe(500);
    expect((await readVerification(world, verificationId)).body.attemptsRemaining).toBe(left);
  }
  expect((await attempt(world, verificationId, right)).status).toBe(200);
});

test('2.08 a test asks the server, costs like a guess when it is wrong, and says what may help', async () => {
  const { userId, tokenId } = await withRadius();
  const path = `/v1/users/${userId}/tokens/${tokenId}/test`;
  const body = (code: string) => ({ body: { code } });
  expect(await world.api.expect(200, 'POST', path, body(right))).toEqual({ passed: true });
  expect(await world.api.expect(200, 'POST', path, body('000000'))).toMatchObject({
    passed: false,
    advice: [{ action: 'check-account' }],
  });
  await silence();
  expectProblem(await world.api.call('POST', path, body(right)), 'delivery-unavailable');
  await putRadius(world, [server.port]);
  server.judge = judge;
  const answers = await Promise.all(
    Array.from({ length: 32 }, (_, i) => world.api.call('POST', path, body(String(300_000 + i)))),
  );
  expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(9);
  const guessed = server.requests.filter(({ password }) => password.startsWith('3000'));
  expect(new Set(guessed.map(({ password }) => password)).size).toBeLessThanOrEqual(10);
});

test('who one is at a provider is for an operator to say: users enroll no such token, and show none for changes', async () => {
  const { userId } = await withRadius();
  const as = { self: userId };
  expectProblem(
    await world.api.call('POST', '/v1/me/tokens', { as, body: { type: 'totp', code: right } }),
    'forbidden',
  );
  expect(server.requests).toEqual([]);
  const { userId: other, secret } = await enrolledUser(world);
  expectProblem(
    await world.api.call('POST', '/v1/me/tokens', {
      as: { self: other },
      body: { type: 'radius', code: appCode(secret, world.now) },
    }),
    'not-allowed-in-state',
  );
});

test('performance: a code that a server decides costs two reads and two writes, and the question', async () => {
  const { userId } = await withRadius();
  const { verificationId } = await start(world, userId);
  await world.services.settings();
  const from = world.calls.length;
  expect((await attempt(world, verificationId, right)).status).toBe(200);
  expect(world.calls.slice(from).map(({ name }) => name)).toEqual([
    'Query',
    'UpdateItem',
    'Query',
    'UpdateItem',
  ]);
});
