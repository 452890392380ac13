import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findAxeViolations } from '../../support/axe.ts';
import { makeLoss, makeMessageStart } from '../../support/messageSamples.ts';
import { SCREEN_SIZES } from '../../support/review/screens.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { useWebview } from './support/useWebview.ts';

describe('the editor of a message in a browser', () => {
  const webview = useWebview();
  const button = (name: string) => webview.page.getByRole('button', { name, exact: true });

  async function open(size: { readonly width: number; readonly height: number }): Promise<void> {
    await webview.open({ name: 'message', ...size });
    for (const message of makeMessageStart()) await webview.send(message);
  }

  it('marks hits so that they can be read in every theme', async () => {
    await open(SCREEN_SIZES.wide);
    for (const form of ['Pretty', 'Tree']) {
      await button(form).click();
      if (form === 'Pretty') await button('Find in Body').click();
      await webview.page.getByRole('textbox', { name: 'Find in body' }).fill('width');
      await webview.page.getByText('1 of 2').waitFor();
      assert.ok((await webview.page.locator('.hit, .hit-row').count()) > 1, `${form} has hits`);
      for (const theme of THEME_KINDS) {
        await webview.restyle({ theme, ...SCREEN_SIZES.wide });
        assert.deepEqual(await findAxeViolations(webview.page), [], `${form}, ${theme}`);
      }
    }
  });

  it('keeps its find box in one line, at the size of a panel', async () => {
    await open(SCREEN_SIZES.panel);
    await button('Find in Body').click();
    const tops = await webview.page
      .locator('.find-box :is(input, button)')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top + part.clientHeight / 2));
    assert.ok(Math.max(...tops) - Math.min(...tops) < 4, tops.join(', '));
  });

  it('keeps the two ways to a hit together, however narrow it is', async () => {
    await open(SCREEN_SIZES.tiny);
    await button('Find in Body').click();
    const [previous, next] = [
      await button('Previous Hit').boundingBox(),
      await button('Next Hit').boundingBox(),
    ];
    assert.equal(previous?.y, next?.y);
  });

  it('marks the row of its menu where the pointer is, and no other', async () => {
    await open(SCREEN_SIZES.wide);
    await button('More Actions…').click();
    const row = webview.page.getByRole('menuitem', { name: 'Compare With…' });
    await row.hover();
    assert.ok(await row.evaluate((element) => element.matches(':focus')));
  });

  it('says what may have become of a message that was never found, and leads on', async () => {
    await webview.open({ name: 'message', ...SCREEN_SIZES.panel });
    await webview.send(makeLoss());
    await webview.page.getByText('A consumer or a user may have deleted or moved it').waitFor();
    assert.equal(await webview.page.locator('.notice.info > .codicon-info').count(), 1);
    await button('Show in Trace').click();
    await button('Show Queue').click();
    assert.equal((await webview.readPosted('showQueue')).length, 1);
  });

  it('has the usual actions as buttons, and the others in a menu, which the keyboard reaches', async () => {
    await open(SCREEN_SIZES.panel);
    const toolbar = webview.page.getByRole('toolbar', { name: 'Actions' });
    assert.deepEqual(await toolbar.locator('.named-button').allInnerTexts(), [
      'Send Again',
      'Move to Queue…',
    ]);
    await button('Send Again').click();
    await button('More Actions…').click();
    const rows = webview.page.getByRole('menuitem');
    assert.equal(await rows.first().innerText(), 'Edit and Send Again…');
    assert.equal(await rows.last().innerText(), 'Delete…');
    await webview.page.keyboard.press('ArrowUp');
    await webview.page.keyboard.press('ArrowUp');
    await webview.page.keyboard.press('Enter');
    await rows.first().waitFor({ state: 'hidden' });
    assert.deepEqual(
      (await webview.readPosted('run')).map(({ action }) => action),
      ['sendAgain', 'openBodyAsText'],
    );
  });

  it('has its actions beside the ID, and the tools of the body in one line, at the size of a panel', async () => {
    await open(SCREEN_SIZES.panel);
    const topOf = async (selector: string): Promise<number> =>
      (await webview.page.locator(selector).first().boundingBox())?.y ?? Number.NaN;
    assert.ok(Math.abs((await topOf('.message-id')) - (await topOf('.named-button'))) < 10);
    const tops = await webview.page
      .locator('.body-tools .icon-button')
      .evaluateAll((tools) => tools.map((tool) => tool.getBoundingClientRect().top));
    assert.equal(new Set(tops).size, 1);
    assert.equal(tops.length, 3);
  });

  it('shows as many bytes in a row as there is room for, with their characters', async () => {
    await open(SCREEN_SIZES.wide);
    await button('Hex').click();
    for (const [width, bytes] of [
      [1280, 16],
      [900, 8],
      [640, 8],
      [240, 4],
      [200, 2],
    ] as const) {
      await webview.restyle({ theme: 'dark', width, height: 720 });
      const rows = webview.page.locator('.text-rows');
      await rows
        .locator('.hex-characters')
        .first()
        .filter({ hasText: new RegExp(`^.{${bytes}}$`, 'u') })
        .waitFor();
      const overflow = await rows.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      assert.ok(overflow <= 0, `${width} px: ${overflow} px too wide`);
    }
  });
});
