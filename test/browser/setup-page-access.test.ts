import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { confirmed, opened, refused } from './scripted-answers.ts';
import { ScriptedOrigin } from './scripted-origin.ts';
import { accessibilityViolations, patience, visit } from './visitor.ts';

const site = new ScriptedOrigin();
let browser: Browser;

beforeAll(async () => {
  site.answer = ({ path, body }) => {
    if (body['pin'] !== '2580') return refused(403, 'pin-required');
    if (path.endsWith('/open')) return opened;
    return body['code'] === '111111' ? refused(401, 'invalid-code', { attemptsRemaining: 1 }) : confirmed;
  };
  [browser] = await Promise.all([launchBrowser(), site.open('setup')]);
}, patience.timeout);

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Goes the whole way, with a wrong PIN and a wrong code on it, and stops to look at every step. */
async function walk(page: Page, look: (step: string) => Promise<void>): Promise<void> {
  const send = (entry: string, value: string) =>
    page
      .locator(entry)
      .fill(value)
      .then(() => page.locator('button[type=submit]').click());
  const trouble = page.locator('.trouble:not(:empty)');
  await look('start');
  await page.locator('button[type=submit]').click();
  await page.locator('#pin').waitFor();
  await look('PIN');
  await send('#pin', '0000');
  await trouble.waitFor();
  await look('wrong PIN');
  await send('#pin', '2580');
  await page.locator('#code').waitFor();
  await look('setup');
  await send('#code', '111111');
  await trouble.waitFor();
  await look('wrong code');
  await send('#code', '222222');
  await page.locator('.codes').waitFor();
  await look('backup codes');
  await page.locator('button.primary').click();
  await look('done');
}

const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

describe('everybody can use the setup page', patience, () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [device, options] of Object.entries({ desktop: {}, phone })) {
      test(`axe finds nothing at any step, ${colorScheme}, ${device}`, async () => {
        const { page, complaints } = await visit(browser, `${site.origin}/setup#t`, {
          ...options,
          colorScheme,
        });
        await walk(page, async (step) => {
          expect(await accessibilityViolations(page), step).toEqual([]);
        });
        expect(complaints).toEqual([]);
      });
    }
  }

  test('on a phone 360 pixels wide nothing has to be scrolled sideways', async () => {
    for (const locale of ['en-GB', 'de-DE']) {
      const { page } = await visit(browser, `${site.origin}/setup#t`, { ...phone, locale });
      await walk(page, async (step) => {
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(beyond, step).toBe(0);
      });
    }
  });

  test('on a phone the way into the app comes first, elsewhere the picture', async () => {
    const order = async (options: BrowserContextOptions) => {
      const { page } = await visit(browser, `${site.origin}/setup#t`, options);
      let found: string[] = [];
      await walk(page, async (step) => {
        if (step !== 'setup') return;
        found = await page
          .locator('a[href^="otpauth:"], img')
          .evaluateAll((all) => all.map((one) => one.tagName));
      });
      return found;
    };
    expect(await order(phone)).toEqual(['A', 'IMG']);
    expect(await order({})).toEqual(['IMG', 'A']);
  });

  test('German browsers get a German page, at every step and by its language mark', async () => {
    const { page } = await visit(browser, `${site.origin}/setup#t`, { locale: 'de-AT' });
    const headings: (string | null)[] = [];
    await walk(page, async (step) => {
      if (!step.startsWith('wrong')) headings.push(await page.locator('h1').textContent());
    });
    expect(headings).toEqual([
      'Zweiten Faktor einrichten',
      'PIN eingeben',
      'App verbinden',
      'Notfallcodes aufbewahren',
      'Fertig',
    ]);
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    expect(await page.title()).toBe('Zweiten Faktor einrichten');
  });

  test('other languages get the English page', async () => {
    const { page } = await visit(browser, `${site.origin}/setup#t`, { locale: 'fi-FI' });
    expect(await page.locator('h1').textContent()).toBe('Set up your second factor');
  });

  test('the keyboard is enough, and the focus follows the steps', async () => {
    const { page } = await visit(browser, `${site.origin}/setup#t`);
    const focus = () =>
      page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id);
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await press('Tab', 'Enter');
    await expect.poll(focus, patience).toBe('Enter your PIN');
    await press('Tab', '0', 'Enter');
    await page.locator('.trouble:not(:empty)').waitFor();
    await expect.poll(focus, patience).toBe('pin');
    await press('2', '5', '8', '0', 'Enter');
    await expect.poll(focus, patience).toBe('Connect your app');
    await press('Tab', 'Tab', 'Tab', '2', '2', '2', '2', '2', '2', 'Enter');
    await expect.poll(focus, patience).toBe('Keep your backup codes');
    await press('Tab', 'Tab', 'Tab', 'Tab', 'Enter');
    await expect.poll(focus, patience).toBe('All set');
  });
});
