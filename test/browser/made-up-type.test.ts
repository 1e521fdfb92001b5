import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, vi } from 'vitest';
import { decodeBase32 } from '../../lib/crypto/base32.ts';
import { tokenTypes } from '../../lib/token-types/index.ts';
import { abacusCode, madeUpTypes } from '../support/made-up-types.ts';
import { attempt, createUser, start } from '../support/people.ts';
import { test, world } from '../support/world-test.ts';
import { launchBrowser } from './browser.ts';
import { chooseIn, fill, press } from './handling.ts';
import { expectAccessible, expectNothingStrange } from './operator.ts';
import { visit } from './visitor.ts';
import { WorldOrigin } from './world-origin.ts';

/** The one line that a new type adds beside its file. */
vi.mock('../../lib/token-types/registry.ts', async (original) => {
  const { tokenTypes } = await original<typeof import('../../lib/token-types/registry.ts')>();
  return { tokenTypes: [...tokenTypes, ...(await import('../support/made-up-types.ts')).madeUpTypes] };
});

const phone = '+447400123456';
const keyIn = ({ otpauthUri }: { readonly otpauthUri: string }): Buffer =>
  Buffer.from(decodeBase32(new URL(otpauthUri).searchParams.get('secret') ?? '') ?? []);
const tokensOf = async (userId: string) =>
  (await world.api.expect(200, 'GET', `/v1/users/${userId}/tokens`)).items;

async function texted(): Promise<string> {
  await world.drain();
  return world.texts.at(-1)?.text.match(/\d{6,}/)?.[0] ?? '';
}

describe('a type of token that is one file and one line of the registry', () => {
  test('is listed with its forms, and named by the administrator', async () => {
    expect(tokenTypes.slice(-2)).toEqual(madeUpTypes);
    const { items } = await world.api.expect(200, 'GET', '/v1/token-types');
    expect(items.slice(-2)).toMatchObject([
      { type: 'abacus', name: 'Abacus', enrollment: { contacts: [], key: { periodSeconds: [60] } } },
      { type: 'pager', name: 'Pager', enrollment: { contacts: ['phone'] }, userCanEnroll: true },
    ]);
    expect(items.find(({ type }: { type: string }) => type === 'sms').replaceableBy).toEqual([
      { type: 'virtual', name: 'Virtual token' },
      { type: 'pager', name: 'Pager' },
    ]);
    const named = await world.api.expect(200, 'PUT', '/v1/token-types/pager', { body: { name: 'Bleeper' } });
    expect(named).toMatchObject({ type: 'pager', name: 'Bleeper', factor: 'otp' });
    await world.api.expect(200, 'PUT', '/v1/token-types/pager', { body: { name: 'Pager' } });
  });

  test('is enrolled by an operator, confirmed, listed and verified, and a code counts once', async () => {
    const userId = await createUser(world);
    const path = `/v1/users/${userId}/tokens`;
    const started = await world.api.expect(201, 'POST', path, { body: { type: 'abacus' } });
    const key = keyIn(started);
    const now = () => abacusCode(key, world.now);
    await world.api.expect(200, 'POST', `${path}/${started.tokenId}/confirm`, { body: { code: now() } });
    expect(await tokensOf(userId)).toMatchObject([
      {
        type: 'abacus',
        typeName: 'Abacus',
        status: 'ACTIVE',
        actions: ['view', 'edit', 'test', 'disable', 'delete'],
      },
    ]);
    world.advance(60);
    const { verificationId, factors } = await start(world, userId);
    expect(factors).toMatchObject([{ tokenId: started.tokenId }, {}]);
    expect((await attempt(world, verificationId, now())).body.status).toBe('verified');
    const again = await start(world, userId);
    expect((await attempt(world, again.verificationId, now())).status).toBe(401);
  });

  test('is enrolled within a sign-in', async () => {
    const userId = await createUser(world);
    const { verificationId } = await start(world, userId);
    const path = `/v1/verifications/${verificationId}/enrollment`;
    const body = { type: 'abacus' };
    const started = await world.api.expect(201, 'POST', path, { as: 'application', body });
    const code = abacusCode(keyIn(started), world.now);
    await world.api.expect(200, 'POST', `${path}/confirmation`, { as: 'application', body: { code } });
    expect(await tokensOf(userId)).toMatchObject([{ type: 'abacus', status: 'ACTIVE' }]);
  });

  test('whose codes are sent takes the place of another one, and its code verifies', async () => {
    const userId = await createUser(world);
    const path = `/v1/users/${userId}/tokens`;
    const { tokenId } = await world.api.expect(201, 'POST', path, { body: { type: 'sms', phone } });
    const by = { body: { by: 'pager' } };
    expect(await world.api.expect(200, 'POST', `${path}/${tokenId}/replace`, by)).toMatchObject({
      type: 'pager',
      typeName: 'Pager',
    });
    const { verificationId } = await start(world, userId);
    const challenge = `/v1/verifications/${verificationId}/challenges`;
    await world.api.expect(202, 'POST', challenge, { as: 'application', body: { tokenId } });
    expect((await attempt(world, verificationId, await texted())).body.status).toBe('verified');
  });
});

