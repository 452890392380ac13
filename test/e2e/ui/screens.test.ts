import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { findOverlaps } from '../../support/overlaps.ts';
import { findProjectRoot } from '../../support/project.mjs';
import { type Screen, SCREEN_SIZES, SCREENS } from '../../support/review/screens.ts';
import { THEME_KINDS, type ThemeKind } from '../../support/webviewBrowser.ts';
import { useWebview } from './support/useWebview.ts';

/** `npm run pictures -- --review` sets it. */
const WRITES_PICTURES = process.env['QUEUESIDE_REVIEW'] === '1';

describe('every screen of the panels', () => {
  const webview = useWebview();

  async function open(
    screen: Screen,
    theme: ThemeKind,
    size: { readonly width: number; readonly height: number },
  ): Promise<void> {
    await webview.open({ name: screen.page, theme, ...size, state: screen.state });
    for (const message of screen.messages()) await webview.send(message);
    await screen.act?.(webview.page);
  }

  for (const screen of SCREENS) {
    it(`has nothing that lies over something else in 200 × 200 pixels, and nothing for axe: ${screen.name}`, async () => {
      await open(screen, 'dark', SCREEN_SIZES.tiny);
      assert.deepEqual(await findOverlaps(webview.page), []);
      assert.deepEqual(await findAxeViolations(webview.page), []);
    });
  }

  if (!WRITES_PICTURES) return;
  const folder = join(findProjectRoot(), 'out', 'review');
  for (const screen of SCREENS) {
    for (const theme of THEME_KINDS) {
      for (const [sizeName, size] of Object.entries(SCREEN_SIZES)) {
        it(`is drawn: ${screen.name}, ${theme}, ${sizeName}`, async () => {
          mkdirSync(folder, { recursive: true });
          await open(screen, theme, size);
          await webview.page.screenshot({ path: join(folder, `${screen.name}-${theme}-${sizeName}.png`) });
        });
      }
    }
  }
});
