import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { findAxeViolations } from '../../support/axe.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { makeTraceEvents, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;

/** Parts of the trace that lie over each other, or reach out of the panel. */
function findOverlaps(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parts = ['.tabs', '.toolbar', '.notice', '.chart', '.list', '.details', '.lane-bar', '.lanes-head'];
    const boxes = parts.flatMap((part) =>
      [...document.querySelectorAll(part)].map((element) => ({ part, box: element.getBoundingClientRect() })),
    );
    const shown = boxes.filter(({ box }) => box.width > 0 && box.height > 0);
    const outside = shown
      .filter(({ box }) => box.bottom > innerHeight + 1 || box.right > innerWidth + 1)
      .map(({ part }) => `${part} is cut`);
    const isInside = (inner: string, outer: string): boolean =>
      document.querySelector(`${outer} ${inner}`) !== null ||
      document.querySelector(`${inner} ${outer}`) !== null;
    const over = shown.flatMap((one, index) =>
      shown
        .slice(index + 1)
        .filter(
          (other) =>
            !isInside(one.part, other.part) &&
            Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 1 &&
            Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > 1,
        )
        .map((other) => `${one.part} over ${other.part}`),
    );
    return [...outside, ...over];
  });
}

describe('webviews in a browser', () => {
  const webview = useWebview();

  const findViolations = () => findAxeViolations(webview.page);

  describe('trace', () => {
    async function fill(count: number): Promise<void> {
      await webview.send({ type: 'brokerChanged', broker: RUNNING });
      await webview.send({ type: 'queuesChanged', queues: SAMPLE_QUEUES, now: 0, sequence: 0 });
      await webview.send({ type: 'events', start: 'snapshot', events: makeTraceEvents(count), dropped: 0 });
    }
    const newestRow = () => webview.page.locator('.rows [role=row]').last();

    for (const theme of THEME_KINDS) {
      it(`has nothing for axe to find, with a message open, in ${theme}`, async () => {
        await webview.open({ name: 'trace', theme });
        await fill(300);
        await webview.send({
          type: 'events',
          start: 'continue',
          events: makeTraceEvents(5, 400),
          dropped: 99,
        });
        await newestRow().click();
        assert.deepEqual(await findViolations(), []);
        await webview.page.getByRole('button', { name: 'Pause' }).click();
        await webview.page.getByText('Paused, 0 new').waitFor();
        assert.deepEqual(await findViolations(), [], 'paused');
      });
    }

    it('draws only the rows in view of 20,000, and follows the newest', async () => {
      await webview.open({ name: 'trace' });
      await fill(20_000);
      await webview.page.getByText('20,000 events', { exact: true }).waitFor();
      assert.ok((await webview.page.locator('.rows [role=row]').count()) < 60);
      assert.equal(await webview.page.getByRole('grid').getAttribute('aria-rowcount'), '20001');
      assert.equal(await newestRow().getAttribute('aria-rowindex'), '20001');
      await webview.send({
        type: 'events',
        start: 'continue',
        events: makeTraceEvents(50, 20_001),
        dropped: 0,
      });
      assert.match((await newestRow().innerText()).replaceAll('\n', ' '), /Received/u);
    });

    it('keeps bodies of every shape inside their rows', async () => {
      const bodies = [
        '{\n  "a": 1,\n  "b": [\n    2\n  ]\n}',
        'x'.repeat(1_048_576),
        '👩‍👩‍👧\n🇩🇪',
        '\u05E9\u05DC\u05D5\u05DD\n\u202E1',
        '\u0000\u001B[31m\u0085\u2028',
        '',
      ];
      await webview.open({ name: 'trace' });
      await fill(1);
      const events = bodies.map((preview, index) => ({
        ...makeTraceEvents(1, 1 + 8 * index)[0],
        sequence: index + 2,
        preview,
      }));
      await webview.send({ type: 'events', start: 'continue', events, dropped: 0 });
      await webview.page.locator('.rows [aria-rowindex="8"]').waitFor();
      const overflows = await webview.page
        .locator('.rows [role=gridcell]')
        .evaluateAll((cells) =>
          cells
            .filter((cell) => cell.scrollHeight > (cell.parentElement?.clientHeight ?? 0))
            .map((cell) => cell.textContent),
        );
      assert.deepEqual(overflows, []);
      assert.match(await webview.page.locator('[data-row="1"]').innerText(), /\{ "a": 1, "b": \[ 2 \] \}/u);
    });

    it('writes times in local time, in UTC, or as how long ago they were, and keeps the choice', async () => {
      await webview.open({ name: 'trace' });
      await fill(40);
      const [last] = makeTraceEvents(40).slice(-1);
      await webview.send({ type: 'clockTold', now: (last?.at ?? 0) + 101_000, sequence: 40 });
      const time = newestRow().locator('.cell.time');
      await time.filter({ hasText: /^\d\d:\d\d:\d\d\.\d{3}$/u }).waitFor();
      assert.match((await time.getAttribute('title')) ?? '', /local time\n.* UTC$/u);
      await webview.page.getByRole('button', { name: 'Times: local time. Change to UTC' }).click();
      const utc = new Date(last?.at ?? 0).toISOString().slice(11, -1);
      await time.filter({ hasText: utc }).waitFor();
      await webview.page.getByRole('button', { name: 'Times: UTC. Change to how long ago' }).click();
      await time.filter({ hasText: /^1 min 4\d s ago$/u }).waitFor();
      assert.equal(((await webview.readState()) as { timeForm?: string }).timeForm, 'relative');
    });

    it('leaves the rows of a short panel their room, and lays nothing over another at 200 × 200', async () => {
      for (const tab of ['events', 'messages', 'consumers', 'charts', 'findings']) {
        await webview.open({ name: 'trace', width: 200, height: 200, state: { tab } });
        await fill(60);
        const { page } = webview;
        await page.getByRole('tab', { selected: true }).waitFor();
        await page.locator('.list').waitFor();
        assert.equal(await page.locator('.chart').isVisible(), false);
        assert.deepEqual(await findOverlaps(page), [], tab);
        if (tab === 'events') {
          // Besides the names of the columns.
          assert.ok(((await page.locator('.rows').boundingBox())?.height ?? 0) > 80 + 22);
          await newestRow().click();
          await page.getByRole('complementary').waitFor();
          assert.deepEqual(await findOverlaps(page), [], 'details');
        }
      }
      await webview.open({ name: 'trace', width: 900, height: 200 });
      await fill(60);
      await newestRow().waitFor();
      assert.equal(await webview.page.locator('.chart').isVisible(), false);
    });

    it('is used with the keyboard alone', async () => {
      await webview.open({ name: 'trace' });
      await fill(300);
      await newestRow().focus();
      await webview.page.keyboard.press('Home');
      await webview.page.locator('[data-row="0"]:focus').waitFor();
      await webview.page.keyboard.press('ArrowDown');
      await webview.page.locator('[data-row="1"]:focus').waitFor();
      await webview.page.keyboard.press('End');
      await webview.page.locator('[data-row="299"]:focus').waitFor();
      await webview.page.keyboard.press('ArrowUp');
      await webview.page.locator('[data-row="298"]:focus').waitFor();
      await webview.page.keyboard.press('Enter');
      await webview.page.getByRole('complementary', { name: 'Message timeline' }).waitFor();
      assert.equal((await webview.readPosted('loadHistory')).length, 1);
      await webview.page.keyboard.press('Escape');
      await webview.page.getByRole('complementary').waitFor({ state: 'detached' });
    });

    it('holds what is read in place while new events come', async () => {
      await webview.open({ name: 'trace' });
      await fill(20_000);
      // Scrolled before the newest row is there, the list would still follow it.
      await webview.page.locator('.rows [aria-rowindex="20001"]').waitFor();
      const scroller = webview.page.locator('.rows');
      await scroller.evaluate((element) => element.scrollTo(0, 220_000));
      await webview.page.getByRole('button', { name: 'Follow Newest', pressed: false }).waitFor();
      const readTop = () =>
        scroller.evaluate((element) => {
          const top = element.getBoundingClientRect().top;
          const rows = [...element.querySelectorAll('[role=row]')];
          const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 1);
          return `${first?.textContent} ${Math.round((first?.getBoundingClientRect().top ?? 0) - top)}`;
        });
      const before = await readTop();
      await webview.send({
        type: 'events',
        start: 'continue',
        events: makeTraceEvents(500, 20_001),
        dropped: 0,
      });
      assert.equal(await readTop(), before);
    });

    it('pauses, shows how many arrived, and continues', async () => {
      await webview.open({ name: 'trace' });
      await fill(16);
      await webview.page.getByRole('button', { name: 'Pause' }).click();
      await webview.send({ type: 'events', start: 'continue', events: makeTraceEvents(30, 17), dropped: 0 });
      await webview.page.getByText('Paused, 30 new').waitFor();
      await webview.page.getByRole('button', { name: 'Continue' }).click();
      await webview.page.getByText('46 events').waitFor();
    });

    it('filters by text and says when nothing is left', async () => {
      await webview.open({ name: 'trace' });
      await fill(80);
      await webview.page.getByRole('textbox', { name: 'Filter events' }).fill('img-3.png');
      await webview.page.getByText('7 of 80 events').waitFor();
      await webview.page.getByRole('textbox', { name: 'Filter events' }).fill('nothing like this');
      await webview.page.getByText('None of the 80 events matches the filter.').waitFor();
      await webview.page.getByRole('button', { name: 'Clear Filter' }).click();
      await webview.page.getByText('80 events', { exact: true }).waitFor();
    });

    it('reports it too when the filter is from the last time, which 200 × 200 has no field for', async () => {
      const state = { filter: { text: 'nothing like this' } };
      await webview.open({ name: 'trace', state, width: 200, height: 200 });
      await fill(80);
      await webview.page.getByText('None of the 80 events matches the filter.').waitFor();
      assert.equal(await webview.page.getByText('No activity yet').count(), 0);
      assert.equal(await webview.page.locator('.chart').count(), 0, 'an axis from 0 to 1 shows nothing');
      await webview.page.locator('.empty-state').getByText('Clear Filter').click();
      await webview.page.getByText('80 events', { exact: true }).waitFor();
    });

    it('takes a filter away that hides some events at 200 × 200', async () => {
      await webview.open({ name: 'trace', state: { filter: { text: 'img-3' } }, width: 200, height: 200 });
      await fill(80);
      await webview.page.getByText('7 of 80 events').waitFor();
      await webview.page.getByRole('button', { name: 'Clear Filter' }).click();
      await webview.page.getByText('80 events', { exact: true }).waitFor();
    });

    it('says how many came while it shows nothing because it is paused', async () => {
      await webview.open({ name: 'trace' });
      await fill(0);
      await webview.page.getByRole('button', { name: 'Pause' }).click();
      await webview.send({ type: 'events', start: 'continue', events: makeTraceEvents(30), dropped: 0 });
      await webview.page.getByText('Paused, 30 new.').waitFor();
    });

    it('says that events are missing and fetches them', async () => {
      await webview.open({ name: 'trace' });
      await fill(10);
      await webview.send({ type: 'events', start: 'continue', events: makeTraceEvents(5, 16), dropped: 5 });
      await webview.page.getByText('5 events arrived too fast to be shown.').waitFor();
      await webview.page.getByRole('button', { name: 'Load Them' }).click();
      assert.deepEqual(await webview.readPosted('refill'), [
        { type: 'refill', afterSequence: 10, beforeSequence: 16 },
      ]);
      await webview.send({ type: 'refilled', events: makeTraceEvents(5, 11), lost: 0 });
      await webview.page.getByText('20 events', { exact: true }).waitFor();
    });

    it('narrows to a time that is dragged over on the chart', async () => {
      await webview.open({ name: 'trace' });
      await fill(400);
      const box = await webview.page.locator('.chart .u-over').boundingBox();
      assert.ok(box);
      await webview.page.mouse.move(box.x + box.width * 0.25, box.y + 20);
      await webview.page.mouse.down();
      await webview.page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 4 });
      await webview.page.mouse.up();
      await webview.page.getByRole('button', { name: /^Remove Filter/u }).waitFor();
      await webview.page.getByText(/^\d+ of 400 events$/u).waitFor();
    });
  });
});
