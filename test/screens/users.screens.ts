import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';
import { patience } from '../browser/visitor.ts';

describe('users in the console', () => {
  let organisation: Organisation;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start({ demo: true }), launchBrowser()]);
    await organisation.ask('PUT', '/v1/classes/TOTP', { text: 'USE TOTP IN MFA' });
    const people = Array.from({ length: 30 }, (_, i) => String(i).padStart(2, '0'));
    await Promise.all(
      people.map((number) =>
        organisation.ask('POST', '/v1/users', {
          userId: `robot-${number}`,
          displayName: `Robot ${number}`,
          email: `robot-${number}@example.com`,
          defaultUserId: `MACHINE${number}`,
          twoFactorRequired: false,
          ...(number === '07' && { class: 'TOTP' }),
        }),
      ),
    );
    await organisation.settled();
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  const open = (place: string, name: 'admin' | 'helpdesk' | 'auditor' = 'admin') =>
    signedIn(browser, organisation.origin, name, place);

  test('3.11 the list is narrowed by text, user profile and what people have; the address keeps it', async () => {
    const visitor = await open('/users');
    const { page } = visitor;
    const rows = page.getByRole('table', { name: 'Users' }).getByRole('row');
    await page.getByRole('link', { name: 'Ada Okafor' }).waitFor();
    await expectAccessible(page);

    const choose = async (filter: string, option: string) => {
      await page.getByRole('button', { name: filter }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    };
    await choose('TOTP', 'Yes');
    await expect.poll(() => rows.count(), patience).toBe(4);
    await choose('MFA', 'No');
    await page.getByText('No user matches').waitFor();
    expect(page.url()).toContain('totp=Y');
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    expect(page.url()).toBe(`${organisation.origin}/#/users`);

    await page.getByPlaceholder('User profile').fill('machine07');
    await page.getByRole('link', { name: 'Robot 07' }).waitFor();
    await expect.poll(() => rows.count(), patience).toBe(2);
    await page.getByPlaceholder('User profile').fill('');
    await choose('Class', 'TOTP');
    // Pepino of the demo organisation is in it too.
    await expect.poll(() => rows.count(), patience).toBe(3);
    await page.getByPlaceholder('Search by name, id or address').fill('ada');
    await page.getByText('No user matches').waitFor();
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('3.11 pages come from the service one by one, and go back', async () => {
    const { page } = await open('/users?query=robot');
    await page.getByText('25 users on page 1, more on the next').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('5 users on page 2').waitFor();
    await page.getByRole('link', { name: 'Robot 29' }).waitFor();
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.getByRole('link', { name: 'Robot 00' }).waitFor();
    await page.context().close();
  });

  test('3.09 a user is created with every field; what is refused is shown at its field', async () => {
    const visitor = await open('/users');
    const { page } = visitor;
    await page.getByRole('link', { name: 'Add user' }).click();
    await page.getByRole('heading', { name: 'Add user' }).waitFor();
    const fields = {
      'User ID': 'new',
      'First name': 'Pepino',
      'Family name': 'Cuevas',
      'Birth date': '1999-02-30',
      'Preferred language': 'es',
      'Email address': 'pepe',
      'Cell phone': '444444444',
      'SMS provider': 'carrier',
      'Office phone': '12',
      'External ID': 'X1',
      'Default User ID': 'PEPE',
      'ID. Number': '555',
      'Employee number': '5555',
      'IP-Group': 'HQ',
    };
    for (const [label, value] of Object.entries(fields)) {
      await page.getByLabel(new RegExp(`^${label}`)).fill(value);
    }
    await page.getByRole('button', { name: /^Class/ }).click();
    await page.getByRole('option', { name: 'TOTP' }).click();
    await page.getByRole('button', { name: /^Roles/ }).click();
    await page.getByRole('option', { name: 'finance' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByText('must be an email address').waitFor();
    await page.getByText('must be a valid date').waitFor();
    await page.getByText('must be an E.164 number').waitFor();
    await expectAccessible(page);

    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
    await page.getByLabel('Birth date').fill('1999-02-28');
    await page.getByLabel('Cell phone').fill('+447700900123');
    await page.getByLabel('Email address').fill('pepe@example.com');
    await page.getByLabel('User ID', { exact: true }).fill('ada');
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByText('A user with this ID exists.').waitFor();
    expect(await page.getByRole('link', { name: 'Open that user' }).getAttribute('href')).toBe('#/users/ada');

    await page.getByLabel('User ID', { exact: true }).fill('new');
    await page
      .getByRole('button', { name: 'Cancel' })
      .or(page.getByRole('link', { name: 'Cancel' }))
      .click();
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
    await asked.getByRole('button', { name: 'Cancel' }).last().click();
    await page.getByRole('button', { name: 'Create user' }).click();
    await page.getByRole('heading', { level: 1, name: 'Pepino Cuevas' }).waitFor();
    // An id that could have been taken for a screen.
    expect(page.url()).toBe(`${organisation.origin}/#/users/new`);
    expect(await organisation.ask('GET', '/v1/users/new')).toMatchObject({
      displayName: 'Pepino Cuevas',
      email: 'pepe@example.com',
      phone: '+447700900123',
      birthDate: '1999-02-28',
      class: 'TOTP',
      roles: ['finance'],
      defaultUserId: 'PEPE',
      idNumber: '555',
      ipGroup: 'HQ',
      twoFactorRequired: true,
    });
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('3.09 a person is changed field by field, and what is emptied is cleared', async () => {
    const visitor = await open('/users/robot-07/person');
    const { page } = visitor;
    await page.getByLabel('Family name').fill('Roboto');
    await page.getByLabel('Default User ID').fill('');
    await page.getByRole('tab', { name: 'Tokens' }).click();
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
    await asked.getByRole('button', { name: 'Cancel' }).last().click();
    expect(await page.getByLabel('Family name').inputValue()).toBe('Roboto');
    const save = page.getByRole('button', { name: 'Save changes' });
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'PATCH'),
      save.click(),
    ]);
    expect(sent.postDataJSON()).toEqual({ familyName: 'Roboto', defaultUserId: null });
    await page.getByText('Robot 07 was saved.').waitFor();
    await expect.poll(() => save.isDisabled(), patience).toBe(true);
    await expectAccessible(page);
    const saved = await organisation.ask('GET', '/v1/users/robot-07');
    expect(saved).toMatchObject({ familyName: 'Roboto', class: 'TOTP' });
    expect(saved).not.toHaveProperty('defaultUserId');

    await page.getByLabel('Email address').fill('');
    await save.click();
    await page.getByText('must be an email address').waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await page.getByLabel('Email address').inputValue()).toBe('robot-07@example.com');
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('3.09 a person is renamed, copied, and deleted only by typing the id', async () => {
    const { page } = await open('/users/robot-11');
    const act = async (item: string) => {
      await page.getByRole('button', { name: 'Actions' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await act('Rename');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('New user ID').fill('robot-12');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await dialog.getByText('A user with this ID exists. Choose another one.').waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('New user ID').fill('android-11');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await page.getByText('robot-11 is now android-11.').waitFor();
    await page.waitForURL('**/#/users/android-11');

    await act('Copy');
    await dialog.getByLabel('User ID').fill('android-12');
    await dialog.getByLabel('Display name').fill('Android 12');
    await dialog.getByLabel('Email address').fill('android@example.com');
    await dialog.getByRole('button', { name: 'Create copy' }).click();
    await page.getByRole('heading', { level: 1, name: 'Android 12' }).waitFor();

    await act('Delete');
    const remove = dialog.getByRole('button', { name: 'Delete user' });
    await dialog.getByLabel('To confirm, type android-12').fill('android-1');
    expect(await remove.isDisabled()).toBe(true);
    await dialog.getByLabel('To confirm, type android-12').fill('android-12');
    await remove.click();
    await page.getByText('Android 12 was deleted.').waitFor();
    await expect(organisation.ask('GET', '/v1/users/android-12')).rejects.toThrow('user-not-found');
    await page.context().close();
  });

  test('2.02 who may not write users is offered no button for it, and reads the person', async () => {
    const { page } = await open('/users?query=ada', 'auditor');
    await page.getByRole('link', { name: 'Ada Okafor' }).waitFor();
    expect(await page.getByRole('link', { name: 'Add user' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Import users' }).count()).toBe(0);
    await page.goto(`${organisation.origin}/#/users/ada/person`);
    await page.getByText('Last update / used').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Actions' }).count()).toBe(0);
    await expectAccessible(page);
    await page.context().close();
  });
});
