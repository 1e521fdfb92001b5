import { gzipSync } from 'node:zlib';
import { generateSync } from 'otplib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vitePages } from '../../build/vite-page.ts';
import { launchBrowser } from './browser.ts';
import { enterPassword, expectAccessible, expectNothingStrange } from './operator.ts';
import { Organisation } from './organisation.ts';
import { type Visitor, visit } from './visitor.ts';

let organisation: Organisation;
let browser: Browser;

beforeAll(async () => {
  [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await organisation?.stop();
});

const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

async function own(name: string, options?: BrowserContextOptions): Promise<Visitor> {
  const visitor = await visit(browser, `${organisation.origin}/me`, options);
  await enterPassword(visitor.page, name);
  await visitor.page.getByRole('heading', { level: 1 }).waitFor();
  return visitor;
}

const mailOf = (userId: string) => `${userId}@example.com`;

const register = (userId: string) =>
  organisation.ask('POST', '/v1/users', {
    userId,
    displayName: `Person ${userId}`,
    email: mailOf(userId),
    twoFactorRequired: true,
  });

const local = (path: string, body?: unknown) =>
  fetch(`${organisation.origin}/_local/${path}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  }).then((response) => response.json());

/** Codes of a step that was used do not count again. */
const nextStep = () => local('clock', { advanceSeconds: 30 });

async function codeOf(secret: string): Promise<string> {
  const { now } = await local('clock');
  return generateSync({ secret, epoch: Math.floor(Date.parse(now) / 1000) });
}

async function mailedCode(to: string): Promise<string> {
  await organisation.settled();
  const messages: { text: string }[] = await local(`inbox.json?to=${encodeURIComponent(to)}`);
  return messages.flatMap(({ text }) => text.match(/\b\d{6,8}\b/) ?? [])[0] ?? '';
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const said = (page: Page, text: string | RegExp) => page.getByText(text).waitFor();
const wrongOf = (code: string) => code.replace(/\d$/, (digit) => String((Number(digit) + 5) % 10));

/** From the overview, which has no authenticator yet, to the key that is shown. */
async function beginApp(page: Page): Promise<string> {
  await press(page, /Add an authenticator|Add another/);
  await press(page, 'Continue');
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  return (await page.locator('code.key').innerText()).replaceAll(' ', '');
}

async function enroll(page: Page) {
  const secret = await beginApp(page);
  const spent = await codeOf(secret);
  await page.getByLabel('Code from the app').fill(spent);
  await press(page, 'Confirm');
  await page.getByRole('list', { name: 'Backup codes' }).waitFor();
  await press(page, 'I have kept them');
  await said(page, 'Your authenticator is set up.');
  return { secret, spent };
}

describe("a person's own page", () => {
  test('who is signed in but not known here is sent to the help desk; then, registered, sets up an app', async () => {
    const stranger = await own('user');
    await said(stranger.page, 'You are not registered here');
    await expectAccessible(stranger.page);
    expectNothingStrange(stranger, organisation.origin);
    await stranger.page.context().close();

    await register('user');
    const visitor = await own('user');
    const { page } = visitor;
    await said(page, 'You have not set up a second factor yet.');
    expect(await page.getByRole('button', { name: 'Generate new backup codes' }).count()).toBe(0);
    await expectAccessible(page);
    const secret = await beginApp(page);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await page.locator('code.key').innerText()).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    const link = new URL((await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '');
    expect(link.searchParams.get('secret')).toBe(secret);
    await expectAccessible(page);

    await page.getByLabel('Code from the app').fill(wrongOf(await codeOf(secret)));
    await press(page, 'Confirm');
    await said(page, 'This code is wrong');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('code');
    await page.getByLabel('Code from the app').fill(await codeOf(secret));
    await press(page, 'Confirm');
    const codes = page.getByRole('list', { name: 'Backup codes' });
    await codes.waitFor();
    expect(await codes.locator('code').count()).toBe(10);
    await expectAccessible(page);

    // Leaving is asked about, by a reload and by the way back, until they are kept.
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked++;
      return dialog.dismiss();
    });
    await page.evaluate(() => history.back());
    await expect.poll(() => asked).toBe(1);
    await codes.waitFor();
    await page.getByRole('heading', { name: 'Keep your new backup codes' }).waitFor();
    await page.evaluate(() => location.reload());
    await expect.poll(() => asked).toBe(2);
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, 'Download')]);
    expect(file.suggestedFilename()).toBe('backup-codes.txt');
    await press(page, 'I have kept them');
    await said(page, 'Your authenticator is set up.');
    await said(page, '10 codes left.');
    await said(page, 'Your second factor is set up.');
    await page.getByText('Token set up and confirmed').first().waitFor();
    await expectAccessible(page);
    expect(asked).toBe(2);
    expectNothingStrange(visitor, organisation.origin);
    expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).toBe(
      '[{},{}]',
    );
    await page.context().close();
  });

  test('1.15 rule 9: new backup codes, an address and a removal each ask for a fresh code', async () => {
    await register('helpdesk');
    const visitor = await own('helpdesk', phone);
    const { page } = visitor;
    const { secret, spent } = await enroll(page);

    await press(page, 'Generate new backup codes');
    await press(page, 'Generate new backup codes');
    await said(page, 'Enter the complete code.');
    await page.getByLabel('Current code').fill(spent);
    await press(page, 'Generate new backup codes');
    await said(page, 'This code is wrong or was already used.');
    await expectAccessible(page);
    await nextStep();
    await page.getByLabel('Current code').fill(await codeOf(secret));
    await press(page, 'Generate new backup codes');
    const codes = page.getByRole('list', { name: 'Backup codes' });
    await codes.waitFor();
    expect(await codes.locator('code').count()).toBe(10);
    await press(page, 'I have kept them');

    await press(page, 'Add another authenticator');
    await page.getByLabel('An address for codes by email').check();
    await page.getByLabel('Email address').fill('nowhere');
    await nextStep();
    await page.getByLabel('Current code').fill(await codeOf(secret));
    await press(page, 'Continue');
    await said(page, 'Check the address.');
    await page.getByLabel('Email address').fill('second@example.com');
    await page.getByLabel('Name (optional)').fill('Second mailbox');
    await expectAccessible(page);
    await press(page, 'Continue');
    await said(page, /Enter the code we sent to s/);
    await page.getByLabel('Code').fill(await mailedCode('second@example.com'));
    await press(page, 'Confirm');
    await said(page, 'Your authenticator is set up.');
    const added = page.getByRole('listitem').filter({ hasText: 'Second mailbox' });
    expect(await added.innerText()).toContain('Email');
    expect(await added.innerText()).not.toContain('second@example.com');

    await press(page, /^Remove: Second mailbox/);
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await local('clock', { advanceSeconds: 60 });
    await press(page, /^Send me a code to s/);
    await said(page, 'A code is on its way');
    await press(page, /^Send me a code to s/);
    await said(page, /A code was sent a moment ago. You can ask for another one in \d+ seconds/);
    await page.getByLabel('Current code').fill(await mailedCode('second@example.com'));
    await press(page, 'Remove');
    await said(page, 'The authenticator was removed.');
    expect(await added.count()).toBe(0);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('2.11 the last active authenticator is removed only when that is intended, and the consequence is shown first', async () => {
    await register('auditor');
    const { page } = await own('auditor');
    const { secret } = await enroll(page);
    await press(page, /^Remove: /);
    await said(page, 'This is your last active authenticator.');
    await nextStep();
    await page.getByLabel('Current code').fill(await codeOf(secret));
    await press(page, 'Remove');
    await said(page, 'Tick the box');
    await expectAccessible(page);
    await page.getByLabel('I understand').check();
    await press(page, 'Remove');
    await said(page, 'The authenticator was removed.');
    await said(page, 'You have not set up a second factor yet.');
    await press(page, 'Sign out');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.context().close();
  });

  test('refusals are shown in plain words, and actions that a disabled account may not do are not offered', async () => {
    await register('admin');
    const { page } = await own('admin', { ...phone, locale: 'de-DE' });
    await press(page, 'Authenticator hinzufügen');
    const refuse = async (status: number, code: string, headers: Record<string, string>, words: string) => {
      await page.route('**/v1/me/tokens', (route) =>
        route.fulfill({ status, headers, json: { code, status, title: code } }),
      );
      await press(page, 'Weiter');
      await said(page, words);
      await page.unroute('**/v1/me/tokens');
    };
    await refuse(429, 'account-throttled', { 'retry-after': '90' }, 'Nächster Versuch möglich in: 2 Minuten');
    await refuse(401, 'invalid-code', {}, 'wurde schon benutzt');
    await refuse(409, 'not-allowed-in-state', {}, 'so viele Authenticatoren wie erlaubt');
    await refuse(401, 'unauthenticated', {}, 'Ihre Anmeldung ist abgelaufen');
    await press(page, 'Wieder anmelden');
    await page.getByRole('heading', { name: 'Mein zweiter Faktor' }).waitFor();

    await press(page, 'Authenticator hinzufügen');
    await page.goBack();
    await page.getByRole('heading', { name: 'Mein zweiter Faktor' }).waitFor();
    await organisation.ask('POST', '/v1/users/admin/disable', { reason: 'Left the organisation' });
    await page.reload();
    await said(page, 'Ihr Konto ist deaktiviert');
    expect(await page.getByRole('button').allInnerTexts()).toEqual(['Abmelden']);
    await page.context().close();
  });

  test('360 pixels wide nothing is scrolled sideways, in either language; a first visit stays small', async () => {
    for (const locale of ['en-GB', 'de-DE']) {
      const { page, requests } = await own('user', { ...phone, locale });
      const scripts = requests.map((request) => request.url()).filter((url) => /\/me\/.*\.js$/.test(url));
      const sizes = await Promise.all(
        [...new Set(scripts)].map(async (url) => gzipSync(await (await fetch(url)).text()).length),
      );
      expect(scripts.some((url) => url.includes('/change-'))).toBe(false);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(vitePages.self.firstLoadBytes);
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(await beyond()).toBe(0);
      await page.locator('section .primary').click();
      await page.getByRole('radio').first().waitFor();
      expect(await beyond()).toBe(0);
      await page.context().close();
    }
  });
});
