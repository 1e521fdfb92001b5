import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { patience } from '../browser/visitor.ts';

const csv = (rows: readonly string[]) => ({
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['userId,displayName,email,twoFactorRequired', ...rows, ''].join('\r\n')),
});
const row = (id: string): string => `${id},${id.toUpperCase()},${id}@example.com,false`;

describe('P.13 an import in the console', () => {
  let organisation: Organisation;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  test('refused rows are shown by their lines and downloaded; the same file twice changes nothing', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'admin', '/import-users');
    const { page } = visitor;
    const count = (label: string) =>
      page.locator('dt', { hasText: label }).locator('xpath=..').locator('dd').textContent();
    const start = page.getByRole('button', { name: 'Import', exact: true });
    expect(await start.isDisabled()).toBe(true);
    await page.locator('input[type=file]').setInputFiles({ ...csv([]), name: 'people.txt' });
    await page.getByText('Choose a file whose name ends in').waitFor();
    expect(await start.isDisabled()).toBe(true);

    await page
      .locator('input[type=file]')
      .setInputFiles(csv([row('ann'), '', 'bad id,Bad,bad@example.com,', row('ben'), 'cat,Cat,nowhere,']));
    await start.click();
    await page.getByText('The import is complete.').waitFor();
    expect([await count('Created'), await count('Unchanged'), await count('Refused')]).toEqual([
      '2',
      '0',
      '2',
    ]);
    const rows = page.getByRole('table', { name: 'Refused rows' }).getByRole('row');
    expect(await rows.nth(1).textContent()).toMatch(/^4.*userId/);
    expect(await rows.nth(2).textContent()).toMatch(/^6.*email/);
    await page.getByRole('button', { name: 'Columns of the file' }).click();
    await page.getByText('As the applications name the person.').waitFor();
    await expectAccessible(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download refused rows' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /^\uFEFFline,code,reason\r\n4,invalid-request,/,
    );

    await start.click();
    await expect.poll(() => count('Unchanged'), patience).toBe('2');
    expect(await count('Created')).toBe('0');
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('a large file is sent in parts, the bar follows, and stopping keeps what was done', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/import-users');
    let parts = 0;
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/v1/users/import', async (route) => {
      const lines = (route.request().postData() ?? '').trim().split('\n');
      expect(lines[0]).toBe('userId,displayName,email,twoFactorRequired');
      if (++parts === 3) await held;
      const rows = lines.length - 1;
      await route.fulfill({ json: { rows, created: rows, unchanged: 0, refused: [] } }).catch(() => {});
    });
    const ids = Array.from({ length: 600 }, (_, i) => row(`u${i}`));
    await page.locator('input[type=file]').setInputFiles(csv(ids));
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('500 of 600 rows').first().waitFor();
    expect(await page.getByRole('progressbar').getAttribute('value')).toMatch(/^83/);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. What was imported so far stays').waitFor();
    release?.();
    await page.context().close();
  });

  test('2.02 a link to it is explained to operators who may not import', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'helpdesk', '/import-users');
    await page.getByText('This screen needs the privilege users:import').waitFor();
    await page.context().close();
  });
});
