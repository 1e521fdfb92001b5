import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { confirmed, details, opened, refused } from './scripted-answers.ts';
import { ScriptedOrigin } from './scripted-origin.ts';
import { patience, visit } from './visitor.ts';

const site = new ScriptedOrigin();
let browser: Browser;

beforeAll(async () => {
  [browser] = await Promise.all([launchBrowser(), site.open('setup')]);
}, patience.timeout);

afterAll(async () => {
  await browser.close();
  await site.close();
});

beforeEach(() => {
  site.requests.length = 0;
});

const page = async () => (await visit(browser, `${site.origin}/setup#link-token`)).page;

async function atTheCode() {
  const visitor = await page();
  await visitor.getByRole('button', { name: 'Start' }).click();
  await visitor.getByLabel('Code from the app').waitFor();
  return {
    visitor,
    trouble: visitor.getByRole('alert'),
    async enter(code: string) {
      await visitor.getByLabel('Code from the app').fill(code);
      await visitor.getByRole('button', { name: 'Confirm' }).click();
    },
  };
}

/** Opens any link; answers confirmations one after the other. */
function confirmations(...answers: ReturnType<ScriptedOrigin['answer']>[]) {
  site.answer = ({ path }) => (path.endsWith('/open') ? opened : (answers.shift() ?? confirmed));
}

describe('the setup page explains every answer', patience, () => {
  test('a wrong code: what to check, how many attempts are left, and the entry stays', async () => {
    confirmations(refused(401, 'invalid-code', { attemptsRemaining: 4 }));
    const { visitor, trouble, enter } = await atTheCode();
    await enter('123 456');
    await expect
      .poll(() => trouble.textContent(), patience)
      .toMatch(/clock of your phone.*4 attempts are left/);
    expect(await visitor.getByLabel('Code from the app').inputValue()).toBe('123 456');
    expect(site.requests.at(-1)?.body['code']).toBe('123456');
  });

  test('too many attempts: how long to wait, rounded up', async () => {
    confirmations(refused(429, 'account-throttled', {}, { 'retry-after': '90' }));
    const { trouble, enter } = await atTheCode();
    await enter('123456');
    await expect.poll(() => trouble.textContent(), patience).toContain('try again in 2 minutes');
  });

  test('a disabled account is sent to the help desk', async () => {
    confirmations(refused(403, 'account-disabled'));
    const { trouble, enter } = await atTheCode();
    await enter('123456');
    await expect.poll(() => trouble.textContent(), patience).toContain('help desk');
  });

  test('a failure shows the reference that the logs hold', async () => {
    confirmations({ status: 500, body: { status: 500, instance: 'request-17' } });
    const { trouble, enter } = await atTheCode();
    await enter('123456');
    await expect.poll(() => trouble.textContent(), patience).toContain('request-17');
  });

  test('a link that ends while the page is open leads to the page of a dead link', async () => {
    confirmations(refused(404, 'link-not-found'));
    const { visitor, enter } = await atTheCode();
    await enter('123456');
    await visitor.getByRole('heading', { name: 'does not work any more' }).waitFor();
  });

  test.each([
    ['token', 'heading', 'does not work any more'],
    ['pin', 'heading', 'Enter your PIN'],
  ] as const)('a %s that cannot be right is treated as a wrong one', async (field, role, name) => {
    confirmations(refused(400, 'invalid-request', { errors: [{ path: field, message: 'is not valid' }] }));
    const { visitor, enter } = await atTheCode();
    await enter('123456');
    await visitor.getByRole(role, { name }).waitFor();
  });

  test('an incomplete code is not sent', async () => {
    confirmations();
    const { trouble, enter } = await atTheCode();
    await enter('12345');
    await expect.poll(() => trouble.textContent(), patience).toContain('all the digits');
    expect(site.requests.map(({ path }) => path)).toEqual(['/v1/setup/open']);
  });
});

