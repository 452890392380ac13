import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { answerScaling, makeFlapping, makeStory, startScaling } from '../../support/scalingSamples.ts';
import { useWebview } from './support/useWebview.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47];

describe('the scaling panel in a browser', () => {
  const webview = useWebview();

  async function openStory(): Promise<Page> {
    await webview.open({ name: 'scaling' });
    await webview.send(startScaling());
    for (const answer of answerScaling(makeStory())) await webview.send(answer);
    return webview.page;
  }
  /** Where a decision has its mark: they are evenly over the time of the chart. */
  async function placeOf(share: number) {
    const box = await webview.page.locator('.u-over').boundingBox();
    assert.ok(box);
    return { x: box.x + box.width * share, y: box.y + 8 };
  }

  it('says why a decision was made where the mouse is at its mark, and finds it in the list', async () => {
    const page = await openStory();
    // 140 s after the beginning of 900.
    const { x, y } = await placeOf(140 / 900);
    await page.mouse.move(x, y);
    assert.match(
      await page.locator('.decision-tip').innerText(),
      /1 → 3 · Step scaling\nAt .* changing the desired/u,
    );
    await page.mouse.down();
    await page.mouse.up();
    assert.match(await page.locator('.decision.chosen').innerText(), /1 → 3/u);
    await page.mouse.move(x + 40, y);
    assert.equal(await page.locator('.decision-tip').count(), 0);
  });

  it('shows a decision of the list in the chart, which comes into view at the size of a panel', async () => {
    const page = await openStory();
    await webview.restyle({ theme: 'dark', width: 640, height: 360 });
    const mark = page.locator('.chart-plot');
    const last = page.locator('button.decision-head').last();
    await last.scrollIntoViewIfNeeded();
    assert.ok(((await mark.boundingBox())?.y ?? 0) < 0, 'the marks are not in view');
    await last.click();
    const tip = await page.locator('.decision-tip').boundingBox();
    assert.ok(tip !== null && tip.y >= 0 && tip.y + tip.height <= 360, JSON.stringify(tip));
    const row = page.locator('.decision.chosen');
    const list = await page.locator('.decisions ol').boundingBox();
    const place = await row.boundingBox();
    assert.ok(list !== null && place !== null && place.y >= list.y - 1, 'the row is in view in its list');
  });

  it('draws an area where a pool changes too often for steps, and steps otherwise', async () => {
    for (const [story, hasAreas] of [
      [makeFlapping, true],
      [makeStory, false],
    ] as const) {
      await webview.open({
        name: 'scaling',
        state: { rangeSeconds: 3_600, hidden: ['desired', 'inService'] },
      });
      await webview.send(startScaling());
      for (const answer of answerScaling(story())) await webview.send(answer);
      // Green covers all of the lane if its steps are a block, and is faint in areas.
      const share = await webview.page.locator('.chart-plot canvas').evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let [strong, faint] = [0, 0];
        for (let at = 0; at < pixels.length; at += 4) {
          const [red = 0, green = 0, , alpha = 0] = pixels.slice(at, at + 4);
          if (green <= red + 40) continue;
          if (alpha > 200) strong += 1;
          else if (alpha > 40 && alpha < 90) faint += 1;
        }
        return { strong, faint };
      });
      assert.equal(share.faint > 5 * share.strong, hasAreas, JSON.stringify(share));
    }
  });

  it('reads out values and decisions that the keyboard moves to', async () => {
    const page = await openStory();
    const status = page.locator('.chart [role=status]');
    await page.locator('.chart').focus();
    await page.keyboard.press('Home');
    assert.match(
      await status.innerText(),
      /Visible: 0, In flight: 0, Age of the oldest message: 0 s, Running: 1, Desired: 1$/u,
    );
    await page.keyboard.press('PageDown');
    assert.match(await status.innerText(), /1 → 3, Step scaling, At /u);
    await page.keyboard.press('PageDown');
    assert.match(await status.innerText(), /3 → 4, /u);
    await page.keyboard.press('PageUp');
    assert.match(await status.innerText(), /1 → 3, /u);
    await page.keyboard.press('Escape');
    assert.equal(await status.innerText(), '');
  });

  it('zooms where the mouse is dragged, which pauses it, and follows the newest again', async () => {
    const page = await openStory();
    const [from, to] = [await placeOf(0.2), await placeOf(0.45)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    assert.equal((await webview.readPosted('pause')).length, 1);
    // Those before and after are out of sight.
    assert.equal(await page.locator('.decision').count(), 2);
    await page.getByRole('button', { name: 'Follow Newest' }).click();
    assert.equal(await page.locator('.decision').count(), 5);
    assert.equal((await webview.readPosted('watch')).length, 2);
  });

  it('hides a line, and keeps that and the pool', async () => {
    const page = await openStory();
    await page.getByRole('button', { name: /^In flight/u }).click();
    assert.deepEqual(await webview.readState(), {
      poolName: 'image-workers',
      rangeSeconds: 900,
      hidden: ['inService', 'inFlight'],
    });
  });

  it('draws all that a broker remembers, and saves it', async () => {
    await webview.open({ name: 'scaling', state: { rangeSeconds: 3_600, hidden: [] } });
    await webview.send(startScaling());
    for (const answer of answerScaling(makeFlapping())) await webview.send(answer);
    const { page } = webview;
    await page.getByRole('button', { name: 'Save as Picture…' }).click();
    const [picture] = await webview.readPosted('savePicture');
    const bytes = Buffer.from(String(picture?.['base64']), 'base64');
    assert.deepEqual([...bytes.subarray(0, 4)], PNG);
    assert.ok(bytes.length > 10_000, `${bytes.length} bytes`);
    await page.getByRole('button', { name: 'Save as CSV…' }).click();
    const [table] = await webview.readPosted('saveTable');
    const rows = table?.['rows'] as string[][];
    assert.equal(rows.filter((row) => row.at(-1)?.startsWith('At ')).length, 500);
  });

  it('keeps the tip of the decision that was chosen when the mouse leaves, and in another theme', async () => {
    const page = await openStory();
    await page.locator('button.decision-head').last().click();
    const tip = page.locator('.decision-tip');
    await tip.waitFor();
    const { x, y } = await placeOf(0.9);
    await page.mouse.move(x, y);
    await tip.waitFor({ state: 'detached' });
    await page.mouse.move(0, 0);
    await tip.waitFor();
    await webview.restyle({ theme: 'light', width: 1100, height: 800 });
    await tip.waitFor();
    assert.match(await tip.innerText(), /1 → 3/u);
    await page.locator('.chart').focus();
    await page.keyboard.press('Escape');
    await tip.waitFor({ state: 'detached' });
  });

  it('has nothing to choose from with a stopped broker, and starts it', async () => {
    await webview.open({ name: 'scaling' });
    await webview.send({ type: 'initialize', broker: { kind: 'stopped' } });
    await webview.page.locator('.empty-state').getByRole('button', { name: 'Start Broker' }).click();
    assert.equal((await webview.readPosted('startBroker')).length, 1);
    assert.equal(await webview.page.locator('vscode-single-select').count(), 0);
  });

  it('says that a pool was deleted, and what to do', async () => {
    const page = await openStory();
    await webview.send({ type: 'poolsChanged', pools: [] });
    await page
      .getByText('The pool image-workers was deleted. Choose another pool, or declare it again.')
      .waitFor();
    await page.getByRole('button', { name: 'Declare Pool…' }).click();
    assert.equal((await webview.readPosted('declarePool')).length, 1);
  });
});
