import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Application } from '../browser/application.ts';
import { launchBrowser } from '../browser/browser.ts';
import { expectNothingStrange, type OperatorName, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { clockCode } from '../browser/token-codes.ts';
import { patience, visit } from '../browser/visitor.ts';

/** The procedures as the seeds write them, step by step. Seed 002's stand in test/screens/tokens.screens.ts. */
describe('the seeds’ procedures in the browser', () => {
  let organisation: Organisation;
  let application: Application;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
    application = await Application.signIn(organisation.origin);
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  const open = (place: string, name: OperatorName = 'admin') =>
    signedIn(browser, organisation.origin, name, place);

  const person = (userId: string, displayName: string) =>
    organisation.ask('POST', '/v1/users', { userId, displayName, email: `${userId}@example.com` });

  /** 001: search and select, Reset, confirm. */
  async function reset(page: Page, search: string, name: string): Promise<void> {
    await page.getByRole('tab', { name: 'Reset Enrollment' }).click();
    const button = page.getByRole('button', { name: 'Reset', exact: true });
    expect(await button.isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'User', exact: true }).fill(search);
    await page.getByRole('option', { name: new RegExp(name) }).click();
    await button.click();
    await confirmReset(page);
  }

  async function confirmReset(page: Page): Promise<void> {
    const dialog = page.getByRole('dialog', { name: 'Reset User Enrollment?' });
    await dialog
      .getByText(
        "This will remove the user's authenticator app enrollment and all backup codes. The user will need to enroll again.",
      )
      .waitFor();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await page.getByText("the user's two-factor enrollment has been reset").waitFor();
  }

  test('001 a user replaces their phone: verified by voice, reset, enrolled again at the next sign-in', async () => {
    await person('phone', 'Petra Phone');
    const before = await application.enroll('phone');
    const visitor = await open('/two-factor', 'helpdesk');
    await reset(visitor.page, 'petra', 'Petra Phone');
    expectNothingStrange(visitor, organisation.origin);
    await visitor.page.context().close();

    expect((await application.start('phone')).status).toBe('enrollment-required');
    const after = await application.enroll('phone');
    expect(after.backupCodes).toHaveLength(10);
    expect(await application.tryCode('phone', before.backupCodes[0] ?? '')).toBe('invalid-code');
    expect(await application.tryCode('phone', after.backupCodes[0] ?? '')).toBe('verified');
  });

  test('001 a user has used all backup codes and lost the authenticator: listed on the Overview, reset from there', async () => {
    await organisation.ask('PUT', '/v1/settings', { backupCodeCount: 1 });
    await person('used-up', 'Ursula Used');
    // Settings act within five seconds everywhere.
    let codes: readonly string[] = [];
    await expect
      .poll(
        async () => {
          await organisation.ask('POST', '/v1/users/used-up/reset', { identityVerified: true });
          codes = (await application.enroll('used-up')).backupCodes;
          return codes.length;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await organisation.ask('PUT', '/v1/settings', { backupCodeCount: 10 });
    expect(await application.tryCode('used-up', codes[0] ?? '')).toBe('verified');
    await organisation.settled();
    const { page } = await open('/two-factor/overview');
    await page.getByText('Users with no backup codes remaining').waitFor();
    await page.getByRole('link', { name: 'Ursula Used' }).first().waitFor();
    await reset(page, 'ursula', 'Ursula Used');
    await page.context().close();
    expect((await application.start('used-up')).status).toBe('enrollment-required');
  });

  test('001 a user keeps failing despite a valid enrollment: the skew is named, then the reset', async () => {
    await person('skewed', 'Sven Skew');
    const { secret } = await application.enroll('skewed');
    expect(await application.tryCode('skewed', clockCode(secret, 480))).toBe('invalid-code');
    // 1. Confirm that the user's device clock is correct: a test of the token says how far it is off.
    const { page } = await open('/users/skewed/tokens', 'helpdesk');
    await page.getByRole('button', { name: /^Actions for/ }).click();
    await page.getByRole('menuitem', { name: 'TEST TOKEN' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Code', { exact: true }).fill(clockCode(secret, 480));
    await dialog.getByRole('button', { name: 'Test', exact: true }).click();
    await dialog.getByText(/The clock of the device is about \d+ seconds ahead/).waitFor();
    await page.keyboard.press('Escape');
    // 2. If the issue persists, reset.
    await page.goto(`${organisation.origin}/#/two-factor/reset?userId=skewed`);
    await page.getByRole('button', { name: 'Reset', exact: true }).click();
    await confirmReset(page);
    await page.context().close();
    expect((await application.start('skewed')).status).toBe('enrollment-required');
  });

  test('001 a user is locked out: the lock is of that sign-in, a fresh one starts at zero, a reset clears nothing', async () => {
    await person('locked', 'Lena Locked');
    const { secret } = await application.enroll('locked');
    const verification = await application.start('locked');
    for (let attempt = 0; attempt < 5; attempt++) {
      await application.attempt(verification.verificationId, clockCode(secret, 86_400));
    }
    expect(await application.attempt(verification.verificationId, clockCode(secret))).toBe(
      'verification-locked',
    );
    const { page } = await open('/users/locked/status');
    await page.getByText('This user can sign in.').waitFor();
    expect((await application.start('locked')).attemptsRemaining).toBe(5);
    await page.goto(`${organisation.origin}/#/two-factor/reset`);
    await reset(page, 'lena', 'Lena Locked');
    await page.getByText(/stays locked. Start a new sign-in/).waitFor();
    expect(await application.attempt(verification.verificationId, clockCode(secret))).not.toBe('verified');
    await page.context().close();
  });

  test('003 class, person, key, link, app: in five steps to the first code', async () => {
    // 1. Create a Class for MFA TOTP.
    await organisation.ask('PUT', '/v1/classes/TOTP', {
      text: 'USE TOTP IN MFA',
      preferredDevice: 'E',
      otherwisePrefer: 'E',
      factors: { 'sign-in': { totp: 1 } },
    });
    const { page } = await open('/classes/TOTP');
    const text = page.getByRole('textbox', { name: 'Text', exact: true });
    await expect.poll(() => text.inputValue(), patience).toBe('USE TOTP IN MFA');
    // 2. Edit the Person's Class to TOTP.
    await person('PEPE', 'Pepino Cuevas');
    await page.goto(`${organisation.origin}/#/users/PEPE/person`);
    await page.getByRole('button', { name: /^Class/ }).click();
    await page.getByRole('option', { name: /^TOTP/ }).click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect
      .poll(async () => (await organisation.ask('GET', '/v1/users/PEPE'))['class'], patience)
      .toBe('TOTP');
    // 3. Define the TOTP Secret Key.
    await page.getByRole('tab', { name: 'TOTP' }).click();
    await page.getByText('*Key does not exist*').waitFor();
    await page.getByRole('button', { name: 'Create/Replace TOTP Secret Key' }).click();
    const dialog = page.getByRole('dialog', { name: 'Create New TOTP Secret Key for Pepino Cuevas' });
    await dialog.getByText('* TOTP Secret Key is not defined *').waitFor();
    await dialog.getByRole('button', { name: 'Update' }).click();
    await page.getByText('The new key is pending.').waitFor();
    await page.context().close();
    // 4 and 5. The person follows the link of the mail and registers the key in an app.
    const link = await organisation.linkOf('PEPE');
    const phone = await visit(browser, link);
    await phone.page.getByRole('button', { name: 'Start' }).click();
    const secret = await phone.page.locator('code.key').innerText();
    await phone.page.getByRole('textbox').fill(clockCode(secret));
    await phone.page.keyboard.press('Enter');
    await phone.page.getByRole('heading', { name: 'Keep your backup codes' }).waitFor();
    expectNothingStrange(phone, organisation.origin);
    await phone.page.context().close();
    expect(await organisation.stageOf('PEPE')).toBe('enrolled');
  });

  test('000 an expired enrollment is rectified: reset first, then enabled; the other way round it ends disabled', async () => {
    await person('late', 'Lars Late');
    await person('trap', 'Tina Trap');
    const { enrollmentPeriodSeconds } = await organisation.ask('GET', '/v1/settings');
    await organisation.advance(Number(enrollmentPeriodSeconds) + 60);
    const { page } = await open('/users/late/status');
    await page.getByText('TOTP Enrollment Expired').waitFor();
    await page.getByText('Enrolled for 2FA').waitFor();
    // When the user actually attempts to log on, the account is marked as disabled.
    expect(await application.start('late')).toMatchObject({ code: 'enrollment-expired' });
    await page.reload();
    const steps = page.locator('ol.steps > li');
    await steps.nth(1).getByRole('link', { name: 'Reset enrollment' }).waitFor();
    expect(await steps.nth(2).getByRole('button', { name: 'Enable account' }).count()).toBe(1);
    // 1. Reset the enrollment expiry period.
    await page.goto(`${organisation.origin}/#/two-factor/reset`);
    await reset(page, 'lars', 'Lars Late');
    // 2. Enable the account.
    await page.goto(`${organisation.origin}/#/users/late/status`);
    await enable(page, 'Lars Late');
    expect((await application.start('late')).status).toBe('enrollment-required');

    expect(await application.start('trap')).toMatchObject({ code: 'enrollment-expired' });
    await page.goto(`${organisation.origin}/#/users/trap/status`);
    await enable(page, 'Tina Trap');
    expect(await application.start('trap')).toMatchObject({ code: 'enrollment-expired' });
    expect(await organisation.ask('GET', '/v1/users/trap')).toMatchObject({ enabled: false });
    await page.context().close();
  });

  async function enable(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: 'Actions', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Enable account' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Enable account' }).click();
    await page.getByText(`The account of ${name} is enabled.`).waitFor();
  }
});
