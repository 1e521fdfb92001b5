import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { chooseIn, fill, fromMenu, menuOf, press } from '../browser/handling.ts';
import { expectAccessible, expectNothingStrange, type OperatorName, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { clockCode, counterCode } from '../browser/token-codes.ts';

const keepOne =
  "The user should normally have at least one active token to use as a second authentication factor. In cases where this is necessary, it is possible to remove or disable all of the user's tokens.";
const phone = '+447400123456';

describe('seed 002: the Tokens tab', () => {
  let organisation: Organisation;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
    await organisation.ask('PUT', '/v1/token-types/totp', { name: 'Phone app' });
    await organisation.ask('PUT', '/v1/token-types/app', { operatorCanEnroll: false });
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  const person = async (userId: string, more: object = {}) => {
    const email = `${userId}@example.com`;
    await organisation.ask('POST', '/v1/users', { userId, displayName: `Person ${userId}`, email, ...more });
  };

  const enroll = (userId: string, order: object) =>
    organisation.ask('POST', `/v1/users/${userId}/tokens`, order);

  /** A counter token whose first code, of counter 0, made it ACTIVE. */
  const counterToken = async (userId: string): Promise<string> => {
    const { tokenId, secret } = await enroll(userId, { type: 'hotp' });
    const confirm = `/v1/users/${userId}/tokens/${tokenId}/confirm`;
    await organisation.ask('POST', confirm, { code: counterCode(String(secret), 0) });
    return String(secret);
  };

  const open = (place: string, name: OperatorName = 'admin') =>
    signedIn(browser, organisation.origin, name, place);

  const status = (page: Page, label: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name: label, exact: true }) });

  async function sentCode(): Promise<string> {
    await organisation.settled();
    const inbox = `${organisation.origin}/_local/inbox.json?to=${encodeURIComponent(phone)}`;
    const [message]: { text: string }[] = await (await fetch(inbox)).json();
    return /\b\d{6,8}\b/.exec(message?.text ?? '')?.[0] ?? '';
  }

  test('2.01 2.04 Add new token: by the administrator’s names, a key shown once, ACTIVE by its first code', async () => {
    await person('add');
    const visitor = await open('/users/add/tokens');
    const { page } = visitor;
    await page.getByText('No tokens yet').waitFor();
    await press(page, 'ADD NEW TOKEN');
    const dialog = page.getByRole('dialog', { name: 'Add new token' });
    await dialog.getByRole('button', { name: /^Type/ }).click();
    const offered = (name: string) => page.getByRole('option', { name, exact: true });
    await offered('SMS').waitFor();
    expect(await offered('Authenticator app').count()).toBe(0);
    expect(await offered('App').count()).toBe(0);
    await offered('Phone app').click();
    await dialog.getByLabel('User comment').fill('handed over in person');
    await expectAccessible(page);
    await press(dialog, 'Add token');

    const shown = page.getByRole('dialog', { name: 'Scan the key' });
    await shown.getByRole('img', { name: 'QR code of the key' }).waitFor();
    const secret = await shown.locator('code.key').innerText();
    expect(page.url()).not.toContain(secret.replaceAll(' ', ''));
    await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    await fill(shown, 'First code', '000000');
    await press(shown, 'Confirm');
    await shown.getByText('The code is not valid').waitFor();
    await expectAccessible(page);
    await fill(shown, 'First code', clockCode(secret));
    await press(shown, 'Confirm');
    const codes = page.getByRole('dialog', { name: 'Backup codes' });
    await codes.getByRole('listitem').first().waitFor();
    await press(codes, 'Done');
    await status(page, 'Phone app').getByText('ACTIVE').waitFor();
    expect(await page.content()).not.toContain(secret);
    await expectAccessible(page);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('2.01 a form for each type: what is wrong is shown at its field, and what is right becomes a token', async () => {
    await person('forms');
    const { page } = await open('/users/forms/tokens?add=sms');
    const dialog = page.getByRole('dialog', { name: 'Add new token' });
    await fill(dialog, 'Mobile phone', '123');
    await press(dialog, 'Add token');
    await dialog.getByText(/must be an E.164 number/).waitFor();
    await fill(dialog, 'Mobile phone', '+44 7400 123456');
    await press(dialog, 'Add token');
    await status(page, 'SMS').getByText('ACTIVE').waitFor();

    await press(page, 'ADD NEW TOKEN');
    await chooseIn(dialog, 'Type', 'Virtual token');
    await dialog.getByLabel('Email address').check();
    await dialog.getByRole('textbox', { name: 'Email address' }).fill('ada@example.com');
    await press(dialog, 'Add token');
    await page.getByText('a•••@e•••.com').waitFor();

    await press(page, 'ADD NEW TOKEN');
    await chooseIn(dialog, 'Type', 'Private questions');
    for (const [index, answer] of ['Rex', 'Oslo', 'Blue'].entries()) {
      await fill(dialog, `Question ${index + 1}`, `What was number ${index + 1}?`);
      await fill(dialog, `Answer ${index + 1}`, answer);
    }
    await press(dialog, 'Add token');
    await status(page, 'Private questions').getByText('ACTIVE').waitFor();

    await press(page, 'ADD NEW TOKEN');
    await chooseIn(dialog, 'Type', 'RADIUS');
    await fill(dialog, 'Account at the provider – optional', 'ada@corp');
    await press(dialog, 'Add token');
    await status(page, 'RADIUS').getByText('ACTIVE').waitFor();

    await press(page, 'ADD NEW TOKEN');
    await chooseIn(dialog, 'Type', 'Counter token');
    await dialog.getByLabel('Enter the key of a device').check();
    await fill(dialog, 'Key of the device', 'not a key!');
    await press(dialog, 'Add token');
    await dialog.getByText(/must be letters A-Z/).waitFor();
    await fill(dialog, 'Key of the device', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    await press(dialog, 'Add token');
    await press(page.getByRole('dialog', { name: 'Scan the key' }), 'Close without confirming');
    await status(page, 'Counter token').getByText('PENDING').waitFor();
    await fromMenu(page, 'Counter token', 'CONFIRM');
    const confirm = page.getByRole('dialog', { name: 'Confirm Counter token' });
    await fill(confirm, 'First code', '755224');
    await press(confirm, 'Confirm');
    await press(page.getByRole('dialog', { name: 'Backup codes' }), 'Done');
    await status(page, 'Counter token').getByText('ACTIVE').waitFor();
    await page.context().close();
  });

  test('2.05 2.06 2.07 Display token detail, then EDIT: number and comment change, SAVE says so', async () => {
    await person('edit');
    await enroll('edit', { type: 'sms', phone, comment: 'work' });
    const visitor = await open('/users/edit/tokens');
    const { page } = visitor;
    await page.getByRole('link', { name: 'VIEW TOKEN SMS' }).click();
    await page.getByRole('heading', { level: 1, name: 'SMS' }).waitFor();
    const labels = ['Status', 'Description', 'Device', 'Last used', 'Updated', 'Expires'];
    const shown = await page.locator('dt').allTextContents();
    expect(shown.filter((label) => labels.includes(label))).toEqual(labels);
    expect(await menuOf(page, 'SMS')).toEqual(['EDIT', 'TEST TOKEN', 'DISABLE TEMPORARILY', 'DELETE TOKEN']);
    await expectAccessible(page);

    await fromMenu(page, 'SMS', 'EDIT');
    const dialog = page.getByRole('dialog', { name: 'Edit SMS' });
    await fill(dialog, 'Mobile phone', '+1');
    await press(dialog, 'SAVE');
    await dialog.getByText(/must be an E.164 number/).waitFor();
    await expectAccessible(page);
    await fill(dialog, 'Mobile phone', '+447400123499');
    await dialog.getByLabel('User comment').fill('private');
    await press(dialog, 'SAVE');
    await page.getByText('Changes saved.').waitFor();
    await page.getByText('+44••••••••99').waitFor();
    await page.getByText('private').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'ADD NEW TOKEN' }).waitFor();
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('2.10 2.11 DELETE TOKEN: cancelling changes nothing, the last active one is asked for twice', async () => {
    await person('delete');
    await enroll('delete', { type: 'sms', phone });
    const { page } = await open('/users/delete/tokens');
    await fromMenu(page, 'SMS', 'DELETE TOKEN');
    const first = page.getByRole('dialog', { name: 'Delete SMS?' });
    await press(first, 'Cancel');
    await status(page, 'SMS').getByText('ACTIVE').waitFor();

    await fromMenu(page, 'SMS', 'DELETE TOKEN');
    await press(first, 'Delete');
    const last = page.getByRole('dialog', { name: 'No active token will be left' });
    await last.getByText(keepOne).waitFor();
    expect(await last.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await last.getByRole('checkbox').check();
    await press(last, 'Delete');
    await page.getByText('No tokens yet').waitFor();
    expect(await organisation.ask('GET', '/v1/users/delete/tokens')).toEqual({ items: [] });
    await page.context().close();
  });

  test('2.08 2.12 TEST TOKEN: success is said; failure leads to RESET TOKEN, in order, or to enrolling again', async () => {
    await person('test');
    const secret = await counterToken('test');
    const { page } = await open('/users/test/tokens');
    await fromMenu(page, 'Counter token', 'TEST TOKEN');
    const dialog = page.getByRole('dialog', { name: 'Test Counter token' });
    await fill(dialog, 'Code', counterCode(secret, 1));
    await press(dialog, 'Test');
    await dialog.getByText('The test was successful').waitFor();
    await press(dialog, 'Close');

    await fromMenu(page, 'Counter token', 'TEST TOKEN');
    await fill(dialog, 'Code', counterCode(secret, 500));
    await press(dialog, 'Test');
    await dialog.getByText('The test was not successful').waitFor();
    await dialog.getByText(/its counter may have run ahead/).waitFor();
    await expectAccessible(page);
    await press(dialog, 'RESET TOKEN');
    const reset = page.getByRole('dialog', { name: 'Reset Counter token' });
    await fill(reset, 'First OTP', counterCode(secret, 61));
    await fill(reset, 'Second OTP', counterCode(secret, 60));
    await press(reset, 'RESET');
    await reset.getByText('The code is not valid').waitFor();
    await expectAccessible(page);
    await fill(reset, 'First OTP', counterCode(secret, 60));
    await fill(reset, 'Second OTP', counterCode(secret, 61));
    await press(reset, 'RESET');
    await page.getByText('Counter token was reset successfully.').waitFor();

    await fromMenu(page, 'Counter token', 'TEST TOKEN');
    await fill(dialog, 'Code', counterCode(secret, 500));
    await press(dialog, 'Test');
    await press(dialog, 'DELETE TOKEN and enroll it again');
    await press(page.getByRole('dialog', { name: 'Delete Counter token?' }), 'Delete');
    const last = page.getByRole('dialog', { name: 'No active token will be left' });
    await last.getByRole('checkbox').check();
    await press(last, 'Delete');
    const again = page.getByRole('dialog', { name: 'Add new token' });
    await again.getByRole('button', { name: /^Type.*Counter token/ }).waitFor();
    await page.context().close();
  });

  test('2.08 TEST TOKEN of one that sends: the code goes out first, and only that one passes', async () => {
    await person('sent');
    await enroll('sent', { type: 'sms', phone });
    const { page } = await open('/users/sent/tokens');
    await fromMenu(page, 'SMS', 'TEST TOKEN');
    const dialog = page.getByRole('dialog', { name: 'Test SMS' });
    await press(dialog, 'Send code');
    await dialog.getByText('A code is on its way to +44••••••••56.').waitFor();
    const code = await sentCode();
    await fill(dialog, 'Code', code === '000000' ? '000001' : '000000');
    await press(dialog, 'Test');
    await dialog.getByText(/Send a new code/).waitFor();
    await press(dialog, 'Send another code');
    await dialog.getByText('Too many messages').waitFor();
    await fill(dialog, 'Code', code);
    await press(dialog, 'Test');
    await dialog.getByText('The test was successful').waitFor();
    await page.context().close();
  });

  test('2.09 2.11 DISABLE TEMPORARILY and enable, each confirmed; the last active one twice', async () => {
    await person('disable');
    await enroll('disable', { type: 'sms', phone });
    const { page } = await open('/users/disable/tokens');
    await fromMenu(page, 'SMS', 'DISABLE TEMPORARILY');
    await press(page.getByRole('dialog', { name: 'Disable SMS temporarily?' }), 'Disable');
    const last = page.getByRole('dialog', { name: 'No active token will be left' });
    await last.getByText(keepOne).waitFor();
    await last.getByRole('checkbox').check();
    await press(last, 'Disable');
    await status(page, 'SMS').getByText('DISABLED').waitFor();
    expect(await menuOf(page, 'SMS')).toEqual(['EDIT', 'ENABLE', 'DELETE TOKEN']);
    await fromMenu(page, 'SMS', 'ENABLE');
    await press(page.getByRole('dialog', { name: 'Enable SMS?' }), 'Enable');
    await status(page, 'SMS').getByText('ACTIVE').waitFor();
    await organisation.settled();
    const { items } = await organisation.ask('GET', '/v1/events?userId=disable');
    const types = (items as { type: string }[]).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['token.disabled', 'token.enabled']));
    await page.context().close();
  });

  test('2.02 the help desk may, up to its rank; an auditor sees only', async () => {
    await person('seen');
    await enroll('seen', { type: 'sms', phone });
    await person('boss', { roles: ['administrator'] });
    await enroll('boss', { type: 'sms', phone });
    const auditor = await open('/users/seen/tokens?add=sms', 'auditor');
    await auditor.page.getByRole('link', { name: 'VIEW TOKEN SMS' }).waitFor();
    expect(await auditor.page.getByRole('button', { name: /ADD NEW TOKEN|Actions for/ }).count()).toBe(0);
    expect(await auditor.page.getByRole('dialog').count()).toBe(0);
    await auditor.page.getByRole('link', { name: 'VIEW TOKEN SMS' }).click();
    await auditor.page.getByText('Does not expire').waitFor();
    expect(await auditor.page.getByRole('button', { name: /Actions/ }).count()).toBe(0);

    const helpdesk = await open('/users/boss/tokens', 'helpdesk');
    await helpdesk.page.getByText('This account belongs to an operator with a higher role').waitFor();
    await helpdesk.page.getByRole('link', { name: 'VIEW TOKEN SMS' }).waitFor();
    expect(await helpdesk.page.getByRole('button', { name: /ADD NEW TOKEN|Actions for/ }).count()).toBe(0);
    await helpdesk.page.goto(`${organisation.origin}/#/users/seen/tokens?add=totp`);
    const add = helpdesk.page.getByRole('dialog', { name: 'Add new token' });
    await add.getByRole('button', { name: 'Add token' }).waitFor();
    await add.getByLabel('User comment').waitFor();
    expect(await add.getByText('Enter the key of a device').count()).toBe(0);
    await Promise.all([auditor.page.context().close(), helpdesk.page.context().close()]);
  });

  test('2.13 OBSOLETE: explained, and replaced by a Virtual token with the same address', async () => {
    await person('old');
    await enroll('old', { type: 'email', email: 'old@example.com' });
    await organisation.ask('PUT', '/v1/token-types/email', { obsolete: true });
    const { page } = await open('/users/old/tokens');
    const refreshed = async () => {
      await press(page, 'Refresh');
      return status(page, 'Email').innerText();
    };
    await expect.poll(refreshed, { timeout: 20_000 }).toContain('OBSOLETE');
    expect(await menuOf(page, 'Email')).toEqual(['REPLACE TOKEN', 'DELETE TOKEN']);
    await page.getByRole('link', { name: 'VIEW TOKEN Email' }).click();
    await page.getByText(/replace it with a so-called Virtual token, which works the same/).waitFor();
    await expectAccessible(page);
    await fromMenu(page, 'Email', 'REPLACE TOKEN');
    await press(page.getByRole('dialog', { name: 'Replace Email?' }), 'Replace');
    await page.getByText('Email was replaced by a token of the type “Virtual token”.').waitFor();
    await page.context().close();
  });
});
