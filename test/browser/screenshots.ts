import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { startCountersign } from '../../local/runner.ts';
import { launchBrowser } from './browser.ts';
import { enterPassword } from './operator.ts';

/**
 * `npm run screenshots` takes the pictures of the README again. `-- --all folder` takes every screen, light and dark, in
 * both languages and at the width of a phone, for somebody to look at.
 */
const { values } = parseArgs({ options: { all: { type: 'string' } } });

interface Shot {
  readonly name: string;
  readonly address: string;
  /** The user who signs in at the identity provider; absent for pages without a sign-in. */
  readonly as?: string;
  /** Shown in the README. */
  readonly picked?: true;
  readonly width?: number;
  /** What is done before the picture is taken. */
  readonly first?: (page: Page) => Promise<unknown>;
}

const phone = 390;

const shots: readonly Shot[] = [
  { name: 'overview', address: '/#/two-factor/overview', as: 'admin', picked: true },
  { name: 'settings', address: '/#/two-factor/settings', as: 'admin' },
  { name: 'reset', address: '/#/two-factor/reset?userId=ada', as: 'helpdesk' },
  { name: 'expiry', address: '/#/expiry', as: 'admin' },
  { name: 'users', address: '/#/users', as: 'helpdesk' },
  { name: 'new-user', address: '/#/new-user', as: 'admin' },
  { name: 'import', address: '/#/import-users', as: 'admin' },
  { name: 'user', address: '/#/users/paula/status', as: 'admin', picked: true },
  { name: 'person', address: '/#/users/PEPE/person', as: 'admin' },
  { name: 'totp', address: '/#/users/PEPE/totp', as: 'admin' },
  { name: 'tokens', address: '/#/users/mei/tokens', as: 'helpdesk', picked: true },
  { name: 'events', address: '/#/users/ada/events', as: 'auditor' },
  { name: 'classes', address: '/#/classes', as: 'admin' },
  { name: 'class', address: '/#/classes/TOTP', as: 'admin', picked: true },
  { name: 'roles', address: '/#/roles', as: 'admin' },
  { name: 'token-types', address: '/#/token-types', as: 'admin' },
  { name: 'hardware', address: '/#/hardware', as: 'admin' },
  { name: 'providers', address: '/#/providers', as: 'admin' },
  { name: 'audit', address: '/#/audit', as: 'auditor' },
  { name: 'own-page', address: '/me', as: 'admin', picked: true, width: phone },
];

const running = await startCountersign({ inMemory: true, demo: true, quiet: true });
const browser = await launchBrowser();
try {
  await running.settled();
  const [invitation] = await running.inbox('paula@example.com');
  const link = /\/setup#\S+/.exec(invitation?.text ?? '')?.[0] ?? '';
  const setup: Shot = { name: 'setup', address: link, picked: true, width: phone };
  if (values.all) await everything([...shots, setup], values.all);
  else await picked([...shots, setup].filter((shot) => shot.picked));
} finally {
  await browser.close();
  await running.stop();
}

async function picked(wanted: readonly Shot[]): Promise<void> {
  const folder = join(import.meta.dirname, '../../docs/screenshots');
  mkdirSync(folder, { recursive: true });
  for (const shot of wanted) await take(shot, join(folder, `${shot.name}.png`), {});
}

async function everything(wanted: readonly Shot[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const shot of wanted) {
    const file = (way: string) => join(folder, `${shot.name}-${way}.png`);
    await take(shot, file('light'), {}, true);
    await take(shot, file('dark'), { colorScheme: 'dark' }, true);
    await take(shot, file('german'), { locale: 'de-DE' }, true);
    await take({ ...shot, width: phone }, file('phone'), {}, true);
  }
}

async function take(
  { address, as, width = 1200, first }: Shot,
  file: string,
  options: BrowserContextOptions,
  fullPage = false,
): Promise<void> {
  const height = width === phone ? 844 : 760;
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width, height }, ...options });
  const page = await context.newPage();
  await page.goto(running.origin + address);
  if (as) await enterPassword(page, as);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await first?.(page);
  await page.screenshot({ path: file, fullPage });
  await context.close();
  console.log(file);
}
