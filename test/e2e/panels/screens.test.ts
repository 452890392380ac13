import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { findFaintButtons } from '../../support/faintButtons.ts';
import { BUNDLE } from '../../support/exportTexts.mjs';
import { findCrookedRows, findMisplacedControls } from '../../support/misplacedControls.ts';
import { findOverlaps } from '../../support/overlaps.ts';
import { makeLongTexts } from '../../support/longTexts.ts';
import { findCutLabels } from '../../support/cutLabels.ts';
import { takeReviewPicture, WRITES_PICTURES } from '../../support/review/pictures.ts';
import { SCREEN_SIZES, SCREENS, type Screen } from '../../support/review/screens.ts';
import { THEME_KINDS, type WebviewPageOptions } from '../../support/webviewBrowser.ts';
import { useWebview } from './support/useWebview.ts';

/** Themes in which the panels give buttons colours of their own; in the others they have the theme's. */
const STYLED_THEMES = THEME_KINDS.filter((theme) => theme.startsWith('highContrast'));

describe('every screen of the panels', () => {
  const webview = useWebview();

  // What is longer than its place must be cut or wrapped as a whole, whatever the language.
  const texts = makeLongTexts(JSON.parse(readFileSync(BUNDLE, 'utf8')));
  const longTexts = Object.values(texts).filter((text) => !text.includes('{'));

  async function open(screen: Screen, options: Partial<WebviewPageOptions> = {}): Promise<void> {
    await webview.open({
      name: screen.page,
      theme: 'dark',
      ...SCREEN_SIZES.wide,
      ...options,
      ...(screen.state === undefined ? {} : { state: screen.state }),
    });
    for (const message of screen.messages()) await webview.send(message);
    await screen.act?.(webview.page);
  }

  for (const screen of SCREENS) {
    if (WRITES_PICTURES)
      it(`is drawn in every theme and size: ${screen.name}`, async () => {
        await open(screen);
        await takePictures(screen.name);
      });
    else if (screen.act === undefined)
      it(`lets nothing lie over something else, no button without contrast, and nothing for axe to find, with words that are 1.4 times as long: ${screen.name}`, async () => {
        await open(screen, { language: 'de', texts });
        const shown = await webview.page.locator('main').innerText();
        assert.ok(
          longTexts.some((text) => shown.includes(text)),
          'the page has the long texts',
        );
        await check(screen, { mayCutLabels: false });
      });
    // What a user does finds its buttons by their English names.
    else
      it(`lets nothing lie over something else, no button without contrast, and nothing for axe to find: ${screen.name}`, async () => {
        await open(screen);
        await check(screen, { mayCutLabels: true });
      });
  }

  async function check(
    { isCovered = false }: Screen,
    { mayCutLabels }: { readonly mayCutLabels: boolean },
  ): Promise<void> {
    for (const size of Object.values(SCREEN_SIZES)) {
      await webview.restyle({ theme: 'dark', ...size });
      assert.deepEqual(await findOverlaps(webview.page), [], `${size.width} × ${size.height}`);
      assert.deepEqual(await findMisplacedControls(webview.page), [], `${size.width} × ${size.height}`);
      assert.deepEqual(await findCrookedRows(webview.page), [], `${size.width} × ${size.height}`);
      if (mayCutLabels) continue;
      assert.deepEqual(await findCutLabels(webview.page), [], `${size.width} × ${size.height}`);
    }
    // In the smallest, where most has to scroll; the tests of each panel look at it in every theme.
    assert.deepEqual(await findAxeViolations(webview.page), []);
    if (isCovered) return;
    for (const theme of STYLED_THEMES) {
      await webview.restyle({ theme, ...SCREEN_SIZES.wide });
      assert.deepEqual(await findFaintButtons(webview.page), [], theme);
    }
  }

  async function takePictures(name: string): Promise<void> {
    for (const theme of THEME_KINDS) {
      for (const [sizeName, size] of Object.entries(SCREEN_SIZES)) {
        await webview.restyle({ theme, ...size });
        await takeReviewPicture(webview.page, name, theme, sizeName);
      }
    }
  }
});
