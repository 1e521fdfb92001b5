import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCountersign, startCountersign } from '../../local/runner.ts';

let running: RunningCountersign;
beforeAll(async () => {
  running = await startCountersign({ inMemory: true, demo: true, quiet: true });
}, 60_000);
afterAll(() => running.stop());

test('the deployed functions make the demo organisation, with something in every stage', async () => {
  await running.settled();
  const { origin } = running;
  const signIn = await fetch(`${origin}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('demo-auditor:demo-auditor-secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  const overview = await fetch(`${origin}/v1/overview`, { headers: { authorization: `Bearer ${token}` } });
  expect(await overview.json()).toMatchObject({
    enrollmentRate: { enrolled: 3 },
    backupCodesHealth: { none: [{ userId: 'mei' }], low: [{ userId: 'ada', remaining: 2 }] },
    rolesWithoutTwoFactor: [{ name: 'directors' }],
  });
  const health = (await (await fetch(`${origin}/_local/health`)).json()) as { deadLetters: unknown[] };
  expect(health.deadLetters).toEqual([]);
  const [mail] = await running.inbox('paula@example.com');
  expect(mail?.text).toContain(`${origin}/setup#`);
});
