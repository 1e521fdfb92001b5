import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Application } from '../browser/application.ts';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { patience } from '../browser/visitor.ts';

let organisation: Organisation;
let application: Application;
let browser: Browser;

const add = (userId: string, displayName: string, fields: object = {}) =>
  organisation.ask('POST', '/v1/users', {
    userId,
    displayName,
    email: `${userId}@example.com`,
    twoFactorRequired: true,
    ...fields,
  });

/** Ada has one of two backup codes left, Grace none; Paula has not begun. */
beforeAll(async () => {
  [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
  application = await Application.signIn(organisation.origin);
  await organisation.ask('PUT', '/v1/settings', { backupCodeCount: 2, backupCodesLow: 1 });
  await Promise.all([
    organisation.ask('PUT', '/v1/roles/directors', { type: 'Board', twoFactorRequired: false }),
    organisation.ask('PUT', '/v1/roles/finance', { type: 'Department', twoFactorRequired: true }),
    add('ada', 'Ada Okafor'),
    add('grace', 'Grace Hopper'),
    add('paula', 'Paula Pérez'),
    add('admin', 'Alex Admin', { roles: ['administrator'] }),
  ]);
  const [adas, graces] = [await application.enroll('ada'), await application.enroll('grace')];
  await application.spend('ada', adas.backupCodes.slice(0, 1));
  await application.spend('grace', graces.backupCodes);
  await organisation.settled();
});

afterAll(async () => {
  await browser?.close();
  await organisation?.stop();
});

const tabsOf = (page: Page) => page.getByRole('tab').allTextContents();

/** Cells of a table, row by row. */
const rowsOf = async (page: Page, table: string): Promise<string[][]> => {
  const rows = await page.getByRole('table', { name: table }).locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
};

const headersOf = (page: Page, table: string) =>
  page.getByRole('table', { name: table }).locator('thead th').allTextContents();

test('1.01 three tabs, each only for those who hold its privilege', async () => {
  const [admin, helpdesk, auditor] = await Promise.all([
    signedIn(browser, organisation.origin, 'admin', '/two-factor'),
    signedIn(browser, organisation.origin, 'helpdesk', '/two-factor'),
    signedIn(browser, organisation.origin, 'auditor', '/two-factor'),
  ]);
  for (const { page } of [admin, helpdesk, auditor]) await page.getByRole('tab').first().waitFor(patience);
  expect(await tabsOf(admin.page)).toEqual(['Settings', 'Overview', 'Reset Enrollment']);
  expect(await tabsOf(helpdesk.page)).toEqual(['Reset Enrollment']);
  expect(await tabsOf(auditor.page)).toEqual(['Settings', 'Overview']);
  await helpdesk.page.goto(`${organisation.origin}/#/two-factor/overview`);
  await helpdesk.page.getByText('needs the privilege overview:read').waitFor(patience);
  await admin.page.getByRole('tab', { name: 'Reset Enrollment' }).click();
  await admin.page.getByRole('heading', { name: 'Reset User Enrollment' }).waitFor(patience);
  expect(admin.page.url()).toBe(`${organisation.origin}/#/two-factor/reset`);
  for (const { page } of [admin, helpdesk, auditor]) await page.context().close();
});

test('1.02-1.09 the overview has five widgets, changes nothing, and follows without being loaded again', async () => {
  const visitor = await signedIn(browser, organisation.origin, 'auditor', '/two-factor/overview');
  const { page } = visitor;
  await page.getByRole('heading', { name: 'Enrollment Rate' }).waitFor(patience);
  const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
  expect(headings.map((text) => text.replace(/ *\(\d+\)$/, ''))).toEqual([
    'Enrollment Rate',
    'Status Breakdown',
    'Backup Codes Health',
    'Recent Enrollments',
    'Roles Without 2FA',
  ]);
  const rate = page.getByRole('progressbar', { name: 'Active users who have enrolled' });
  expect(await rate.evaluate((element) => (element as HTMLProgressElement).value)).toBe(50);
  await page.getByText('2 of 4 active users').waitFor(patience);
  expect(await page.locator('.counts').innerText()).toMatch(/Enrolled\s+2.*Pending\s+0.*Not Started\s+2/s);

  expect(await headersOf(page, 'Users with no backup codes remaining')).toEqual(['Name', 'Email']);
  expect(await rowsOf(page, 'Users with no backup codes remaining')).toEqual([
    ['Grace Hopper', 'grace@example.com'],
  ]);
  const low = 'Users running low on backup codes';
  expect(await headersOf(page, low)).toEqual(['Name', 'Email', 'Remaining']);
  expect(await rowsOf(page, low)).toEqual([['Ada Okafor', 'ada@example.com', '1']]);
  await page.getByText('1 or fewer remaining').waitFor(patience);
  expect(await headersOf(page, 'Recent Enrollments')).toEqual(['Name', 'Email', 'Enrolled Date']);
  expect((await rowsOf(page, 'Recent Enrollments')).map(([name]) => name).sort()).toEqual([
    'Ada Okafor',
    'Grace Hopper',
  ]);
  expect(await headersOf(page, 'Roles Without 2FA')).toEqual(['Role Name', 'Type']);
  expect(await rowsOf(page, 'Roles Without 2FA')).toEqual([['directors', 'Board']]);
  const name = page.getByRole('table', { name: low }).getByRole('link', { name: 'Ada Okafor' });
  expect(await name.getAttribute('href')).toBe('#/users/ada');
  expect(await page.getByRole('tabpanel').getByRole('button').count()).toBe(0);
  await expectAccessible(page);

  const loads = () => visitor.requests.filter((request) => request.isNavigationRequest()).length;
  const before = loads();
  await application.enroll('paula');
  await page.getByText('3 of 4 active users').waitFor(patience);
  await page.getByRole('link', { name: 'Paula Pérez' }).waitFor(patience);
  expect(loads()).toBe(before);

  await page.route('**/v1/overview', (route) => route.abort());
  await page.getByText('Not current, last read at').waitFor(patience);
  await page.getByText('3 of 4 active users').waitFor(patience);
  await page.unroute('**/v1/overview');
  await page.getByText('Live, read at').waitFor(patience);
  expectNothingStrange(visitor, organisation.origin);
  await page.context().close();
});

test('1.04 with enough codes everywhere all users are healthy, and no list is shown', async () => {
  const { page } = await signedIn(browser, organisation.origin, 'admin');
  await page.route('**/v1/overview', async (route) => {
    const overview = await (await route.fetch()).json();
    const backupCodesHealth = { healthy: true, none: [], low: [] };
    await route.fulfill({ json: { ...overview, backupCodesHealth } });
  });
  await page.goto(`${organisation.origin}/#/two-factor/overview`);
  await page.reload();
  await page.getByText('All users are healthy').waitFor(patience);
  expect(await page.getByText(/^Users (with no|running low on) backup codes/).count()).toBe(0);
  await page.context().close();
});

test('1.10-1.13 1.20 a reset by keyboard: nothing before it is confirmed, and then everything at once', async () => {
  const visitor = await signedIn(browser, organisation.origin, 'helpdesk', '/two-factor');
  const { page } = visitor;
  await page.getByRole('heading', { name: 'Reset User Enrollment', exact: true }).waitFor(patience);
  await page
    .getByText(
      "Remove a user's authenticator app enrollment and backup codes. Use this when a user loses access to their authenticator app.",
      { exact: true },
    )
    .waitFor(patience);
  await page.getByText('Verify the identity of the person first').waitFor(patience);
  // 1.14
  expect(await page.getByText(/regenerate|recreate/i).count()).toBe(0);
  const reset = page.getByRole('button', { name: 'Reset', exact: true });
  expect(await reset.isDisabled()).toBe(true);

  const field = page.getByRole('combobox', { name: 'User', exact: true });
  await field.focus();
  await page.keyboard.type('oka');
  await page.getByRole('option', { name: /Ada Okafor \(ada\)/ }).waitFor(patience);
  expect(await reset.isDisabled()).toBe(true);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => reset.isEnabled(), patience).toBe(true);
  expect(page.url()).toBe(`${organisation.origin}/#/two-factor/reset?userId=ada`);

  await reset.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Reset User Enrollment?' });
  const message =
    "This will remove the user's authenticator app enrollment and all backup codes. The user will need to enroll again.";
  await dialog.getByText(message, { exact: true }).waitFor(patience);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).last().click();
  await dialog.waitFor({ state: 'detached', ...patience });
  expect(await organisation.stageOf('ada')).toBe('enrolled');

  await reset.click();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('Say that you have verified it').waitFor(patience);
  expect(visitor.requests.filter((request) => request.url().endsWith('/reset'))).toEqual([]);
  await dialog.getByRole('checkbox', { name: /I have verified the identity/ }).check();
  await dialog.getByLabel('Reason').fill('Ticket 4711');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await page.getByText("Ada Okafor: the user's two-factor enrollment has been reset.").waitFor(patience);
  await page.getByText('Removed: 1 authenticator and 1 backup code.').waitFor(patience);
  await page.getByText('leads through a fresh enrollment').waitFor(patience);
  await page.getByText('a reset does not clear it').waitFor(patience);
  expect(await reset.isDisabled()).toBe(true);
  await expectAccessible(page);

  expect(await organisation.stageOf('ada')).toBe('not-enrolled');
  expect((await application.start('ada')).status).toBe('enrollment-required');
  await organisation.settled();
  const { items } = await organisation.ask('GET', '/v1/users/ada/events');
  expect(items).toContainEqual(
    expect.objectContaining({
      type: 'enrollment.reset',
      reason: 'Ticket 4711',
      details: { identityVerified: true, tokens: 1, backupCodes: 1 },
    }),
  );
  expectNothingStrange(visitor, organisation.origin);
  await page.context().close();
});

