import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { chooseIn, fill, fromMenu, menuOf, press } from '../browser/handling.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import {
  container,
  encryptedSecret,
  figure6,
  keyPackage,
  macMethod,
  preShared,
} from '../hardware/documents.ts';

const secret = '31'.repeat(20);
const pool = `serial,secret,type\nHW-1,${secret},hotp\nHW-2,${secret.replace('31', '32')},totp\nHW-3,nothing!,totp\n`;
const keepOne = /The user should normally have at least one active token/;

describe('P.10 P.11 the pool of hardware tokens', () => {
  let organisation: Organisation;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
    for (const userId of ['ada', 'mei']) {
      const more = { displayName: `Person ${userId}`, email: `${userId}@example.com` };
      await organisation.ask('POST', '/v1/users', { userId, ...more });
    }
    await organisation.settled();
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  const row = (page: Page, serial: string) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: serial }) });

  const refreshed = async (page: Page, serial: string) => {
    await organisation.settled();
    await press(page, 'Refresh');
    return row(page, serial).innerText();
  };

  async function importFile(page: Page, name: string, text: string, mimeType: string) {
    await press(page, 'Import devices');
    const dialog = page.getByRole('dialog', { name: 'Import devices' });
    await dialog.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
    return dialog;
  }

  async function choosePerson(page: Page, title: string, typed: string, person: string) {
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.getByLabel('User', { exact: true }).fill(typed);
    await page.getByRole('option', { name: person }).click();
    return dialog;
  }

  test('P.10 a file is imported, what is refused is listed, and the same file again changes nothing', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'admin', '/hardware');
    const { page } = visitor;
    await page.getByText('The pool is empty').waitFor();
    const dialog = await importFile(page, 'pool.csv', pool, 'text/csv');
    await expectAccessible(page);
    await press(dialog, 'Import');
    const result = page.getByRole('dialog', { name: 'Import result' });
    await result.getByText(/Imported: 2\. There already: 0\. Refused: 1\./).waitFor();
    await result.getByRole('row').filter({ hasText: 'HW-3' }).waitFor();
    expect(await result.innerText()).not.toContain('nothing!');
    await press(result, 'Close');
    await press(await importFile(page, 'pool.csv', pool, 'text/csv'), 'Import');
    await result.getByText(/Imported: 0\. There already: 2\. Refused: 1\./).waitFor();
    await press(result, 'Close');

    const sealed = container(
      preShared,
      macMethod(figure6.macKey),
      keyPackage({ serial: 'PSKC-1', secret: encryptedSecret(figure6.secret, figure6.mac) }),
    );
    const second = await importFile(page, 'pool.xml', sealed, 'text/xml');
    await chooseIn(second, 'Keys in the file are', 'encrypted with a shared key');
    await fill(second, 'Shared key', '00');
    await press(second, 'Import');
    await second.getByText('must be 16, 24 or 32 bytes as hexadecimal or base 64').waitFor();
    await fill(second, 'Shared key', figure6.key);
    await press(second, 'Import');
    await result.getByText(/Imported: 1\./).waitFor();
    await press(result, 'Close');
    expect(page.url()).toBe(`${organisation.origin}/#/hardware`);
    await expect.poll(() => refreshed(page, 'PSKC-1')).toContain('Available');
    await expectAccessible(page);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('P.11 a device is assigned, reassigned, unassigned and found by the address', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/hardware?query=HW-1');
    await fromMenu(page, 'HW-1', 'Assign to a user');
    const assign = await choosePerson(page, 'Assign HW-1', 'Person a', 'Person ada');
    await press(assign, 'Assign');
    await page.getByText('HW-1 is assigned to ada.').waitFor();
    await expect.poll(() => refreshed(page, 'HW-1')).toContain('Assigned');
    expect(await menuOf(page, 'HW-1')).toEqual(['Reassign to another user', 'Unassign', 'Mark compromised']);

    await fromMenu(page, 'HW-1', 'Reassign to another user');
    const reassign = await choosePerson(page, 'Reassign HW-1', 'mei', 'Person mei');
    await press(reassign, 'Reassign');
    const last = page.getByRole('dialog', { name: 'No active token will be left' });
    await last.getByText(keepOne).waitFor();
    await last.getByRole('checkbox').check();
    await press(last, 'Reassign');
    await page.getByText('HW-1 is assigned to mei.').waitFor();
    await expect.poll(() => refreshed(page, 'HW-1')).toContain('mei');
    await row(page, 'HW-1').getByRole('link', { name: 'mei' }).click();
    await page.getByRole('heading', { level: 1, name: 'Hardware token' }).waitFor();
    await page.getByText('HW-1').first().waitFor();
    await page.goBack();

    await fromMenu(page, 'HW-1', 'Unassign');
    await press(page.getByRole('dialog', { name: 'Unassign HW-1?' }), 'Unassign');
    await last.getByRole('checkbox').check();
    await press(last, 'Unassign');
    await page.getByText('HW-1 is available again.').waitFor();
    expect(await organisation.ask('GET', '/v1/hardware-tokens/HW-1')).toMatchObject({ status: 'available' });
    await page.context().close();
  });

  test('2.01 the pool is offered by serial number where a token is added', async () => {
    const { page } = await signedIn(
      browser,
      organisation.origin,
      'helpdesk',
      '/users/ada/tokens?add=hardware',
    );
    const dialog = page.getByRole('dialog', { name: 'Add new token' });
    await dialog.getByLabel('Serial number').fill('HW');
    await page.getByRole('option', { name: 'HW-2' }).click();
    await press(dialog, 'Add token');
    await page.getByText('Hardware token was added.').waitFor();
    await page.getByRole('cell', { name: 'HW-2' }).waitFor();
    await page.context().close();
  });

  test('P.11 a compromised device is taken at once; only who manages the pool deletes it, an auditor sees only', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'helpdesk', '/hardware?query=HW-2');
    expect(await page.getByRole('button', { name: 'Import devices' }).count()).toBe(0);
    await fromMenu(page, 'HW-2', 'Mark compromised');
    const dialog = page.getByRole('dialog', { name: 'Mark HW-2 compromised?' });
    await dialog.getByLabel(/^Reason/).fill('found opened');
    await expectAccessible(page);
    await press(dialog, 'Mark compromised');
    await page.getByText('HW-2 is compromised.').waitFor();
    await expect.poll(() => refreshed(page, 'HW-2')).toContain('Compromised');
    expect(await page.getByRole('button', { name: 'Actions for HW-2' }).count()).toBe(0);

    const admin = await signedIn(browser, organisation.origin, 'admin', '/hardware?status=compromised');
    await fromMenu(admin.page, 'HW-2', 'Delete');
    await press(admin.page.getByRole('dialog', { name: 'Delete HW-2?' }), 'Delete');
    await admin.page.getByText('HW-2 was deleted.').waitFor();

    const auditor = await signedIn(browser, organisation.origin, 'auditor', '/hardware?query=HW-1');
    await row(auditor.page, 'HW-1').waitFor();
    expect(await auditor.page.getByRole('button', { name: /Import|Actions for/ }).count()).toBe(0);
    await Promise.all([page, admin.page, auditor.page].map((one) => one.context().close()));
  });
});
