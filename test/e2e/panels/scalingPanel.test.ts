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

  it('reads out values and decisions that the keyboard moves to', async () => {
    const page = await openStory();
    const status = page.locator('.chart [role=status]');
    await page.locator('.chart').focus();
    await page.keyboard.press('Home');
    assert.match(
      await status.innerText(),
      /Visible: 0, In flight: 0, Age of the oldest: 0 s, Running: 1, Desired: 1$/u,
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
});
