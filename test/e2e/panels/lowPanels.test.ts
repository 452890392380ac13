import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { SCREENS } from '../../support/review/screens.ts';
import { startAlarmForm } from '../../support/review/alarmFormScreens.ts';
import { EDITED_STANDARD, startEditor } from '../../support/review/queueEditorScreens.ts';
import { useWebview } from './support/useWebview.ts';

describe('a panel in a low window', () => {
  const webview = useWebview();

  /** Opens a screen of the review. */
  async function open(
    name: string,
    size: { readonly width: number; readonly height: number },
  ): Promise<void> {
    const screen = SCREENS.find((each) => each.name === name);
    assert.ok(screen, name);
    await webview.open({ name: screen.page, state: screen.state, ...size });
    for (const message of screen.messages()) await webview.send(message);
  }

  async function isInSight(element: Locator): Promise<boolean> {
    const box = await element.boundingBox();
    const size = webview.page.viewportSize();
    return box !== null && size !== null && box.y >= 0 && box.y + box.height <= size.height;
  }

  for (const height of [420, 300, 200]) {
    it(`keeps Apply in sight above a form that scrolls, ${height} px high`, async () => {
      await webview.open({ name: 'queueEditor', width: 640, height });
      await webview.send(startEditor());
      const apply = webview.page.locator('.run');
      await apply.waitFor();
      assert.ok(await isInSight(apply), 'at the top of the form');
      await webview.page.getByRole('textbox', { name: 'Visibility timeout' }).fill('2 min');
      assert.ok(await isInSight(apply), 'with a change');
      await webview.page.locator('.changes li').first().scrollIntoViewIfNeeded();
      assert.ok(await isInSight(apply), 'at its end');
    });
  }

  for (const height of [320, 200]) {
    it(`keeps Send in sight below a form that scrolls, ${height} px high`, async () => {
      await open('composer-mistakes', { width: 640, height });
      const send = webview.page.locator('.run');
      await send.waitFor();
      assert.ok(await isInSight(send), 'at the top of the form');
      await webview.page.locator('.form').evaluate((form) => form.lastElementChild?.scrollIntoView());
      assert.ok(await isInSight(send), 'at its end');
    });
  }

  for (const [width, height] of [
    [900, 400],
    [640, 360],
    [200, 200],
  ] as const) {
    const size = `${width} × ${height} px`;

    it(`shows beside the button that nothing was applied to a queue, ${size}`, async () => {
      await webview.open({ name: 'queueEditor', width, height });
      await webview.send(startEditor());
      await webview.page.getByRole('textbox', { name: 'Visibility timeout' }).fill('2 min');
      await webview.page.locator('.run').click();
      const [{ requestId } = {}] = await webview.readPosted('apply');
      await webview.send({
        type: 'applied',
        requestId,
        outcome: { kind: 'changedMeanwhile', queue: EDITED_STANDARD },
      });
      assert.ok(await isInSight(webview.page.getByText('Nothing was applied').first()));
    });

    it(`shows beside the button why an alarm was refused, ${size}`, async () => {
      await webview.open({ name: 'alarmForm', width, height });
      await webview.send(startAlarmForm());
      await webview.page.locator('.run').click();
      const [{ requestId } = {}] = await webview.readPosted('save');
      const failure = { message: 'The disk is full.' };
      await webview.send({ type: 'saved', requestId, outcome: { ok: false, failure } });
      assert.ok(await isInSight(webview.page.getByText('The disk is full.')));
    });

    it(`shows beside the button that a message was sent, ${size}`, async () => {
      await open('composer-sent', { width, height });
      await SCREENS.find(({ name }) => name === 'composer-sent')?.act?.(webview.page);
      assert.ok(await isInSight(webview.page.getByText('Sent to payments.fifo')));
    });
  }

  it('leads to the entries of a legend that has more lines than room, with the keyboard', async () => {
    await open('trace-messages', { width: 420, height: 360 });
    const legend = webview.page.locator('.legend');
    const last = legend.locator('.legend-entry').last();
    await last.waitFor();
    const frame = await legend.boundingBox();
    await legend.focus();
    await webview.page.keyboard.press('End');
    await webview.page.waitForFunction(() => {
      const element = document.querySelector('.legend');
      return element !== null && element.scrollTop + element.clientHeight >= element.scrollHeight - 1;
    });
    const box = await last.boundingBox();
    assert.ok(frame && box && box.y >= frame.y && box.y + box.height <= frame.y + frame.height + 1);
  });

  it('animates nothing if the user reduces motion', async () => {
    for (const name of [
      'composer',
      'trace',
      'load',
      'message',
      'metrics',
      'receive',
      'queueEditor',
    ] as const) {
      await webview.open({ name, reducedMotion: true });
      await webview.send({ type: 'brokerChanged', broker: { kind: 'starting' } });
      const moving = await webview.page.evaluate(() =>
        document.getAnimations().map((each) => (each instanceof CSSAnimation ? each.animationName : each.id)),
      );
      assert.deepEqual(moving, [], name);
    }
  });
});
