import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../local/http.ts';
import { type RunningCountersign, startCountersign } from '../../local/runner.ts';

let running: RunningCountersign;
/** What it said while it started, and how its health answered at that moment. */
const told: { step: string; answer: Promise<{ status: number; ready: boolean }> }[] = [];
beforeAll(async () => {
  const port = await freePort();
  const health = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/_local/health`);
    const { ready } = (await response.json()) as { ready: boolean };
    return { status: response.status, ready };
  };
  const onStep = (step: string) => void told.push({ step, answer: health() });
  running = await startCountersign({ port, inMemory: true, demo: true, quiet: true, onStep });
  onStep('ready');
}, 60_000);
afterAll(() => running.stop());

test('it says what takes time, and health is ready only when the demo organisation is there', async () => {
  const steps = await Promise.all(told.map(async ({ step, answer }) => ({ step, ...(await answer) })));
  expect(steps).toEqual([
    { step: 'Starting DynamoDB Local', status: 503, ready: false },
    { step: 'Seeding the demo organisation', status: 503, ready: false },
    { step: 'ready', status: 200, ready: true },
  ]);
});

test('the deployed functions make the demo organisation, with something in every stage', async () => {
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

test('the first verification of the README, typed as printed, is verified', async () => {
  const block = /## The first verification[\s\S]*?```sh\n([\s\S]*?)```/.exec(
    readFileSync('README.md', 'utf8'),
  )?.[1];
  const lines = (block ?? '').replace('http://127.0.0.1:4000', running.origin).trim().split('\n');
  const [first, last] = [lines[0] as string, lines.at(-1) as string];
  expect(lines.filter((line) => line.includes('curl '))).toHaveLength(5);
  const bash = async (...script: string[]): Promise<string> =>
    (await promisify(execFile)('bash', ['-c', script.join('\n')])).stdout.trim();

  const before = await bash(...lines.slice(0, -1), 'echo; echo $TOKEN $ID');
  const [token, id] = (before.split('\n').at(-1) as string).split(' ');
  await running.settled();
  const [message] = await running.inbox('+4915123456789');
  const code = /\d{6}/.exec(message?.text ?? '')?.[0] as string;
  const answer = await bash(first, `TOKEN=${token} ID=${id}`, last.replace('123456', code));
  expect(JSON.parse(answer)).toMatchObject({ status: 'verified', userId: 'ada', type: 'virtual' });
});
