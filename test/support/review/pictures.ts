import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { findProjectRoot } from '../project.mjs';

/** `npm run pictures -- --review` sets it. */
export const WRITES_PICTURES = process.env['QUEUESIDE_REVIEW'] === '1';

/** Writes `out/review/SCREEN-THEME-SIZE.png`. */
export async function takeReviewPicture(page: Page, ...parts: readonly string[]): Promise<void> {
  const folder = join(findProjectRoot(), 'out', 'review');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${parts.join('-')}.png`) });
}
