import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';

let organisation: Organisation;
let browser: Browser;

beforeAll(async () => {
  [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
  const person = { displayName: 'Ada Lovelace', email: 'ada@example.com', twoFactorRequired: true };
  await organisation.ask('POST', '/v1/users', { userId: 'ada', ...person });
  await organisation.ask('POST', '/v1/users/ada/disable', { reason: '=HYPERLINK("http://evil.example")' });
  for (const number of [1, 2, 3]) await organisation.ask('PUT', `/v1/classes/c${number}`, { text: 'x' });
  await organisation.settled();
});

afterAll(async () => {
  await browser?.close();
  await organisation?.stop();
});

describe('the audit', () => {
  test('events stand in words, and filters in the address narrow them', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'auditor', '/audit');
    const { page } = visitor;
    await page.getByText('Account disabled').waitFor();
    expect(await page.getByText('Class changed').count()).toBe(3);
    expect(await page.getByRole('row').filter({ hasText: 'Class changed' }).first().innerText()).toContain(
      'Operator demo-admin',
    );
    await expectAccessible(page);

    await page.getByLabel('User ID').fill('ada');
    await page.getByText('Class changed').first().waitFor({ state: 'detached' });
    expect(page.url()).toContain('userId=ada');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByText('Class changed').first().waitFor();

    await page.getByLabel('Event', { exact: true }).click();
    await page.getByRole('option', { name: 'User added' }).click();
    await page.getByText('Account disabled').waitFor({ state: 'detached' });
    await page.getByText('User added').last().waitFor();
    expect(page.url()).toContain('type=user.created');

    await page.goto(`${organisation.origin}/#/audit?to=2020-01-01T00:00`);
    await page.getByText('No event matches').waitFor();
    await page.goto(`${organisation.origin}/#/audit?from=2020-01-01T00:00&type=class.changed`);
    await page.getByRole('button', { name: 'Only what Operator demo-admin did' }).first().click();
    await expect.poll(() => page.url()).toContain('actor=operator%3Ademo-admin');
    expect(await page.getByRole('row').count()).toBe(4);
    await page.goto(`${organisation.origin}/#/audit?from=tomorrow&type=nonsense`);
    await page.getByText('Account disabled').waitFor();
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('what is filtered is exported, all pages of it, and no cell of it is a formula', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'auditor', '/audit?userId=ada');
    const { page } = visitor;
    await page.getByText('Account disabled').waitFor();
    // Pages with one event each, so that the list has more than one page.
    await page.route('**/v1/events?*limit=100*', (route) =>
      route.continue({ url: route.request().url().replace('limit=100', 'limit=1') }),
    );
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('audit.csv');
    const rows: string[][] = parse(await readFile(await file.path()), { bom: true });
    expect(rows.map((row) => row[2])).toEqual(['Type', 'account.disabled', 'user.created']);
    expect(rows[1]?.[5]).toBe('\'=HYPERLINK("http://evil.example")');
    await page.getByText('2 events are in the file.').waitFor();
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('an export can be called off, and one that fails says why', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/audit');
    await page.getByText('Account disabled').waitFor();
    let downloads = 0;
    page.on('download', () => downloads++);
    const answers = page.waitForRequest(/limit=100/);
    await page.route('**/v1/events?*limit=100*', () => {});
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await answers;
    await page.getByText('0 events read').waitFor();
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.unroute('**/v1/events?*limit=100*');

    await page.route('**/v1/events?*limit=100*', (route) =>
      route.fulfill({ status: 403, json: { code: 'forbidden', title: 'Not allowed', status: 403 } }),
    );
    await page.getByRole('button', { name: 'Export CSV' }).click();
    await page.getByText('What you may do is decided by your role.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    expect(downloads).toBe(0);
    await page.context().close();
  });
});
