import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { accessibilityViolations, type Visitor, visit } from './visitor.ts';

/** The identity provider's people who are operators. */
export type OperatorName = 'admin' | 'helpdesk' | 'auditor';

/** Types the name and the password into the identity provider's page. */
export async function enterPassword(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/**
 * An operator with a browser of their own, signed in through the identity provider.
 *
 * @param place in the console, as `/users/ada`
 */
export async function signedIn(
  browser: Browser,
  origin: string,
  name: OperatorName,
  place = '/',
  options?: BrowserContextOptions,
): Promise<Visitor> {
  const visitor = await visit(browser, `${origin}/#${place}`, options);
  await enterPassword(visitor.page, name);
  await visitor.page.getByRole('heading', { level: 1 }).waitFor();
  return visitor;
}

/** What holds of every screen, whatever is on it: nothing left the origin, no policy was violated, no script failed. */
export function expectNothingStrange({ requests, complaints }: Visitor, origin: string): void {
  expect(complaints).toEqual([]);
  const elsewhere = requests.map((request) => request.url()).filter((url) => !/^(data|blob):/.test(url));
  expect(elsewhere.filter((url) => !url.startsWith(`${origin}/`))).toEqual([]);
}

/** Rules that look at colours: all else is the same in the dark. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** axe finds nothing, in the light and in the dark. */
export async function expectAccessible(page: Page): Promise<void> {
  await inScheme(page, 'light');
  expect(await accessibilityViolations(page), 'light').toEqual([]);
  await inScheme(page, 'dark');
  expect(await accessibilityViolations(page, ...ofColours), 'dark').toEqual([]);
}

async function inScheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // Colours fade from one scheme to the other.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
}
