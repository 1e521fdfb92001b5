import type { Locator, Page } from 'playwright-core';

/** What an operator does with the console's components, by the names that they read or hear. */

export const fill = (place: Page | Locator, label: string, value: string): Promise<void> =>
  place.getByLabel(label, { exact: true }).fill(value);

/** A dialog may also be closed at its top: the button at its end is meant. */
export const press = (place: Page | Locator, name: string): Promise<void> =>
  place.getByRole('button', { name, exact: true }).last().click();

export async function chooseIn(dialog: Locator, label: string, option: string): Promise<void> {
  await dialog.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  await dialog.page().getByRole('option', { name: option, exact: true }).click();
}

/** @param of what the context menu belongs to */
export async function fromMenu(page: Page, of: string, item: string): Promise<void> {
  await press(page, `Actions for ${of}`);
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

export async function menuOf(page: Page, of: string): Promise<string[]> {
  await press(page, `Actions for ${of}`);
  const items = await page.getByRole('menuitem').allTextContents();
  await page.keyboard.press('Escape');
  return items;
}
