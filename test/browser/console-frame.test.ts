import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { enterPassword, expectAccessible, expectNothingStrange, signedIn } from './operator.ts';
import { Organisation } from './organisation.ts';
import { patience, visit } from './visitor.ts';

describe('the console signs operators in', () => {
  let organisation: Organisation;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start({ demo: true }), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  test('a deep link survives the way through the identity provider, whose answer leaves the address', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'admin', '/users?query=ada');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Ada Okafor' }).waitFor();
    expect(page.url()).toBe(`${organisation.origin}/#/users?query=ada`);
    expect(await page.getByRole('link', { name: 'Mei Tanaka' }).count()).toBe(0);
    const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    expect(kept).toBe('[{},{}]');
    await expectAccessible(page);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('an answer to a question that this tab did not ask signs nobody in', async () => {
    const visitor = await visit(browser, `${organisation.origin}/?code=stolen&state=guessed`);
    await visitor.page.getByText('You could not be signed in').waitFor();
    expect(visitor.requests.some((request) => request.url().includes('/oidc/token'))).toBe(false);
    expect(visitor.page.url()).toBe(`${organisation.origin}/`);
    await visitor.page.context().close();
  });

  test('1.01 2.02 each role is offered its screens; a link to another one is explained', async () => {
    const offered = async (name: 'admin' | 'helpdesk' | 'auditor') => {
      const { page } = await signedIn(browser, organisation.origin, name);
      const links = await page.getByRole('navigation').getByRole('link').allTextContents();
      return { page, links };
    };
    const admin = await offered('admin');
    const auditor = await offered('auditor');
    expect(admin.links).toContain('Users');
    expect(auditor.links).toContain('Users');
    await auditor.page.goto(`${organisation.origin}/#/new-user`);
    await auditor.page.getByText('Your role does not include this').waitFor();
    await Promise.all([admin.page.context().close(), auditor.page.context().close()]);
  });

  test('a user who is no operator sees that and is led to their own page', async () => {
    const visitor = await visit(browser, organisation.origin);
    await enterPassword(visitor.page, 'user');
    await visitor.page.getByText('This console is for operators').waitFor();
    expect(await visitor.page.getByRole('link', { name: /your page/ }).getAttribute('href')).toBe('/me');
    await expectAccessible(visitor.page);
    await visitor.page.context().close();
  });

  test('back goes back, and an address that leads nowhere says so', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/users');
    await page.goto(`${organisation.origin}/#/nowhere`);
    await page.getByText('Screen not found').waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor();
    await page.context().close();
  });

  test('a screen that follows another is gone on with at its heading; its tabs keep the focus', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'helpdesk', '/users');
    const { page } = visitor;
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole('link', { name: 'Mei Tanaka' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    await page.getByRole('link', { name: 'Mei Tanaka' }).press('Enter');
    await expect.poll(focused, patience).toBe('Mei Tanaka');
    await page.getByRole('tab', { name: 'Person' }).press('Enter');
    await page.getByText('mei@example.com').first().waitFor();
    expect(await focused()).toBe('Person');
    await page.getByRole('link', { name: 'Hardware tokens' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Hardware tokens' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), patience).toBe('H1');
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('2.02 a tab of a user that is none, or that a role lacks, is explained', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'helpdesk', '/users/mei/nonsense');
    await page.getByText('Screen not found').waitFor();
    await page.goto(`${organisation.origin}/#/users/mei/events`);
    await page.getByText('This screen needs the privilege events:read').waitFor();
    await page.goto(`${organisation.origin}/#/users/mei/tokens`);
    await page.getByRole('heading', { level: 1, name: 'Mei Tanaka' }).waitFor();
    await page.context().close();
  });

  test('P.26 German by choice, kept for the next visit; dark by choice', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/users');
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { level: 1, name: 'Benutzer' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await page.getByRole('button', { name: 'Darstellung' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Dunkel' }).click();
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe('dark');
    await page.context().close();
  });

  test('a sign-in that is over is said, and going on comes back to the same screen', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/users');
    await page.route('**/v1/users?*', (route) =>
      route.fulfill({
        status: 401,
        json: { code: 'unauthenticated', title: 'Unauthenticated', status: 401 },
      }),
    );
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('Your sign-in has ended').waitFor();
    await page.unroute('**/v1/users?*');
    await page.getByRole('button', { name: 'Sign in again' }).last().click();
    await page.getByRole('link', { name: 'Ada Okafor' }).waitFor();
    expect(page.url()).toBe(`${organisation.origin}/#/users`);
    await page.context().close();
  });

  test('signing out ends the session at the identity provider too', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/users');
    await page.getByRole('button', { name: /^admin/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.context().close();
  });
});
