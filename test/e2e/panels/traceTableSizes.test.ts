import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { makeTraceEvents } from '../../support/webviewSamples.ts';
import { useTraceTable } from './support/useTraceTable.ts';

describe('the table of the trace in other sizes', () => {
  const { webview, open, rows, nameOf, popup, choose, readNames, readScroll } = useTraceTable();

  it('leaves usual columns out in a narrow panel, and says so where they are chosen', async () => {
    await open({ width: 500 });
    assert.deepEqual(await readNames(), ['Time', 'Queue', 'Event', 'Details']);
    assert.equal((await readScroll()).room, 0);
    await choose();
    await popup().getByText('Some columns do not fit.').waitFor();
    await popup().getByRole('checkbox', { name: 'Consumer' }).uncheck();
    assert.equal((await readNames()).length, 8, 'all that are chosen');
    await popup().getByText('Some columns do not fit.').waitFor({ state: 'detached' });
  });

  it('closes the popup of a column that a resize takes away', async () => {
    await open({ width: 1_000 });
    await nameOf('Consumer').click({ button: 'right' });
    await popup().waitFor();
    await webview.restyle({ theme: 'dark', width: 500, height: 320 });
    await popup().waitFor({ state: 'hidden' });
  });

  it('keeps the whole popup in the window when it grows', async () => {
    await open({ width: 620, height: 330 });
    await choose();
    await popup().evaluate((element) => {
      const hint = document.createElement('p');
      hint.style.height = '200px';
      element.append(hint);
    });
    await webview.page.waitForFunction(
      () => document.querySelector(':popover-open')?.getBoundingClientRect().bottom === 330 - 4,
    );
  });

  it('does not follow again because a resize ends the list where it is', async () => {
    await open({ height: 400 }, makeTraceEvents(40));
    await rows().last().click();
    await webview.page.getByRole('button', { name: 'Follow Newest', pressed: false }).waitFor();
    await webview.page.keyboard.press('Escape');
    await webview.page.locator('.rows').evaluate((element) => element.scrollTo(0, element.scrollTop - 60));
    await webview.restyle({ theme: 'dark', width: 1_000, height: 700 });
    await webview.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    assert.equal((await readScroll()).below, 0, 'the list is at its end');
    await webview.page.getByRole('button', { name: 'Follow Newest', pressed: false }).waitFor();
    // A list that is back where it was before the browser reported it was not scrolled.
    await webview.page.locator('.rows').evaluate(
      (element) =>
        new Promise((done) => {
          element.addEventListener('scroll', done, { once: true });
          element.scrollBy(0, -200);
        }),
    );
    await webview.page.locator('.rows').evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await webview.page.getByRole('button', { name: 'Follow Newest', pressed: true }).waitFor();
  });
});
