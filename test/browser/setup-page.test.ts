import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { Organisation } from './organisation.ts';
import { patience, type Visitor, visit } from './visitor.ts';

let browser: Browser;
let organisation: Organisation;

beforeAll(async () => {
  [browser, organisation] = await Promise.all([launchBrowser(), Organisation.start()]);
}, 2 * patience.timeout);

afterAll(async () => {
  await browser.close();
  await organisation.stop();
});

const start = (page: Page) => page.getByRole('button', { name: 'Start' }).click();

async function shownKey(page: Page): Promise<string> {
  return (await page.locator('code.key').innerText()).replaceAll(' ', '');
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code from the app').fill(code);
  await page.getByRole('button', { name: 'Confirm' }).click();
}

const codeOf = (secret: string) => generateSync({ secret });
const wrongCodeOf = (secret: string) =>
  codeOf(secret).replace(/\d$/, (digit) => String((Number(digit) + 5) % 10));

async function finish(page: Page): Promise<string[]> {
  await enterCode(page, codeOf(await shownKey(page)));
  await page.getByRole('list', { name: 'Backup codes' }).waitFor();
  return page.locator('.codes code').allInnerTexts();
}

async function expectDead(page: Page): Promise<void> {
  await start(page);
  await page.getByRole('heading', { name: 'does not work any more' }).waitFor();
}

/** Where the link's token was seen outside the first address and the bodies sent to the API. */
function leaks({ requests }: Visitor, token: string): string[] {
  return requests
    .flatMap((request) => [request.url(), ...Object.values(request.headers())])
    .filter((text) => text.replace(/#.*/, '').includes(token));
}

describe('a setup link, from the mail to the backup codes', patience, () => {
  test('the person connects an app, sees the backup codes, and is enrolled', async () => {
    const { userId, link } = await organisation.invite();
    const visitor = await visit(browser, link);
    const { page } = visitor;
    expect(page.url()).toBe(`${organisation.origin}/setup`);
    await start(page);
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    const secret = await shownKey(page);
    const backupCodes = await finish(page);
    expect(new Set(backupCodes).size).toBe(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('heading', { name: 'All set' }).waitFor();

    expect(await organisation.stageOf(userId)).toBe('enrolled');
    expect(visitor.complaints).toEqual([]);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  test('the token leaves the address bar and is in no request address or header, no page and no storage', async () => {
    const { link } = await organisation.invite();
    const token = link.split('#')[1] ?? '';
    const visitor = await visit(browser, link);
    await start(visitor.page);
    await finish(visitor.page);
    expect(token.length).toBeGreaterThanOrEqual(43);
    expect(leaks(visitor, token)).toEqual([]);
    expect(visitor.page.url()).not.toContain(token);
    expect(await visitor.page.evaluate(() => document.documentElement.outerHTML)).not.toContain(token);
    expect(
      await visitor.page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie])),
    ).toBe('[{},{},""]');
  });

  test('no request leaves the origin, and nothing is asked for before Start', async () => {
    const { link } = await organisation.invite();
    const { page, requests } = await visit(browser, link);
    const api = () => requests.filter((request) => new URL(request.url()).pathname.startsWith('/v1/'));
    expect(api()).toEqual([]);
    await start(page);
    await finish(page);
    expect(api().map((request) => request.method())).toEqual(['POST', 'POST']);
    for (const request of requests) {
      expect(request.url()).toMatch(
        new RegExp(`^(${organisation.origin}/|data:image/svg|blob:${organisation.origin})`),
      );
    }
  });

  test('the link into the app carries the key that is shown, and the QR code can be drawn', async () => {
    const { link } = await organisation.invite();
    const { page } = await visit(browser, link);
    await start(page);
    const address = new URL((await page.locator('a[href^="otpauth:"]').getAttribute('href')) ?? '');
    expect(address.searchParams.get('secret')).toBe(await shownKey(page));
    const picture = page.getByRole('img', { name: 'QR code' });
    expect(
      await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBeGreaterThan(0);
  });
});

describe('a setup link, when something is wrong', patience, () => {
  test('a wrong code is refused with a hint, the right one still works', async () => {
    const { link } = await organisation.invite();
    const { page } = await visit(browser, link);
    await start(page);
    await enterCode(page, wrongCodeOf(await shownKey(page)));
    await expect.poll(() => page.getByRole('alert').textContent(), patience).toContain('clock of your phone');
    expect(await finish(page)).toHaveLength(10);
  });

  test('a used link no longer works', async () => {
    const { link } = await organisation.invite();
    const first = await visit(browser, link);
    await start(first.page);
    await finish(first.page);
    await expectDead((await visit(browser, link)).page);
  });

  test('a link replaced by a newer one is dead, an invented one too', async () => {
    const { userId, link } = await organisation.invite();
    const newer = await organisation.sendLink(userId);
    expect(newer.link).not.toBe(link);
    await expectDead((await visit(browser, link)).page);
    await expectDead((await visit(browser, `${organisation.origin}/setup#${'x'.repeat(43)}`)).page);
    const { page } = await visit(browser, newer.link);
    await start(page);
    expect(await finish(page)).toHaveLength(10);
  });

  test('a link with a PIN shows nothing before the PIN, and asks again after a wrong one', async () => {
    const { link, pin = '' } = await organisation.invite({ pin: true });
    const { page } = await visit(browser, link);
    await start(page);
    await page.getByRole('heading', { name: 'Enter your PIN' }).waitFor();
    const enter = async (entered: string) => {
      await page.getByLabel('PIN').fill(entered);
      await page.getByRole('button', { name: 'Continue' }).click();
    };
    await enter(pin.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    await expect.poll(() => page.getByRole('alert').textContent(), patience).toContain('PIN is not right');
    await enter(pin);
    await page.locator('code.key').waitFor();
    expect(await finish(page)).toHaveLength(10);
  });

  test('a German browser goes the whole way in German', async () => {
    const { link } = await organisation.invite();
    const { page } = await visit(browser, link, { locale: 'de-DE' });
    await page.getByRole('button', { name: 'Starten' }).click();
    const code = codeOf(await shownKey(page));
    await page.getByLabel('Code aus der App').fill(code);
    await page.getByRole('button', { name: 'Bestätigen' }).click();
    await page.getByRole('heading', { name: 'Notfallcodes aufbewahren' }).waitFor();
  });
});

describe('G15 a scanner that opens the link before the person does', patience, () => {
  for (const presses of [[], ['Start'], ['Start', 'Confirm']]) {
    const what = presses.length > 0 ? `pressing ${presses.join(' and ')} each time` : 'pressing nothing';
    test(`five visits with scripts on, ${what}, leave the person's visit working`, async () => {
      const { link } = await organisation.invite();
      for (let time = 0; time < 5; time++) {
        const { page } = await visit(browser, link);
        for (const name of presses) await page.getByRole('button', { name }).click();
        if (presses.length > 0) await page.locator('code.key').waitFor();
        await page.context().close();
      }
      const { page } = await visit(browser, link);
      await start(page);
      expect(await finish(page)).toHaveLength(10);
    });
  }

  test('GET, HEAD and a submitted form leave it working too', async () => {
    const { link } = await organisation.invite();
    const [address = '', token = ''] = link.split('#');
    for (let time = 0; time < 5; time++) {
      await fetch(address);
      await fetch(address, { method: 'HEAD' });
      await fetch(address, { method: 'POST', body: new URLSearchParams({ token }) });
    }
    const { page } = await visit(browser, link);
    await start(page);
    expect(await finish(page)).toHaveLength(10);
  });
});