describe('the setup page loses nothing', patience, () => {
  test('when the answer to a code is lost, the same attempt is repeated and the backup codes appear', async () => {
    confirmations('lost', confirmed);
    const { visitor, trouble, enter } = await atTheCode();
    await enter('123456');
    await expect.poll(() => trouble.textContent(), patience).toContain('Nothing is lost');
    await visitor.getByRole('button', { name: 'Confirm' }).click();
    await visitor.getByText('second-code').waitFor();
    const [first, second] = site.requests.slice(-2).map(({ headers }) => headers['idempotency-key']);
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).toBe(first);
  });

  test('when the answer is lost and the link turns out used, it says so instead of calling the link dead', async () => {
    confirmations('lost', refused(404, 'link-not-found'));
    const { visitor, trouble, enter } = await atTheCode();
    await enter('123456');
    await expect.poll(() => trouble.textContent(), patience).toContain('Nothing is lost');
    await enter('654321');
    await visitor.getByRole('heading', { name: 'probably connected' }).waitFor();
  });

  test('another code is another attempt', async () => {
    confirmations(refused(401, 'invalid-code'), confirmed);
    const { visitor, trouble, enter } = await atTheCode();
    await enter('111111');
    await expect.poll(() => trouble.textContent(), patience).not.toBe('');
    await enter('222222');
    await visitor.getByText('first-code').waitFor();
    const [first, second] = site.requests.slice(-2).map(({ headers }) => headers['idempotency-key']);
    expect(second).not.toBe(first);
  });

  test('when the connection is lost at the start, the start can be repeated', async () => {
    const answers = ['lost' as const, opened];
    site.answer = () => answers.shift() ?? { status: 500 };
    const visitor = await page();
    await visitor.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => visitor.getByRole('alert').textContent()).toContain('No connection');
    await visitor.getByRole('button', { name: 'Start' }).click();
    await visitor.getByLabel('Code from the app').waitFor();
  });

  test('two quick clicks are one request', async () => {
    site.answer = () => new Promise((resolve) => setTimeout(resolve, 200, opened));
    const visitor = await page();
    await visitor.getByRole('button', { name: 'Start' }).dblclick();
    await visitor.getByLabel('Code from the app').waitFor();
    expect(site.requests).toHaveLength(1);
  });

  test('leaving without having kept the backup codes is asked about, after a download it is not', async () => {
    confirmations();
    const { visitor, enter } = await atTheCode();
    await enter('123456');
    await visitor.getByText('first-code').waitFor();
    const asked = visitor.waitForEvent('dialog');
    await visitor.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    const download = visitor.waitForEvent('download');
    await visitor.getByRole('button', { name: 'Download' }).click();
    expect((await download).suggestedFilename()).toBe('backup-codes.txt');
    await visitor.reload();
    await visitor.getByRole('heading', { name: 'open the link in your message again' }).waitFor();
  });
});

describe('the setup page and its link', patience, () => {
  test('after a reload it kindly asks to open the link again', async () => {
    const visitor = await page();
    await visitor.reload();
    await visitor.getByRole('heading', { name: 'open the link in your message again' }).waitFor();
    expect(site.requests).toHaveLength(0);
  });

  test('a second link opened in the same tab starts over with that link', async () => {
    confirmations();
    const { visitor } = await atTheCode();
    await visitor.goto(`${site.origin}/setup#another-token`);
    await visitor.getByRole('button', { name: 'Start' }).click();
    await visitor.getByLabel('Code from the app').waitFor();
    expect(site.requests.map(({ body }) => body['token'])).toEqual(['link-token', 'another-token']);
    expect(visitor.url()).toBe(`${site.origin}/setup`);
  });

  test('a picture with a script inside runs nothing', async () => {
    const qrCodeSvg = details.qrCodeSvg.replace('<path', '<script>fetch("/v1/stolen")</script><path');
    site.answer = () => ({ status: 200, body: { ...details, qrCodeSvg } });
    const { visitor } = await atTheCode();
    await visitor.getByRole('img').evaluate((image: HTMLImageElement) => image.decode());
    expect(site.requests.map(({ path }) => path)).toEqual(['/v1/setup/open']);
  });

  test('the watch over the page catches what it must never do: the check of these checks', async () => {
    const { page: visitor, complaints } = await visit(browser, `${site.origin}/setup#link-token`);
    await visitor
      .evaluate(() => {
        const script = document.createElement('script');
        script.src = 'https://elsewhere.example/script.js';
      })
      .catch((error: Error) => expect(error.message).toContain('TrustedScriptURL'));
    await visitor.evaluate(() =>
      document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.example/' })),
    );
    await expect.poll(() => complaints, patience).toContain('img-src https://elsewhere.example/');
    expect(complaints.join()).toContain('require-trusted-types-for');
  });

  test('without JavaScript it says what is missing', async () => {
    const { page: visitor } = await visit(browser, `${site.origin}/setup#link-token`, {
      javaScriptEnabled: false,
    });
    expect(await visitor.getByRole('main').innerText()).toContain('needs JavaScript');
  });
});
