import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCountersign, startRunner } from '../../local/runner.ts';
import { fixtureParts } from './fixture.ts';

let running: RunningCountersign;
beforeAll(async () => {
  running = await startRunner({ quiet: true }, fixtureParts);
}, 30_000);
afterAll(() => running.stop());

const call = async (path: string, init?: RequestInit) => fetch(`${running.origin}${path}`, init);
const post = (path: string, body: object) => call(path, { method: 'POST', body: JSON.stringify(body) });
const json = async (response: Promise<Response>) => (await response).json() as Promise<never>;
type Echo = {
  now: number;
  made: string;
  event: { requestContext: { timeEpoch: number } };
  environment: Readonly<Record<string, string>>;
};

test('a function sees its own environment and nothing of the runner', async () => {
  const { environment }: Echo = await json(call('/v1/open'));
  expect(environment).toMatchObject({ ORIGIN: running.origin });
  expect(JSON.parse(environment['IDENTITY'] ?? '')).toMatchObject([{ issuer: `${running.origin}/oidc` }]);
  expect(environment).not.toHaveProperty('PATH');
});

test('the clock moves Date in every function and leaves the gateway in real time', async () => {
  const before: Echo = await json(call('/v1/open'));
  const moved = await json(post('/_local/clock', { advanceSeconds: 7200 }));
  expect(moved).toMatchObject({ offsetSeconds: 7200 });
  const after: Echo = await json(call('/v1/open'));
  expect(after.now - before.now).toBeGreaterThanOrEqual(7_200_000);
  expect(Date.parse(after.made) - after.now).toBeLessThan(1000);
  expect(after.event.requestContext.timeEpoch).toBeLessThan(Date.now() + 1000);
  expect((await post('/_local/clock', { advanceSeconds: -1 })).status).toBe(400);
  expect((await post('/_local/clock', { advanceSeconds: 2 ** 31 })).status).toBe(400);
});

test('a schedule runs on request, its input merged with the body', async () => {
  const result = await json(post('/_local/schedules/sweep/run', { dryRun: true }));
  expect(result).toMatchObject({ input: { fixed: true, dryRun: true } });
  expect((await post('/_local/schedules/other/run', {})).status).toBe(404);
});

test('a write reaches both functions of the stream, in the form Lambda gives it', async () => {
  await call('/v1/open?mode=write&id=one');
  await running.settled();
  const [mail] = await running.inbox('one@example.com');
  expect(mail).toMatchObject({ channel: 'email', subject: 'INSERT', html: '<p>x</p>' });
  const health = await json(call('/_local/health'));
  expect(health).toMatchObject({ ready: true, streamSettled: true, pendingStreamRecords: 0 });
});

test('a refused record is tried again, and what follows waits for it', async () => {
  for (const id of ['flaky', 'after']) await call(`/v1/open?mode=write&id=${id}`);
  await running.settled();
  const order = (await running.inbox()).map(({ to }) => to).filter((to) => /^(flaky|after)@/.test(to));
  expect(order).toEqual(['after@example.com', 'flaky@example.com']);
});

test('the inbox page shows the text, its links, and the mail in a frame without rights', async () => {
  await call('/v1/open?mode=write&id=paged');
  await running.settled();
  const response = await call('/_local/inbox');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const page = await response.text();
  expect(page).toContain('<a href="http://127.0.0.1/RECORDED#paged"');
  expect(page).toContain('srcdoc="&#60;p&#62;x');
});

test('a throwing function answers 500 without its words, and serves the next call', async () => {
  const response = await call('/v1/open?mode=throw');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
  expect((await call('/v1/open')).status).toBe(200);
});

test('binary answers and cookies pass', async () => {
  const response = await call('/v1/open?mode=binary');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test('access tokens: each program has its scope, a user gets one for scripts', async () => {
  const scopes = {
    'demo-app': 'verify',
    'demo-admin': 'operate',
    'demo-helpdesk': 'operate',
    'demo-auditor': 'operate',
  };
  for (const [id, scope] of Object.entries(scopes)) {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: `${id}-secret`,
    });
    expect(await json(call('/oidc/token', { method: 'POST', body }))).toMatchObject({
      scope: `countersign/${scope}`,
    });
  }
  const { accessToken } = await json(post('/_local/access-token', { userId: 'ada' }));
  const response = await call('/v1/me', { headers: { authorization: `Bearer ${accessToken}` } });
  const { event } = (await response.json()) as { event: never };
  expect(event).toMatchObject({ requestContext: { authorizer: { jwt: { claims: { sub: 'ada' } } } } });
});

test('local operations are for callers on this machine only', async () => {
  const evil = await call('/_local/access-token', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(evil.status).toBe(403);
});

test('pages come with the page headers, nothing outside their folder does', async () => {
  const page = await call('/setup');
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect((await call('/setup/..%2f..%2fpackage.json')).status).toBe(404);
  expect((await call('/me')).status).toBe(404);
  expect(await (await fetch(`${running.origin}/`)).text()).toContain('<title>Console</title>');
});
