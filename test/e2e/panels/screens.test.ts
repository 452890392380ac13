import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { findFaintButtons } from '../../support/faintButtons.ts';
import { findOverlaps } from '../../support/overlaps.ts';
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
