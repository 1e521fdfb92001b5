import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, type OperatorName, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { patience } from '../browser/visitor.ts';

const day = 86_400;

describe('a user in the console', () => {
  let organisation: Organisation;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start({ demo: true }), launchBrowser()]);
    const add = (userId: string) =>
      organisation.ask('POST', '/v1/users', {
        userId,
        displayName: `${userId[0]?.toUpperCase()}${userId.slice(1)} Example`,
        email: `${userId}@example.com`,
      });
    await Promise.all([add('late'), add('later')]);
    await organisation.ask('POST', '/_local/clock', { advanceSeconds: 8 * day });
    await Promise.all([
      organisation.ask('POST', '/v1/users/late/disable', {}),
      organisation.ask('POST', '/v1/users/later/disable', {}),
      add('fresh'),
      add('keyless'),
    ]);
    await organisation.settled();
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  const open = (place: string, name: OperatorName = 'admin') =>
    signedIn(browser, organisation.origin, name, place);

  /** Terms with their values, in their order. */
  const attributes = (page: Page, heading: string): Promise<string[][]> =>
    page
      .locator('h2', { hasText: heading })
      .locator('xpath=ancestor::*[.//dt][1]')
      .evaluate((area) =>
        [...area.querySelectorAll('dt')].map((term) => [
          term.textContent ?? '',
          term.parentElement?.querySelector('dd')?.textContent ?? '',
        ]),
      );

  const act = async (page: Page, item: string): Promise<void> => {
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  test('0.03 an enrolled user: the words of the service, times in the viewer’s zone', async () => {
    const visitor = await open('/users/ada');
    const { page } = visitor;
    await page.getByText('Times are in your time zone').waitFor();
    await page.getByText('Account Enabled', { exact: true }).waitFor();
    const shown = await attributes(page, 'Two-factor status');
    expect(shown.map(([label]) => label)).toEqual([
      'Account Enabled',
      'Enroll in 2FA',
      'Time of successful enrollment in 2FA with TOTP',
    ]);
    expect(shown.slice(0, 2).map(([, value]) => value)).toEqual(['True', 'True']);
    expect(shown[2]?.[1]).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d$/);
    await page.getByText('This user can sign in.').waitFor();
    await expectAccessible(page);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('rule 10: of an operator of a higher role, and of themselves, the help desk is offered nothing', async () => {
    const visitor = await open('/users/admin', 'helpdesk');
    const { page } = visitor;
    const menu = page.getByRole('button', { name: 'Actions', exact: true });
    const add = page.getByRole('button', { name: 'ADD NEW TOKEN' });
    const to = (place: string) => page.goto(`${organisation.origin}/#${place}`);
    await page.getByText('This account belongs to an operator with a higher role').waitFor();
    expect(await menu.count()).toBe(0);
    await expectAccessible(page);
    await page.getByRole('tab', { name: 'Tokens' }).click();
    await page.getByRole('button', { name: 'Refresh' }).waitFor();
    expect(await add.count()).toBe(0);
    await to('/two-factor/reset?userId=admin');
    await page.getByText('This account belongs to an operator with a higher role').waitFor();
    expect(await page.getByRole('button', { name: 'Reset', exact: true }).isDisabled()).toBe(true);
    await to('/users/helpdesk');
    await page.getByText('This is your own account').waitFor();
    expect(await menu.count()).toBe(0);
    await to('/users/mei/tokens');
    await add.first().waitFor();
    expect(await menu.count()).toBe(1);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('0.12 0.15 N.02 an expired enrollment: the remedy is ordered, and enabling waits for the reset', async () => {
    const { page } = await open('/users/late');
    await page.getByText('This user cannot sign in.').waitFor();
    await page.getByText('Account Enabled', { exact: true }).waitFor();
    expect(await attributes(page, 'Two-factor status')).toEqual([
      ['Account Enabled', 'False'],
      ['TOTP Enrollment Expired', 'True'],
      ['Enrolled for 2FA', 'False'],
    ]);
    const steps = page.locator('ol.steps > li');
    expect(await steps.allTextContents()).toEqual([
      expect.stringContaining("Verify the user's identity"),
      expect.stringContaining('Reset the enrollment'),
      expect.stringContaining('Then enable the account'),
      expect.stringContaining('restore access'),
    ]);
    const reset = steps.nth(1).getByRole('link', { name: 'Reset enrollment' });
    expect(await reset.getAttribute('href')).toBe('#/two-factor/reset?userId=late');
    const enable = steps.nth(2).getByRole('button', { name: 'Enable account' });
    expect(await enable.getAttribute('aria-disabled')).toBe('true');
    // Said to whoever points at it, and read to whoever hears it.
    await page.getByText('Reset the enrollment first. Enabled before').first().waitFor({ state: 'attached' });
    await expectAccessible(page);

    // It can still be done from the menu, and the trap is explained first.
    await act(page, 'Enable account');
    await page.getByRole('dialog').getByText('Enabled now, the next sign-in attempt disables').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).last().click();

    await organisation.ask('POST', '/v1/users/late/reset', { identityVerified: true });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(() => steps.count(), patience).toBe(1);
    await steps.getByRole('button', { name: 'Enable account' }).click();
    await page.getByLabel(/^Reason/).fill('Back from leave');
    await page.getByRole('dialog').getByRole('button', { name: 'Enable account' }).click();
    await page.getByText('The account of Late Example is enabled.').waitFor();
    await page.getByText('This user can sign in.').waitFor();
    expect(await organisation.stageOf('late')).toBe('not-enrolled');
    await page.context().close();
  });

  test('N.03 access is restored in one action, once the identity is verified', async () => {
    const { page } = await open('/users/later');
    await page.getByRole('button', { name: 'Restore access' }).first().click();
    const dialog = page.getByRole('dialog');
    const restore = dialog.getByRole('button', { name: 'Restore access' });
    expect(await restore.isDisabled()).toBe(true);
    await expectAccessible(page);
    await dialog.getByRole('checkbox').check();
    await restore.click();
    await page.getByText('Access of Later Example is restored: enrollment reset, account enabled.').waitFor();
    await page.getByText('This user can sign in.').waitFor();

    await act(page, 'Disable account');
    await dialog.getByRole('button', { name: 'Disable account' }).click();
    await page.getByText('This user cannot sign in.').waitFor();
    await page.context().close();
  });

  test('P.12 P.30 a code for a lost token is shown once and ended; a bypass has its reason', async () => {
    const visitor = await open('/users/mei');
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await act(page, 'Grant bypass');
    await dialog.getByLabel('Minutes').fill('1000');
    await dialog.getByRole('checkbox').check();
    await dialog.getByLabel(/^Reason/).fill('Phone in repair');
    await dialog.getByRole('button', { name: 'Grant bypass' }).click();
    await dialog.getByText('must be at most 240').waitFor();
    await dialog.getByLabel('Minutes').fill('30');
    await dialog.getByRole('button', { name: 'Grant bypass' }).click();
    await page
      .getByText(/Sign-ins need no second factor until/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'End bypass' }).click();
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('The bypass has ended.').waitFor();

    await act(page, 'Issue code for a lost token');
    await dialog.getByRole('button', { name: /^Lost token/ }).click();
    await page.getByRole('option').first().click();
    await dialog.getByRole('checkbox').check();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Issue code' }).click();
    const code = (await dialog.locator('code').textContent()) ?? '';
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect.poll(() => page.getByText(code).count(), patience).toBe(0);
    await act(page, 'End code for a lost token');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('The code for the lost token has ended.').waitFor();
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('3.12-3.16 the TOTP menu, word for word; a key is created, displayed, and its link has a PIN', async () => {
    const visitor = await open('/users/keyless/totp');
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    await page.getByRole('heading', { name: 'Work with TOTP Secret Key for Keyless Example' }).waitFor();
    await page.getByText('*Key does not exist*').waitFor();
    const items = page.locator('ol.steps').getByRole('button');
    expect(await items.allTextContents()).toEqual([
      'Create/Replace TOTP Secret Key',
      'Recreate Emergency Tokens',
      'Display Key and Emergency Tokens',
      'Display QR code',
      'Send Link for Key and Emergency Tokens',
    ]);
    await expectAccessible(page);

    await page.getByText('Emergency tokens are the user’s backup codes.').waitFor();
    await page.getByText('the user is not enrolled').waitFor();
    expect(await Promise.all([0, 1, 2, 3, 4].map((place) => items.nth(place).isDisabled()))).toEqual([
      ...[false, true, true, true, false],
    ]);

    await items.first().click();
    await dialog.getByText('Create New TOTP Secret Key for Keyless Example').waitFor();
    await dialog.getByText('* TOTP Secret Key is not defined *').waitFor();
    await dialog.getByRole('radio', { name: 'Type it manually' }).check();
    await dialog.getByText('Valid characters are: letters A-Z and digits from 2 to 7').waitFor();
    await dialog.getByLabel('Key', { exact: true }).fill('not 018');
    await dialog.getByRole('radio', { name: 'No' }).check();
    await dialog.getByRole('button', { name: 'Update' }).click();
    await dialog.getByText('must be letters A-Z and digits 2-7 only').first().waitFor();
    await expectAccessible(page);
    const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    await dialog.getByLabel('Key', { exact: true }).fill(key.toLowerCase());
    await dialog.getByRole('button', { name: 'Update' }).click();
    await dialog.getByText('No mail was sent.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('The key is pending').waitFor();

    await items.nth(2).click();
    await dialog.getByRole('button', { name: 'Display' }).click();
    expect((await dialog.locator('code').textContent())?.replaceAll(' ', '')).toBe(key);
    await dialog.getByText('kept as hashes only').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await items.nth(3).click();
    await dialog.getByRole('button', { name: 'Display' }).click();
    await dialog.getByRole('img', { name: 'QR code of the key' }).waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    await items.nth(4).click();
    await dialog.getByRole('checkbox', { name: 'Protect with a PIN' }).check();
    await dialog.getByRole('button', { name: 'Send link' }).click();
    expect(await dialog.locator('code').textContent()).toMatch(/^\d{6}$/);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect.poll(() => page.locator('code').count(), patience).toBe(0);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('3.15 an active key is not displayed under the default setting; new emergency tokens are, once', async () => {
    const { page } = await open('/users/ada/totp');
    const dialog = page.getByRole('dialog');
    await page.getByText('The key is active.').waitFor();
    await page.getByRole('button', { name: 'Display Key and Emergency Tokens' }).click();
    await dialog.getByRole('button', { name: 'Display' }).click();
    await dialog.getByText('allows showing only pending keys').waitFor();
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).last().click();
    await page.getByRole('button', { name: 'Recreate Emergency Tokens' }).click();
    await dialog.getByRole('button', { name: 'Recreate' }).click();
    await dialog.getByRole('list', { name: 'Backup codes' }).waitFor();
    expect(await dialog.getByRole('listitem').count()).toBe(10);
    await expectAccessible(page);
    await page.context().close();
  });

  test('2.02 the help desk is offered what it may: no key to display, no account to enable', async () => {
    const { page } = await open('/users/ada/totp', 'helpdesk');
    await page.getByText('The key is active.').waitFor();
    expect(await page.locator('ol.steps').getByRole('button').allTextContents()).toEqual([
      'Create/Replace TOTP Secret Key',
      'Send Link for Key and Emergency Tokens',
    ]);
    await page.getByRole('button', { name: 'Create/Replace TOTP Secret Key' }).click();
    expect(await page.getByRole('radio', { name: 'Type it manually' }).count()).toBe(0);
    await page.getByRole('dialog').getByRole('button', { name: 'Update' }).click();
    await page.getByRole('dialog').getByText('The setup link is on its way.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    const menu = page.getByRole('button', { name: 'Actions' });
    await menu.click();
    const offered = await page.getByRole('menuitem').allTextContents();
    expect(offered.join()).toContain('Reset enrollment');
    expect(offered.join()).not.toMatch(/Disable|Delete|bypass/);
    await page.context().close();
  });

  test('the events of a user: in words, newest first, narrowed by type', async () => {
    await organisation.ask('PATCH', '/v1/users/ada', { officePhone: '12' });
    await organisation.settled();
    const { page } = await open('/users/ada/events', 'auditor');
    const rows = page.getByRole('table', { name: 'Events' }).getByRole('row');
    await rows.nth(1).getByText('Details of the user changed').waitFor();
    expect(await rows.nth(1).textContent()).toContain('Operator demo-admin');
    expect(await rows.nth(1).textContent()).toContain('Office phone');
    expect(await rows.last().textContent()).toContain('User added');
    await expectAccessible(page);
    await page.getByRole('button', { name: /^Event/ }).click();
    await page.getByRole('option', { name: 'Token set up and confirmed', exact: true }).click();
    await expect.poll(() => rows.count(), patience).toBe(2);
    expect(page.url()).toContain('type=enrollment.confirmed');
    await page.context().close();
  });

  test('0.05 without a limit the enrollment expires Never', async () => {
    await organisation.ask('PUT', '/v1/settings', { enrollmentPeriodSeconds: 0 });
    const expiry = async () =>
      JSON.stringify((await organisation.ask('GET', '/v1/users/fresh/status'))['attributes']);
    await expect.poll(expiry, { timeout: 20_000, interval: 500 }).toContain('Never');
    const { page } = await open('/users/fresh');
    await page.getByText('Account Enabled', { exact: true }).waitFor();
    expect(await attributes(page, 'Two-factor status')).toEqual([
      ['Account Enabled', 'True'],
      ['TOTP Enrollment Expires at', 'Never'],
      ['Enroll in 2FA', 'False'],
    ]);
    await page.context().close();
  });
});
