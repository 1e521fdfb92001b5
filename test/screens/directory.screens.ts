import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';

let organisation: Organisation;
let browser: Browser;

beforeAll(async () => {
  [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
});

afterAll(async () => {
  await browser?.close();
  await organisation?.stop();
});

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

describe('classes', () => {
  test("3.01-3.09 seed 003's screen as a form: every label, a class defined, wrong values told at their fields", async () => {
    const visitor = await signedIn(browser, organisation.origin, 'admin', '/classes');
    const { page } = visitor;
    await page.getByRole('link', { name: '*NEVER' }).waitFor();
    await expectAccessible(page);
    await press(page, 'Add new');
    await heading(page, 'Add New Class');
    for (const label of [
      ...['Class', 'Text', 'MFA Preferred device', 'If no screen, prefer', 'Restrict Emails to domain'],
      ...['Allow OTP instead of TOTP', 'If API, MFA provider', 'Number of private questions'],
      ...['Maximum retries', 'Wait before next attempt', 'Verify user by', 'Get new password by'],
      ...['Reset your password by', 'Password must be changed in'],
    ]) {
      expect(await page.getByLabel(label, { exact: true }).count(), label).toBe(1);
    }
    for (const hint of [
      'N=No MFA, C=Cell, E=Email, S=Screen',
      '0=*NOMAX',
      '1-999 seconds (999=No retry)',
      'N=No verify, C=Cell, E=Email, M=MFA',
      'S=Screen, C=Cell, E=Email, N=Enter',
      '1=New pwd, 2=Enable UsrPrf, 9=Select',
      '1-999 minutes (999=*NOMAX)',
    ]) {
      expect(await page.getByText(hint, { exact: true }).count(), hint).toBe(1);
    }
    const table = page.getByRole('table');
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      ...['Purpose', 'OTP', 'TOTP', 'Qstn', 'App', 'API', 'Device', 'Auth.C', 'Radius'],
    ]);
    await expectAccessible(page);

    await page.getByLabel('Class', { exact: true }).fill('*DFT');
    await page.getByText('There is a class of this name.').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('Class', { exact: true }).fill('TOTP');
    await page.getByLabel('Text', { exact: true }).fill('USE TOTP IN MFA');
    await page.getByLabel('MFA TOTP').fill('11');
    await page.getByLabel('Restrict Emails to domain').fill('nowhere');
    await press(page, 'Save');
    await page.getByText('MFA TOTP: must be a whole number from 1 to 9').waitFor();
    await page.getByLabel('MFA TOTP').fill('1');
    await press(page, 'Save');
    await page.getByText('must be a domain such as example.org').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Restrict Emails to domain').fill('');
    await choose(page, 'Reset your password by', '9=Select');
    await press(page, 'Save');
    await page.getByText('Class TOTP is saved.').waitFor();
    await heading(page, 'TOTP');
    expect(await organisation.ask('GET', '/v1/classes/TOTP')).toMatchObject({
      text: 'USE TOTP IN MFA',
      preferredDevice: 'E',
      factors: { 'sign-in': { totp: 1 }, approval: {}, 'password-reset': {} },
      passwordReset: { resetBy: 9 },
    });

    await organisation.ask('PUT', '/v1/classes/TOTP', { preferredDevice: 'C' });
    await page.getByLabel('Text', { exact: true }).fill('USE TOTP');
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByRole('dialog').getByText('Leave without saving?').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).last().click();
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'PUT'),
      press(page, 'Save'),
    ]);
    expect(sent.postDataJSON()).toEqual({ text: 'USE TOTP' });
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await expect.poll(() => page.getByLabel('MFA Preferred device').innerText()).toContain('C=Cell');
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('3.10 a class is copied and deleted; one that people are in stays, and leads to them', async () => {
    await organisation.ask('PUT', '/v1/classes/payroll', { text: 'Pays' });
    const person = { displayName: 'Ada Lovelace', email: 'ada@example.com', twoFactorRequired: true };
    await organisation.ask('POST', '/v1/users', { userId: 'ada', ...person, class: 'payroll' });
    await organisation.settled();
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/classes/payroll');
    await page.getByText('One member').waitFor();
    await press(page, 'Copy');
    await page.getByLabel('Name of the new class').fill('payroll');
    await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
    await page.getByText('It exists already').waitFor();
    await expectAccessible(page);
    await page.getByLabel('Name of the new class').fill('audit');
    await page.getByRole('dialog').getByRole('button', { name: 'Copy' }).click();
    await heading(page, 'audit');
    await press(page, 'Delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Class audit is deleted.').waitFor();
    await heading(page, 'Classes');
    await page.getByRole('link', { name: 'payroll' }).click();
    await press(page, 'Delete');
    await page.getByText('Put them into another one first').waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await page.getByRole('dialog').getByRole('link', { name: 'Show members' }).click();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    expect(page.url()).toBe(`${organisation.origin}/#/users?class=payroll`);
    await page.context().close();
  });

  test('2.02 who may only read sees classes and roles and is offered no change', async () => {
    const { page } = await signedIn(browser, organisation.origin, 'auditor', '/classes/*DFT');
    await page.getByLabel('Text', { exact: true }).waitFor();
    expect(await page.getByLabel('Text', { exact: true }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /Save|Copy|Delete/ }).count()).toBe(0);
    await page.goto(`${organisation.origin}/#/roles`);
    await heading(page, 'Roles');
    expect(await page.getByRole('button', { name: /Add role|Edit|Delete/ }).count()).toBe(0);
    await page.context().close();
  });
});

describe('roles', () => {
  test('a role is added, told what requiring does, kept while it is held, and deleted', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'admin', '/roles');
    const { page } = visitor;
    await page.getByText('No roles yet').waitFor();
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Add role' }).first().click();
    await dialog.getByLabel('Name').fill('board');
    await dialog.getByLabel('Type').fill('Board');
    await page.getByText('is then required to use two factors').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Role board is saved.').waitFor();
    expect(await organisation.ask('GET', '/v1/roles/board')).toMatchObject({ twoFactorRequired: true });
    const row = page.getByRole('row').filter({ hasText: 'board' });
    expect(await row.innerText()).toContain('Required');
    await expectAccessible(page);

    await page.getByRole('button', { name: 'Add role' }).first().click();
    await dialog.getByLabel('Name').fill('board');
    await page.getByText('A role with this name exists.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).first().click();

    await page.getByRole('button', { name: 'Edit: board' }).click();
    await dialog.getByLabel('Two factors are required').uncheck();
    await page.getByText('Nobody is freed by this').waitFor();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.filter({ hasText: 'Not required' }).waitFor();

    const person = { displayName: 'Bea Board', email: 'bea@example.com', twoFactorRequired: false };
    await organisation.ask('POST', '/v1/users', { userId: 'bea', ...person, roles: ['board'] });
    await page.getByRole('button', { name: 'Delete: board' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Users hold this role').waitFor();
    await expectAccessible(page);
    await organisation.ask('PATCH', '/v1/users/bea', { roles: [] });
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Role board is deleted.').waitFor();
    await page.getByText('No roles yet').waitFor();
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });
});