test('1.10 a long list of suggestions asks to type more, and what is only typed picks nobody', async () => {
  await Promise.all(
    Array.from({ length: 12 }, (_, i) => add(`crowd-${i}`, `Crowd ${i}`, { twoFactorRequired: false })),
  );
  await organisation.settled();
  const { page } = await signedIn(browser, organisation.origin, 'helpdesk', '/two-factor/reset');
  const field = page.getByRole('combobox', { name: 'User', exact: true });
  await field.fill('crowd');
  await page.getByText('There are more. Type more').waitFor(patience);
  expect(await page.getByRole('option', { name: /Crowd/ }).count()).toBe(10);
  await field.fill('nobody at all');
  await page.getByText('No user matches').waitFor(patience);
  await page.keyboard.press('Enter');
  expect(await page.getByRole('button', { name: 'Reset', exact: true }).isDisabled()).toBe(true);
  await page.goto(`${organisation.origin}/#/two-factor/reset?userId=nobody`);
  await page.getByText('There is no such user').waitFor(patience);
  await page.context().close();
});

test('2.02 rule 10: oneself, or an operator of a higher role, cannot be reset, and the screen says why', async () => {
  const refused = [
    ['admin', 'This is your own account'],
    ['helpdesk', 'This account belongs to an operator with a higher role'],
  ] as const;
  for (const [who, why] of refused) {
    const { page } = await signedIn(browser, organisation.origin, who, '/two-factor/reset?userId=admin');
    await page.getByText(why).waitFor(patience);
    expect(await page.getByRole('button', { name: 'Reset', exact: true }).isDisabled()).toBe(true);
    await page.context().close();
  }
});

test('2.02 a reset that the service refuses changes nothing and says why and what next', async () => {
  await add('climber', 'Clara Climber');
  await organisation.settled();
  const { page } = await signedIn(
    browser,
    organisation.origin,
    'helpdesk',
    '/two-factor/reset?userId=climber',
  );
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').check();
  // Promoted while the help desk has the dialog open.
  await organisation.ask('PATCH', '/v1/users/climber', { roles: ['administrator'] });
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByText('Not allowed').waitFor(patience);
  await dialog.getByText('This account belongs to an operator with a higher role.').waitFor(patience);
  expect(await dialog.getByText('What you may do is decided by your role').count()).toBe(0);
  expect(await page.getByText('has been reset').count()).toBe(0);
  await page.context().close();
});
