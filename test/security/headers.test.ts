import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { handler as unmatched } from '../../functions/unmatched.ts';
import { httpFunctions } from '../../functions/wiring/http-functions.ts';
import { router } from '../../local/gateway/routes.ts';
import { type Answer, Api } from '../support/api.ts';
import { environmentWith } from '../support/environment.ts';
import { captureOutput } from '../support/output.ts';
import { appCode, attempt, createUser, enrolledUser, start, wrongCode } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';

beforeAll(() => {
  for (const [name, value] of Object.entries(environmentWith())) vi.stubEnv(name, value);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

const expected = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

function expectSecure(answer: Answer): void {
  expect(answer.headers).toMatchObject(expected);
  // No page of another origin is let in: the API has no CORS headers at all.
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  const type = answer.headers['content-type'];
  if (answer.body === undefined) expect(answer.status).toBe(204);
  else expect(type).toBe(answer.status < 400 ? 'application/json' : 'application/problem+json');
}

const routes = httpFunctions
  .flatMap((definition) => definition.routes)
  .filter(({ privilege }) => privilege !== 'public');

describe('rule 12: the security headers are on', () => {
  test.each(routes.map(({ method, path }) => [method, path]))(
    'the refusal of nobody by %s %s',
    async (method, path) => {
      const target = path.replaceAll(/\{[^}]+\}/g, 'x');
      const answer = await world.api.call(method, target, { as: 'nobody', body: {} });
      const open = path.startsWith('/v1/setup/');
      expect(answer.status).toBe(open ? 400 : 401);
      expect(answer.headers['www-authenticate']).toBe(open ? undefined : 'Bearer error="invalid_token"');
      expectSecure(answer);
    },
  );

  test('the public keys, which alone may be kept', async () => {
    const { status, headers } = await world.api.call('GET', '/.well-known/jwks.json', { as: 'nobody' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ ...expected, 'cache-control': 'public, max-age=300' });
  });

  test('answers of every kind of success', async () => {
    const { userId, secret } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    const newUser = await createUser(world);
    const answers = [
      await world.api.call('GET', `/v1/users/${userId}`),
      await world.api.call('GET', '/v1/events'),
      await world.api.call('POST', '/v1/verifications', { as: 'application', body: { userId } }),
      await attempt(world, verificationId, appCode(secret, world.now)),
      await world.api.call('POST', `/v1/users/${newUser}/setup-links`, { body: {} }),
      await world.api.call('DELETE', `/v1/users/${newUser}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 201, 200, 202, 204]);
    for (const answer of answers) expectSecure(answer);
  });

  test('refusals of every status', async () => {
    const { userId, secret } = await enrolledUser(world);
    const { verificationId } = await start(world, userId);
    const wrong = wrongCode(secret, world.now);
    const answers: Answer[] = [];
    const add = async (answer: Promise<Answer>): Promise<void> => void answers.push(await answer);
    for (let i = 0; i < 6; i++) await add(attempt(world, verificationId, wrong));
    const other = await start(world, userId);
    const third = await start(world, userId);
    for (let i = 0; i < 6; i++) await add(attempt(world, other.verificationId, wrong));
    await add(attempt(world, third.verificationId, wrong));
    const as = 'application';
    await add(world.api.call('POST', '/v1/verifications', { as, rawBody: '{' }));
    await add(world.api.call('POST', '/v1/verifications', { as, rawBody: `"${'x'.repeat(9_000)}"` }));
    await add(world.api.call('POST', '/v1/verifications', { as: 'auditor', body: { userId } }));
    await add(world.api.call('GET', '/v1/users/nobody'));
    await add(world.api.call('POST', `/v1/users/${userId}/setup-links`, { body: {} }));
    world.advance(700);
    await add(attempt(world, third.verificationId, wrong));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([400, 401, 403, 404, 409, 410, 413, 423, 429]);
    for (const answer of answers) expectSecure(answer);
  });

  test('faults that nobody foresaw and faults of what we call', async () => {
    const { release } = captureOutput();
    const failing = (error: Error) => new Api({ ...world.services, settings: () => Promise.reject(error) });
    const unavailable = Object.assign(new Error('throttled'), { name: 'ThrottlingException' });
    const answers = await Promise.all(
      [new Error('oops'), unavailable].map((error) => failing(error).call('GET', '/v1/overview')),
    ).finally(release);
    expect(answers.map(({ status }) => status)).toEqual([500, 503]);
    for (const answer of answers) expectSecure(answer);
  });

  const ask = async (rawPath: string): Promise<Answer> => {
    const event = { rawPath, requestContext: { requestId: 'r' }, headers: {} };
    const result = await unmatched(event as never, {} as never);
    const headers = result.headers as Answer['headers'];
    return { status: result.statusCode ?? 0, headers, body: JSON.parse(result.body ?? '') };
  };

  test('G16 every method that a path does not list: 405, with those it does', async () => {
    const match = router(httpFunctions);
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'get'];
    const listed = Map.groupBy(
      httpFunctions.flatMap((definition) => definition.routes),
      ({ path }) => path.replaceAll(/\{[^}]+\}/g, 'x'),
    );
    for (const [path, there] of listed) {
      const answer = await ask(path);
      expect(answer.status, path).toBe(405);
      const allowed = answer.headers['allow']?.split(', ') ?? [];
      expect(allowed, path).toEqual(expect.arrayContaining(there.map(({ method }) => method)));
      for (const method of methods) {
        const { routeKey } = match(method, path).route;
        expect(routeKey === '$default', `${method} ${path}`).toBe(!allowed.includes(method));
      }
      expectSecure(answer);
    }
  });

  test('paths and methods that do not exist', async () => {
    const answers = [await ask('/v1/nothing'), await ask('/v1/users')];
    expect(answers.map(({ status }) => status)).toEqual([404, 405]);
    for (const answer of answers) expectSecure(answer);
    expect(answers[1]?.headers['allow']).toBe('GET, POST');
  });
});
