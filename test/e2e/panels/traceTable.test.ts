import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { findAxeViolations } from '../../support/axe.ts';
import { SCREEN_SIZES } from '../../support/review/screens.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { makeTraceEvents } from '../../support/webviewSamples.ts';
import { useTraceTable } from './support/useTraceTable.ts';

interface KeptState {
  readonly table: {
    readonly columns?: readonly string[];
    readonly widthsPx: Readonly<Record<string, number>>;
    readonly sort?: { readonly column: string; readonly isDescending: boolean };
  };
}

describe('the table of the trace', () => {
  const { webview, open, rows, header, nameOf, popup, choose, readNames, widthOf, readScroll } =
    useTraceTable();
  const addEvents = (events: readonly object[]): Promise<void> =>
    webview.send({ type: 'events', start: 'continue', events, dropped: 0 });
  const borderOf = (name: string): Locator =>
    webview.page.getByRole('separator', { name: `Width of ${name}`, exact: true });
  const readCells = (column: string): Promise<string[]> =>
    webview.page.locator(`[role=gridcell].${column}`).allInnerTexts();
  const readTable = async (): Promise<KeptState['table']> => ((await webview.readState()) as KeptState).table;
  const readFocused = (): Promise<string | null | undefined> =>
    webview.page.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
    );

  async function drag(border: Locator, byPx: number): Promise<void> {
    const box = await border.boundingBox();
    assert.ok(box);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await webview.page.mouse.move(x, y);
    await webview.page.mouse.down();
    await webview.page.mouse.move(x + byPx, y, { steps: 4 });
    await webview.page.mouse.up();
  }

  for (const theme of THEME_KINDS) {
    it(`has nothing for axe to find, with all columns, sorted, and its menu open, in ${theme}`, async () => {
      await open({ theme });
      assert.deepEqual(await findAxeViolations(webview.page), []);
      await nameOf('Age').click();
      await nameOf('Age').click({ button: 'right' });
      await popup().getByRole('checkbox', { name: 'Request ID' }).check();
      assert.deepEqual(await findAxeViolations(webview.page), []);
      await webview.page.keyboard.press('Escape');
      await popup().waitFor({ state: 'hidden' });
      assert.deepEqual(await findAxeViolations(webview.page), []);
    });
  }

  it('shows the columns that are chosen, keeps the choice, and restores the usual ones', async () => {
    await open();
    const usual = await readNames();
    assert.deepEqual(usual, [
      'Time',
      'Queue',
      'Event',
      'Message',
      'Receives',
      'Age',
      'In flight',
      'Consumer',
      'Details',
    ]);
    await choose();
    await popup().getByRole('checkbox', { name: 'Receives' }).uncheck();
    await popup().getByRole('checkbox', { name: 'Region' }).check();
    assert.deepEqual(await readNames(), ['Time', 'Queue', 'Region', ...usual.slice(2, 4), ...usual.slice(5)]);
    assert.equal((await readCells('region'))[0], 'us-east-1');
    assert.equal(await webview.page.getByRole('grid').getAttribute('aria-colcount'), '9');
    const state = await webview.readState();
    await open({ state: state as object });
    assert.deepEqual(await readNames(), ['Time', 'Queue', 'Region', ...usual.slice(2, 4), ...usual.slice(5)]);
    await choose();
    await popup().getByRole('button', { name: 'Restore Defaults' }).click();
    assert.deepEqual(await readNames(), usual);
    await popup().waitFor({ state: 'hidden' });
  });

  it('opens with its usual columns if what was kept cannot be used', async () => {
    const table = { columns: ['price'], widthsPx: { queue: 'wide' }, sort: { column: 7 } };
    await open({ state: { table } });
    assert.equal((await readNames()).length, 9);
    assert.equal(await header('Time').getAttribute('aria-sort'), 'ascending');
  });

  it('sorts by a click on a name, the other way by a second, and by time again by a third', async () => {
    await open();
    const inTime = await readCells('message');
    await nameOf('Receives').click();
    assert.equal(await header('Receives').getAttribute('aria-sort'), 'ascending');
    assert.equal(await header('Time').getAttribute('aria-sort'), null);
    assert.equal((await readCells('receives'))[0], '1');
    await webview.page.getByText('Sorted by Receives, ascending.').waitFor();
    await nameOf('Receives').click();
    assert.equal(await header('Receives').getAttribute('aria-sort'), 'descending');
    assert.equal((await readCells('receives'))[0], '2');
    assert.deepEqual((await readTable()).sort, { column: 'receives', isDescending: true });
    await nameOf('Receives').click();
    assert.equal(await header('Receives').getAttribute('aria-sort'), null);
    assert.equal((await readTable()).sort, undefined);
    await webview.page.getByRole('button', { name: 'Follow Newest' }).click();
    assert.deepEqual(await readCells('message'), inTime);
  });

  it('adds new events at their place, holds what is read in place, and says how to follow the newest again', async () => {
    await open({ height: 700 }, makeTraceEvents(2_000));
    const follow = webview.page.getByRole('toolbar').getByRole('button', { name: 'Follow Newest' });
    assert.equal(await follow.getAttribute('aria-pressed'), 'true');
    await nameOf('Age').click();
    await nameOf('Age').click();
    assert.equal(await follow.getAttribute('aria-pressed'), 'false');
    assert.equal((await readScroll()).top, 0);
    await addEvents([{ ...makeTraceEvents(6, 2_001)[5], ageMs: 3_600_000 }]);
    await rows().first().getByText('1 h', { exact: true }).waitFor();
    assert.equal((await readScroll()).top, 0, 'the top of a sorted list stays in view');

    await webview.page.locator('.rows').evaluate((element) => element.scrollTo(0, 4_400));
    const readTop = (): Promise<string | null> =>
      webview.page.locator('.rows').evaluate((element) => {
        const { left, top } = element.getBoundingClientRect();
        return (
          document.elementFromPoint(left + 20, top + 22 + 11)?.closest('[role=row]')?.textContent ?? null
        );
      });
    await webview.page.locator('[data-row="200"]').waitFor();
    const read = await readTop();
    assert.ok(read);
    await addEvents(
      makeTraceEvents(10, 2_009).map((event) => ({ ...event, kind: 'received', ageMs: 600_000 })),
    );
    await webview.page.getByText('2,011 events').waitFor();
    assert.equal(await readTop(), read);
    assert.equal((await readScroll()).top, 4_400 + 10 * 22);

    await webview.page.getByRole('status').getByRole('button', { name: 'Follow Newest' }).click();
    assert.equal(await header('Time').getAttribute('aria-sort'), 'ascending');
    assert.equal(await follow.getAttribute('aria-pressed'), 'true');
    await webview.page.locator('[data-row="2010"]').waitFor();
  });

  it('follows the newest event at the top if it is sorted by time from the newest on', async () => {
    await open({}, makeTraceEvents(200));
    await nameOf('Time').click();
    assert.equal(await header('Time').getAttribute('aria-sort'), 'descending');
    assert.equal(await webview.page.locator('.sort-notice').count(), 0);
    await addEvents(makeTraceEvents(1, 201));
    await rows().first().getByText('img-25.png').waitFor();
    assert.equal((await readScroll()).top, 0);
    await webview.page.locator('.rows').evaluate((element) => element.scrollTo(0, 660));
    await webview.page.getByRole('button', { name: 'Follow Newest', pressed: false }).waitFor();
    await addEvents(makeTraceEvents(10, 202));
    await webview.page.getByText('211 events').waitFor();
    assert.equal((await readScroll()).top, 660 + 10 * 22);
  });

  it('resizes a column that is dragged at its border; the others keep their widths and the last takes the rest', async () => {
    await open();
    const before = await Promise.all(['Time', 'Queue', 'Event', 'Consumer', 'Details'].map(widthOf));
    await drag(borderOf('Queue'), 60);
    const after = await Promise.all(['Time', 'Queue', 'Event', 'Consumer', 'Details'].map(widthOf));
    assert.deepEqual(
      after.map((px, index) => px - (before[index] ?? 0)),
      [0, 60, 0, 0, -60],
    );
    const edges = (): Promise<number[]> =>
      webview.page
        .locator('.rows-extent [role=row]:last-child [role=gridcell]')
        .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().left));
    assert.deepEqual(
      await edges(),
      await webview.page
        .getByRole('columnheader')
        .evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect().left)),
      'cells below their names',
    );
    assert.equal((await readTable()).widthsPx['queue'], after[1]);
    await drag(borderOf('Queue'), -2_000);
    assert.equal(await widthOf('Queue'), 40, 'the least width');
    await open({ state: (await webview.readState()) as object });
    assert.equal(await widthOf('Queue'), 40, 'after a reload');
    assert.equal(await header('Queue').getAttribute('aria-sort'), null, 'dragging sorts nothing');
  });

  it('fits a column to its contents by a double click, of an ID to all of it', async () => {
    // All rows are drawn: a column is fitted to those.
    await open({ height: 900 });
    for (const name of ['Queue', 'Message', 'Details']) {
      await borderOf(name).dblclick();
      const cut = await webview.page
        .locator(`[role=gridcell].${name === 'Details' ? 'detail' : name.toLowerCase()}`)
        .evaluateAll((cells) =>
          cells
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ textContent }) => textContent),
        );
      assert.deepEqual(cut, [], name);
    }
    assert.match((await readCells('message')).join(' '), /1f3ab8cd-6b1e-4c7d-9a52-0123456789ab/u);
    assert.ok((await widthOf('Queue')) < 200);
  });

  it('is arranged with the keyboard alone', async () => {
    await open();
    const { keyboard } = webview.page;
    await webview.page.getByRole('button', { name: 'Choose Columns' }).focus();
    await keyboard.press('Tab');
    assert.equal(await readFocused(), 'Time');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowLeft');
    assert.equal(await readFocused(), 'Queue');
    await keyboard.press('Enter');
    assert.equal(await header('Queue').getAttribute('aria-sort'), 'ascending');

    await keyboard.press('Tab');
    assert.equal(await readFocused(), 'Width of Queue');
    const widthPx = await widthOf('Queue');
    const says = (px: number): Promise<void> =>
      borderOf('Queue')
        .and(webview.page.locator(`[aria-valuenow="${px}"][aria-valuemin="40"]`))
        .waitFor();
    await says(widthPx);
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowLeft');
    assert.equal(await widthOf('Queue'), widthPx + 10);
    await says(widthPx + 10);
    await keyboard.press('Home');
    assert.equal(await widthOf('Queue'), 40);
    await keyboard.press('Enter');
    assert.ok((await widthOf('Queue')) > 60);

    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+F10');
    await popup().getByRole('group', { name: 'Queue' }).waitFor();
    assert.equal(await readFocused(), 'Sort Ascending');
    await keyboard.press('Escape');
    assert.equal(await readFocused(), 'Queue');
    await keyboard.press('Shift+F10');
    for (let press = 0; press < 3; press += 1) await keyboard.press('Tab');
    assert.equal(await readFocused(), 'Hide Column');
    await keyboard.press('Enter');
    await header('Queue').waitFor({ state: 'detached' });
    await webview.page.locator('.column-name:focus').waitFor();
    await keyboard.press('ArrowDown');
    await webview.page.locator('[data-row]:focus').waitFor();
  });

  it('counts each press of a key that repeats faster than the table is drawn', async () => {
    await open();
    const widthPx = await widthOf('Queue');
    await borderOf('Queue').evaluate(async (border) => {
      for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft']) {
        border.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        // What a press changes is rendered before the next one comes, and not yet drawn.
        await Promise.resolve().then(() => undefined);
      }
    });
    assert.equal(await widthOf('Queue'), widthPx + 20);
  });

  it('holds the widths at 200 px, and scrolls sideways with its header', async () => {
    await open();
    await drag(borderOf('Queue'), 60);
    const names = ['Time', 'Queue'];
    const before = await Promise.all(names.map(widthOf));
    await choose();
    await popup().getByRole('checkbox', { name: 'Size' }).check();
    await webview.page.keyboard.press('Escape');
    await webview.restyle({ theme: 'dark', ...SCREEN_SIZES.tiny });
    await webview.page.waitForFunction(() => (document.querySelector('.rows')?.clientWidth ?? 999) < 220);
    assert.deepEqual(await Promise.all(names.map(widthOf)), before);
    assert.ok((await readScroll()).room > 600);
    await nameOf('Details').focus();
    assert.ok((await readScroll()).left > 400, 'the focus scrolls the table');
    const [name, cell] = await Promise.all([
      header('Details').boundingBox(),
      webview.page.locator('[role=gridcell].detail').last().boundingBox(),
    ]);
    assert.equal(name?.x, cell?.x);
    assert.ok((await webview.page.evaluate(() => document.documentElement.scrollWidth)) <= 200);
  });
});
