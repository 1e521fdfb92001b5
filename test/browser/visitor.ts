import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';

/** For tests on a busy machine. */
export const patience = { timeout: 30_000 };

/** A person with a browser of their own, and what the browser saw on the way. */
export interface Visitor {
  readonly page: Page;
  readonly requests: readonly Request[];
  /** Violations of the page's own policy, and errors of its script. */
  readonly complaints: readonly string[];
}

export async function visit(
  browser: Browser,
  address: string,
  options?: BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const requests: Request[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.exposeFunction('complain', (complaint: string) => complaints.push(complaint));
  await page.addInitScript(() => {
    const { complain } = globalThis as unknown as { complain: (complaint: string) => void };
    addEventListener('securitypolicyviolation', (event) => {
      complain(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(address);
  return { page, requests, complaints };
}

/** What axe finds wrong, as `rule: element`; with all its rules unless some are named. */
export async function accessibilityViolations(page: Page, ...rules: readonly string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}
