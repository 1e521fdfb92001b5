import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localhostOf } from '../../local/localhost.ts';
import { type RunningCountersign, startCountersign } from '../../local/runner.ts';
import { launchBrowser } from '../browser/browser.ts';
import { enterPassword, signedIn } from '../browser/operator.ts';
import { visit } from '../browser/visitor.ts';

let running: RunningCountersign;
let browser: Browser;
beforeAll(async () => {
  [browser, running] = await Promise.all([
    launchBrowser(),
    startCountersign({ inMemory: true, demo: true, quiet: true }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await running.stop();
});

/** The name that the banner prints, and the one that people type. */
describe.each([
  ['127.0.0.1', (origin: string) => origin],
  ['localhost', localhostOf],
])('at http://%s', (_, named) => {
  test('an operator signs in to the console, at the place they asked for', async () => {
    const { page, complaints } = await signedIn(browser, named(running.origin), 'admin', '/users');
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await page.getByText('Ada Okafor').first().waitFor();
    expect(page.url()).toBe(`${running.origin}/#/users`);
    expect(complaints).toEqual([]);
  });

  test('a user signs in to their own page', async () => {
    const { page, complaints } = await visit(browser, `${named(running.origin)}/me`);
    await enterPassword(page, 'user');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe(`${running.origin}/me`);
    expect(complaints).toEqual([]);
  });

  test('a setup link opens with its secret', async () => {
    const [mail] = await running.inbox('paula@example.com');
    const link = /http\S+\/setup#[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
    const { page, complaints } = await visit(browser, named(link));
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('code.key').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a program gets a token and calls the API, without being sent elsewhere', async () => {
    const origin = named(running.origin);
    const credentials = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'demo-app',
      client_secret: 'demo-app-secret',
    });
    const answer = await fetch(`${origin}/oidc/token`, { method: 'POST', body: credentials });
    const { access_token } = (await answer.json()) as { access_token: string };
    const started = await fetch(`${origin}/v1/verifications`, {
      method: 'POST',
      redirect: 'error',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ userId: 'ada' }),
    });
    expect(started.status).toBe(201);
  });
});