describe('the pages, in a browser, know it from the API alone', () => {
  let site: WorldOrigin;
  let browser: Browser;

  beforeAll(async () => {
    site = new WorldOrigin(world);
    [browser] = await Promise.all([launchBrowser(), site.open('console', 'self')]);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  test('the console lists it, has its form, and shows its tokens', async () => {
    const userId = await createUser(world);
    const visitor = await visit(browser, `${site.origin}/#/token-types`);
    const { page } = visitor;
    await page.getByRole('row').filter({ hasText: 'Abacus' }).waitFor();
    await page.getByRole('button', { name: 'Replace by “Pager”: SMS' }).waitFor();
    await expectAccessible(page);

    await page.goto(`${site.origin}/#/users/${userId}/tokens`);
    await page.getByRole('button', { name: 'ADD NEW TOKEN' }).last().click();
    const dialog = page.getByRole('dialog', { name: 'Add new token' });
    await chooseIn(dialog, 'Type', 'Abacus');
    await dialog.getByLabel('Enter the key of a device').check();
    await dialog
      .getByRole('button', { name: /^Seconds per code/ })
      .filter({ hasText: '60' })
      .waitFor();
    expect(await dialog.getByLabel('Mobile phone').count()).toBe(0);
    await chooseIn(dialog, 'Type', 'Pager');
    expect(await dialog.getByLabel('Enter the key of a device').count()).toBe(0);
    await fill(dialog, 'Mobile phone', phone);
    await press(dialog, 'Add token');
    const row = page.getByRole('row').filter({ hasText: 'Pager' });
    await row.getByText('ACTIVE').waitFor();
    expect(await tokensOf(userId)).toMatchObject([{ type: 'pager', status: 'ACTIVE' }]);
    expectNothingStrange(visitor, site.origin);
    await page.context().close();
  });

  test('their own page offers it to users in their language, and they set it up', async () => {
    const userId = await createUser(world);
    site.userId = userId;
    const german = await visit(browser, `${site.origin}/me`, { locale: 'de-DE' });
    await german.page.getByRole('button', { name: /hinzufügen$/ }).click();
    await german.page.getByLabel('Ein Abakus').waitFor();
    await german.page.context().close();

    const visitor = await visit(browser, `${site.origin}/me`);
    const { page } = visitor;
    await page.getByRole('button', { name: 'Add an authenticator' }).click();
    await page.getByLabel('A pager for codes').check();
    await page.getByLabel(/^Phone number/).waitFor();
    await page.getByLabel('An abacus').check();
    expect(await page.getByLabel(/^Phone number/).count()).toBe(0);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    const link = await page.locator('a[href^="otpauth:"]').getAttribute('href');
    const code = abacusCode(keyIn({ otpauthUri: link ?? '' }), world.now);
    await page.getByLabel('Code from the app').fill(code);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('list', { name: 'Backup codes' }).waitFor();
    expect(await tokensOf(userId)).toMatchObject([{ type: 'abacus', status: 'ACTIVE' }]);
    expectNothingStrange(visitor, site.origin);
    await page.context().close();
  });
});
