import type { Page } from 'playwright-core';

/** Presses the first button of this name. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().click();
}
