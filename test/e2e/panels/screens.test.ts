import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { findFaintButtons } from '../../support/faintButtons.ts';
import { BUNDLE } from '../../support/exportTexts.mjs';
import { findOverlaps } from '../../support/overlaps.ts';
import { makeLongTexts } from '../../support/longTexts.ts';
import { findCutLabels } from '../../support/cutLabels.ts';
import { takeReviewPicture, WRITES_PICTURES } from '../../support/review/pictures.ts';
import { SCREEN_SIZES, SCREENS } from '../../support/review/screens.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { useWebview } from './support/useWebview.ts';

/** Themes in which the panels give buttons colours of their own; in the others they have the theme's. */
const STYLED_THEMES = THEME_KINDS.filter((theme) => theme.startsWith('highContrast'));

describe('every screen of the panels', () => {
  const webview = useWebview();

  for (const screen of SCREENS) {
    it(`${WRITES_PICTURES ? 'is drawn in every theme and size' : 'lets nothing lie over something else, no button without contrast, and nothing for axe to find'}: ${screen.name}`, async () => {
      await webview.open({
        name: screen.page,
        theme: 'dark',
        ...SCREEN_SIZES.wide,
        ...(screen.state === undefined ? {} : { state: screen.state }),
      });
      for (const message of screen.messages()) await webview.send(message);
      await screen.act?.(webview.page);
      if (WRITES_PICTURES) await takePictures(screen.name);
      else await check();
    });
  }

  // What is longer than its place must be cut or wrapped as a whole, whatever the language.
  if (!WRITES_PICTURES) {
    const texts = makeLongTexts(JSON.parse(readFileSync(BUNDLE, 'utf8')));
    const longTexts = Object.values(texts).filter((text) => !text.includes('{'));
    for (const screen of SCREENS.filter(({ act }) => act === undefined)) {
      it(`has room for words that are 1.4 times as long: ${screen.name}`, async () => {
        await webview.open({
          name: screen.page,
          theme: 'dark',
          ...SCREEN_SIZES.wide,
          language: 'de',
          texts,
          ...(screen.state === undefined ? {} : { state: screen.state }),
        });
        for (const message of screen.messages()) await webview.send(message);
        const shown = await webview.page.locator('main').innerText();
        assert.ok(
          longTexts.some((text) => shown.includes(text)),
          'the page has the long texts',
        );
        for (const size of Object.values(SCREEN_SIZES)) {
          await webview.restyle({ theme: 'dark', ...size });
          assert.deepEqual(await findOverlaps(webview.page), [], `${size.width} × ${size.height}`);
          assert.deepEqual(await findCutLabels(webview.page), [], `${size.width} × ${size.height}`);
        }
      });
    }
  }

  async function check(): Promise<void> {
    for (const size of Object.values(SCREEN_SIZES)) {
      await webview.restyle({ theme: 'dark', ...size });
      assert.deepEqual(await findOverlaps(webview.page), [], `${size.width} × ${size.height}`);
    }
    // In the smallest, where most has to scroll; the tests of each panel look at it in every theme.
    assert.deepEqual(await findAxeViolations(webview.page), []);
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
