import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { patience } from '../browser/visitor.ts';

let organisation: Organisation;
let browser: Browser;

/** Two users who have had ten minutes. */
beforeAll(async () => {
  [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
  await Promise.all(
    ['ada', 'mei'].map((userId) =>
      organisation.ask('POST', '/v1/users', {
        userId,
        displayName: userId,
        email: `${userId}@example.com`,
        twoFactorRequired: true,
      }),
    ),
  );
  await organisation.settled();
  await organisation.ask('POST', '/_local/clock', { advanceSeconds: 600 });
});

afterAll(async () => {
  await browser?.close();
  await organisation?.stop();
});

const settings = () => organisation.ask('GET', '/v1/settings');

const open = async (name: 'admin' | 'auditor' = 'admin', options = {}) => {
  const visitor = await signedIn(browser, organisation.origin, name, '/two-factor/settings', options);
  await visitor.page.getByRole('heading', { level: 2 }).first().waitFor(patience);
  return visitor;
};

/** Where the value of a setting is typed. */
const input = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true });

const review = (page: Page) => page.getByRole('button', { name: 'Review and save' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Save these changes?' });

test('1.17 N.07 ranges beside the fields, an unsafe value refused, and the impact before anything is saved', async () => {
  const visitor = await open();
  const { page } = visitor;
  const attempts = input(page, 'Maximum Invalid Attempts');
  expect(await attempts.inputValue()).toBe('5');
  const period = input(page, 'Enrollment period');
  expect(await period.inputValue()).toBe('7');
  await page
    .getByText('5 minutes to 365 days, or “Never expires” · exactly 604,800 seconds')
    .waitFor(patience);
  await page.getByText('1 to 9', { exact: true }).waitFor(patience);
  expect(await review(page).count()).toBe(0);

  await attempts.fill('12');
  await page.getByText('Must be 1 to 9.').waitFor(patience);
  const bar = page.getByRole('region', { name: 'Unsaved changes' });
  await bar.getByText('1 value cannot be saved').waitFor(patience);
  await page.evaluate(() => scrollTo(0, 0));
  const { y = 0, height = 0 } = (await bar.boundingBox()) ?? {};
  expect(y + height).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
  expect(await review(page).isDisabled()).toBe(true);
  await expectAccessible(page);
  await attempts.fill('3');
  await period.fill('5');
  await page.getByRole('button', { name: /^Enrollment period Unit/ }).click();
  await page.getByRole('option', { name: 'minutes' }).click();
  await page.getByText('2 unsaved changes').waitFor(patience);
  expect(visitor.requests.filter((request) => request.url().includes('/settings/impact'))).toEqual([]);

  await review(page).click();
  const dialog = dialogOf(page);
  await dialog.getByText('Expired at once: 2').waitFor(patience);
  const shown = (await dialog.innerText()).replace(/\s+/g, ' ');
  expect(shown).toMatch(/Enrollment period Now 7 days Then 5 minutes Users affected 2/);
  expect(shown).toMatch(/Maximum Invalid Attempts Now 5 Then 3 Users affected 0/);
  expect(shown).toContain('the next run of the sweep disables their accounts');
  expect(shown).toContain('a verification is locked after 3 wrong codes');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).last().click();
  expect(await settings()).toMatchObject({ maximumInvalidAttempts: 5, enrollmentPeriodSeconds: 604_800 });

  await page.getByRole('checkbox', { name: /^Never expires/ }).check();
  await review(page).click();
  await dialog.getByText('Enrollments no longer expire').waitFor(patience);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings have been saved.').waitFor(patience);
  expect(await settings()).toMatchObject({ maximumInvalidAttempts: 3, enrollmentPeriodSeconds: 0 });
  expect(await attempts.inputValue()).toBe('3');
  expect(await period.isDisabled()).toBe(true);
  expect(await review(page).count()).toBe(0);
  expectNothingStrange(visitor, organisation.origin);
  await page.context().close();
});

test('what the service refuses is shown at its field, and what changed meanwhile is said', async () => {
  const { page } = await open();
  const issuer = input(page, 'Issuer name');
  await issuer.fill('A name '.repeat(9));
  await review(page).click();
  await page.getByText('must have at most 60 characters').waitFor(patience);
  expect(await issuer.getAttribute('aria-invalid')).toBe('true');
  expect(await dialogOf(page).count()).toBe(0);
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(await issuer.inputValue()).toBe('Countersign');

  await input(page, 'Length of sent codes').fill('10');
  await organisation.ask('PUT', '/v1/settings', { otpLength: 8 });
  await review(page).click();
  await dialogOf(page).getByText('Somebody changed these while you were editing').waitFor(patience);
  expect((await dialogOf(page).innerText()).replace(/\s+/g, ' ')).toMatch(/Now 8 Then 10/);

  await page.route('**/v1/settings', (route) =>
    route.fulfill({
      status: 409,
      json: { code: 'conflict', status: 409, title: 'It was changed meanwhile', detail: 'Read them again.' },
    }),
  );
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  await dialogOf(page).getByText('It was changed meanwhile').waitFor(patience);
  await dialogOf(page).getByText('Load it again and repeat your change').waitFor(patience);
  await page.unroute('**/v1/settings');
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings have been saved.').waitFor(patience);
  expect(await settings()).toMatchObject({ otpLength: 10 });
  await page.context().close();
});

test('who leaves with unsaved changes is asked: by a link, a tab or the back button', async () => {
  const { page } = await open();
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('heading', { name: 'Enrollment Rate' }).waitFor(patience);
  await page.getByRole('tab', { name: 'Settings' }).click();
  const window = input(page, 'Clock difference');
  await window.fill('2');
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
  const ways = [
    () => page.evaluate(() => history.back()),
    () => page.getByRole('link', { name: 'Users' }).click(),
    () => page.getByRole('tab', { name: 'Reset Enrollment' }).click(),
  ];
  for (const leave of ways) {
    await leave();
    await dialog.waitFor(patience);
    expect(page.url()).toBe(`${organisation.origin}/#/two-factor/settings`);
    await dialog.getByRole('button', { name: 'Cancel' }).last().click();
    await dialog.waitFor({ state: 'detached', ...patience });
    expect(await window.inputValue()).toBe('2');
  }
  await page.getByRole('link', { name: 'Users' }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor(patience);
  expect(await settings()).toMatchObject({ totpWindow: 3 });
  await page.goBack();
  await window.waitFor(patience);
  expect(await window.inputValue()).toBe('3');
  await page.context().close();
});

test('1.01 the auditor sees the values and changes none', async () => {
  const visitor = await open('auditor');
  const { page } = visitor;
  await page.getByText('You may look at these settings').waitFor(patience);
  const text = (await page.getByRole('tabpanel').innerText()).replace(/\s+/g, ' ');
  expect(text).toMatch(/Time for a sign-in 10 minutes/);
  expect(text).toMatch(/Expired enrollments Disable the account/);
  expect(await page.getByRole('tabpanel').locator('input, button, select').count()).toBe(0);
  await expectAccessible(page);
  expectNothingStrange(visitor, organisation.origin);
  await page.context().close();
});

test('P.26 in German the impact is shown in German', async () => {
  const { page } = await open('admin', { locale: 'de-DE' });
  await input(page, 'Gesendete Codes gelten').fill('2,5');
  await page.getByText('genau 150 Sekunden').waitFor(patience);
  await page.getByRole('button', { name: 'Prüfen und speichern' }).click();
  await page.getByText('Der nächste gesendete Code gilt 2 Minuten 30 Sekunden').waitFor(patience);
  await page.context().close();
});
