import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { patience } from '../browser/visitor.ts';

let organisation: Organisation;
let browser: Browser;

const add = (names: readonly string[]) =>
  Promise.all(
    names.map((userId) =>
      organisation.ask('POST', '/v1/users', {
        userId,
        displayName: `Person ${userId}`,
        email: `${userId}@example.com`,
        twoFactorRequired: true,
      }),
    ),
  );

const pass = (advanceSeconds: number) => organisation.ask('POST', '/_local/clock', { advanceSeconds });

/** Two who are overdue, and three who have time. */
beforeAll(async () => {
  [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
  await organisation.ask('PUT', '/v1/settings', { enrollmentPeriodSeconds: 300 });
  await add(['late-1', 'late-2']);
  await pass(600);
  await add(['soon-1', 'soon-2', 'soon-3']);
  await organisation.settled();
});

afterAll(async () => {
  await browser?.close();
  await organisation?.stop();
});

const open = async (name: 'admin' | 'auditor', place = '/expiry') => {
  const visitor = await signedIn(browser, organisation.origin, name, place);
  await visitor.page.getByRole('heading', { name: 'Expiry runs' }).waitFor(patience);
  return visitor;
};

const forecastOf = async (page: Page): Promise<(string | null)[]> => {
  const links = await page.getByRole('link', { name: /^(Overdue|Within .*): \d+$/ }).all();
  return Promise.all(links.map((link) => link.getAttribute('aria-label')));
};

const rowsOf = async (page: Page, table: string): Promise<string[]> => {
  const rows = page.getByRole('table', { name: table }).locator('tbody tr');
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
};

/** Functions keep the settings for up to five seconds. */
async function usePeriod(enrollmentPeriodSeconds: number): Promise<void> {
  await organisation.ask('PUT', '/v1/settings', { enrollmentPeriodSeconds });
  await expect
    .poll(() => organisation.ask('GET', '/v1/expiry'), patience)
    .toMatchObject({ enrollmentPeriodSeconds });
}

test('N.05 the forecast leads to its lists, and the dry run tells what a run would do and does nothing', async () => {
  const visitor = await open('auditor');
  const { page } = visitor;
  expect(await forecastOf(page)).toEqual([
    'Overdue: 2',
    'Within 24 hours: 3',
    'Within 3 days: 3',
    'Within 7 days: 3',
  ]);
  await page.getByText('Users have 5 minutes to enroll.').waitFor(patience);
  await page.getByText('No run yet.').waitFor(patience);
  await page.getByRole('link', { name: 'Person soon-1' }).waitFor(patience);
  expect(await rowsOf(page, 'Expiring users')).toHaveLength(3);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Overdue: 2' }).click();
  const late = page.getByRole('link', { name: 'Person late-1' });
  await late.waitFor(patience);
  expect(page.url()).toBe(`${organisation.origin}/#/expiry?withinHours=0`);
  expect(await late.getAttribute('href')).toBe('#/users/late-1');
  await page.getByRole('button', { name: 'Within 7 days' }).click();
  await page.getByRole('link', { name: 'Person soon-2' }).waitFor(patience);
  expect(page.url()).toBe(`${organisation.origin}/#/expiry?withinHours=168`);

  await page.getByRole('button', { name: 'Dry run' }).click();
  const dialog = page.getByRole('dialog', { name: 'What a run would do now' });
  await dialog.getByText('It would expire the enrollment of 2 users.').waitFor(patience);
  await dialog.getByRole('link', { name: 'late-2' }).waitFor(patience);
  await dialog.getByText('Nothing was changed.').waitFor(patience);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  expect(await organisation.ask('GET', '/v1/expiry')).toMatchObject({ overdue: 2, lastRun: null });
  expectNothingStrange(visitor, organisation.origin);
  await page.context().close();
});

test('0.17 N.06 a run, then one that refuses, are shown with what to do; a longer period lists them page by page', async () => {
  await organisation.ask('POST', '/_local/schedules/expire-enrollments/run', {});
  const crowd = Array.from({ length: 27 }, (_, i) => `crowd-${i + 10}`);
  await add(crowd);
  await pass(600);
  await organisation.settled();
  await organisation.ask('POST', '/_local/schedules/expire-enrollments/run', {});
  await organisation.settled();
  const { page } = await open('admin', '/expiry?withinHours=0');
  await page.getByText('The next run will be blocked').waitFor(patience);
  await page.getByText('30 users are overdue, and a run expires at most 20.').waitFor(patience);
  await page.getByText('With 32 accounts a run refuses to work when more than 20 are due').waitFor(patience);
  const [refused, done] = await rowsOf(page, 'Expiry runs');
  expect(refused).toMatch(/ 30 0 20 Refused$/);
  expect(done).toMatch(/ 2 2 20 Done$/);
  expect((await rowsOf(page, 'Expiring users')).length).toBe(25);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Dry run' }).click();
  const dialog = page.getByRole('dialog', { name: 'What a run would do now' });
  await dialog.getByText('It would refuse: 30 users are due, and the limit is 20.').waitFor(patience);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await usePeriod(86_400);
  await page.reload();
  await page.getByRole('link', { name: 'Within 24 hours: 30' }).click();
  await page.getByRole('link', { name: 'Person soon-1' }).waitFor(patience);
  const first = await rowsOf(page, 'Expiring users');
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect.poll(() => rowsOf(page, 'Expiring users'), patience).toHaveLength(5);
  expect(new Set([...first, ...(await rowsOf(page, 'Expiring users'))]).size).toBe(30);
  expect(await page.getByText('The next run will be blocked').count()).toBe(0);
  const expired = page.getByRole('link', { name: 'Expired users' });
  await expired.click();
  await page.getByRole('link', { name: 'Person late-1' }).waitFor(patience);
  await page.context().close();
});

test('0.06 where enrollment never expires the screen says so', async () => {
  await usePeriod(0);
  const { page } = await open('auditor');
  await page.getByText('Enrollment never expires').waitFor(patience);
  await page.getByText('No users in this period').waitFor(patience);
  expect(await forecastOf(page)).toEqual([]);
  await page.context().close();
});

test('2.02 who may change the period is led there, and nobody else', async () => {
  const { origin } = organisation;
  const offered = async (name: 'admin' | 'auditor'): Promise<number> => {
    const { page } = await signedIn(browser, origin, name, '/expiry');
    await page.getByRole('heading', { level: 1, name: 'Expiry' }).waitFor(patience);
    const count = await page.getByRole('link', { name: 'Change the period' }).count();
    await page.context().close();
    return count;
  };
  expect(await offered('admin')).toBe(1);
  expect(await offered('auditor')).toBe(0);
});

test('2.02 the help desk is not offered it and sees why', async () => {
  const { page } = await signedIn(browser, organisation.origin, 'helpdesk', '/expiry');
  await page.getByText('needs the privilege overview:read').waitFor(patience);
  expect(await page.getByRole('link', { name: 'Expiry' }).count()).toBe(0);
  await page.context().close();
});
