import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser/browser.ts';
import { fill, press } from '../browser/handling.ts';
import { expectAccessible, expectNothingStrange, signedIn } from '../browser/operator.ts';
import { Organisation } from '../browser/organisation.ts';

describe('token types and providers', () => {
  let organisation: Organisation;
  let browser: Browser;

  beforeAll(async () => {
    [organisation, browser] = await Promise.all([Organisation.start(), launchBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await organisation?.stop();
  });

  const withSms = async (userId: string, more: object = {}) => {
    const person = { userId, displayName: userId, email: `${userId}@example.com`, ...more };
    await organisation.ask('POST', '/v1/users', person);
    await organisation.ask('POST', `/v1/users/${userId}/tokens`, { type: 'sms', phone: '+447400123456' });
  };

  test('2.01 2.04 2.13 a type is named, closed to operators and made obsolete; a bad name is refused', async () => {
    const visitor = await signedIn(browser, organisation.origin, 'admin', '/token-types');
    const { page } = visitor;
    await press(page, 'Edit Counter token');
    const dialog = page.getByRole('dialog', { name: 'Edit Counter token' });
    await fill(dialog, 'Name', '');
    await press(dialog, 'Save');
    await dialog.getByText('must not be empty').waitFor();
    await fill(dialog, 'Name', 'Key fob');
    await dialog.getByLabel(/^Operators may register/).uncheck();
    await dialog.getByLabel(/^Obsolete/).check();
    await dialog.getByText(/Every token of this type is OBSOLETE/).waitFor();
    await expectAccessible(page);
    await press(dialog, 'Save');
    const row = page.getByRole('row').filter({ hasText: 'Key fob' });
    await row.getByText('Obsolete').waitFor();
    const { items } = await organisation.ask('GET', '/v1/token-types');
    const changed = { type: 'hotp', name: 'Key fob', operatorCanEnroll: false, obsolete: true };
    expect(items).toContainEqual(expect.objectContaining(changed));
    await expectAccessible(page);
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('N.10 all SMS tokens become Virtual: counted first, then replaced, and skipped users are listed', async () => {
    await withSms('one');
    await withSms('two');
    // The operator's own account: nobody changes that here.
    await withSms('admin', { roles: ['administrator'] });
    await organisation.settled();
    const { page } = await signedIn(browser, organisation.origin, 'admin', '/token-types');
    await press(page, 'Replace by “Virtual token”: SMS');
    const dialog = page.getByRole('dialog', {
      name: 'Replace all tokens of the type “SMS” by “Virtual token”',
    });
    await dialog.getByText('Tokens to replace: 3. Users who have them: 3.').waitFor();
    const before = await organisation.ask('GET', '/v1/users/one/tokens');
    expect(before['items']).toMatchObject([{ type: 'sms' }]);
    await expectAccessible(page);
    await press(dialog, 'Replace them');
    await dialog
      .getByText(/All done/)
      .first()
      .waitFor();
    await dialog.getByText('Your own account, or an operator of a higher role.').waitFor();
    await dialog.getByRole('link', { name: 'admin' }).waitFor();
    await expectAccessible(page);
    const after = await organisation.ask('GET', '/v1/users/one/tokens');
    expect(after['items']).toMatchObject([{ type: 'virtual', device: '+44••••••••56' }]);
    await page.context().close();
  });

  test('3.05 a provider is added, its secret never comes back, and it stays while its place stays', async () => {
    const secret = 'a-shared-secret-of-32-characters';
    const visitor = await signedIn(browser, organisation.origin, 'admin', '/providers');
    const { page } = visitor;
    await page.getByText('No providers yet').waitFor();
    await press(page, 'Add provider');
    const add = page.getByRole('dialog', { name: 'Add provider' });
    await fill(add, 'Name', 'radius');
    await fill(add, 'Servers', 'radius-1.corp.example');
    await fill(add, 'Shared secret', 'short');
    await press(add, 'Save');
    await add.getByText('must be 16 to 128 printable ASCII characters without blanks').waitFor();
    await expectAccessible(page);
    await fill(add, 'Shared secret', secret);
    await press(add, 'Save');
    await page.getByText('radius-1.corp.example:1812').waitFor();

    await press(page, 'Edit radius');
    const edit = page.getByRole('dialog', { name: 'Edit radius' });
    expect(await edit.getByLabel('Shared secret').inputValue()).toBe('');
    await fill(edit, 'Timeout (milliseconds)', '900');
    await press(edit, 'Save');
    await page.getByText('900 ms').waitFor();
    await press(page, 'Edit radius');
    await fill(edit, 'Servers', 'elsewhere.example');
    await press(edit, 'Save');
    await edit.getByText('must be given for a new provider or a new address').waitFor();
    expect(await organisation.ask('GET', '/v1/providers/radius')).toMatchObject({
      servers: [{ host: 'radius-1.corp.example' }],
    });
    await press(edit, 'Cancel');
    expect(await page.content()).not.toContain(secret);
    await press(page, 'Delete radius');
    await press(page.getByRole('dialog', { name: 'Delete radius?' }), 'Delete');
    await page.getByText('No providers yet').waitFor();
    expectNothingStrange(visitor, organisation.origin);
    await page.context().close();
  });

  test('2.02 help desk and auditor read both, and are offered no change', async () => {
    for (const name of ['helpdesk', 'auditor'] as const) {
      const { page } = await signedIn(browser, organisation.origin, name, '/token-types');
      await page.getByRole('rowheader', { name: 'Virtual token' }).waitFor();
      expect(
        await page
          .getByRole('main')
          .getByRole('button', { name: /Edit|Replace/ })
          .count(),
      ).toBe(0);
      await page.goto(`${organisation.origin}/#/providers`);
      await page.getByText('All codes are verified here.').waitFor();
      expect(await page.getByRole('button', { name: 'Add provider' }).count()).toBe(0);
      await page.context().close();
    }
  });
});
