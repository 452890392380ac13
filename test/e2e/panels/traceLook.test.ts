import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { measureColumn, measureSigns } from '../../support/contrast.ts';
import { makeMistakes } from '../../support/review/mistakes.ts';
import { SCREEN_SIZES } from '../../support/review/screens.ts';
import { makeClockJump } from '../../support/review/uglyData.ts';
import { makeScenario } from '../../support/traceScenario.ts';
import { THEME_KINDS, type WebviewPageOptions } from '../../support/webviewBrowser.ts';
import { SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
/** What WCAG 2 asks of signs. */
const SIGN_CONTRAST = 3;
const GRID_CONTRAST = 1.5;
/** Right of the marks of values. */
const PLOT_LEFT_PX = 60;
const SIGNS =
  '.rows .codicon, .legend .codicon, .legend-tick, .legend-sign, .legend-area, .finding-icon, .step-mark .codicon';

describe('the look of the trace', () => {
  const webview = useWebview();

  async function open(options: Partial<WebviewPageOptions> = {}, events = makeScenario()): Promise<void> {
    await webview.open({ name: 'trace', ...SCREEN_SIZES.wide, ...options });
    await webview.send({ type: 'brokerChanged', broker: RUNNING });
    await webview.send({ type: 'queuesChanged', queues: SAMPLE_QUEUES, now: 0, sequence: 0 });
    await webview.send({ type: 'findingsChanged', findings: makeMistakes().findings });
    await webview.send({ type: 'events', start: 'snapshot', events, dropped: 0 });
  }

  /** The texts that have less room than they take, by however little: an ellipsis needs more. */
  const readCut = (selector: string) =>
    webview.page.locator(selector).evaluateAll((elements) =>
      elements
        .filter((element) => {
          const text = document.createRange();
          text.selectNodeContents(element);
          const room = element.getBoundingClientRect().width;
          return element.checkVisibility() && text.getBoundingClientRect().width > room;
        })
        .map(({ textContent }) => textContent),
    );

  async function waitForActiveRow(): Promise<void> {
    await webview.page.waitForFunction(() => {
      const [frame, active] = ['.rows', '.rows .row.active'].map((selector) =>
        document.querySelector(selector)?.getBoundingClientRect(),
      );
      return frame && active && active.top >= frame.top - 1 && active.bottom <= frame.bottom + 1;
    });
  }

  for (const theme of THEME_KINDS) {
    it(`gives every sign a contrast of 3:1, in ${theme}`, async () => {
      await open({ theme });
      const seen: string[] = [];
      for (const tab of ['Events', 'Messages', 'Consumers', 'Findings']) {
        await webview.page.getByRole('tab', { name: tab }).click();
        if (tab === 'Events') await webview.page.locator('.rows [role=row]').last().click();
        for (const { name, contrast } of await measureSigns(webview.page, SIGNS)) {
          assert.ok(contrast >= SIGN_CONTRAST, `${tab}: ${name} has ${contrast.toFixed(2)}:1`);
          seen.push(name);
        }
      }
      assert.ok(seen.length > 40, String(seen.length));
    });

    it(`gives a warning and an error in a legend the colour that they have over the lanes, in ${theme}`, async () => {
      await open({ theme, state: { tab: 'messages' } });
      const colorOf = (locator: Locator): Promise<string> =>
        locator.evaluate((element) => getComputedStyle(element).color);
      const legend = webview.page.locator('.legend');
      const entry = (text: string) => legend.locator('.legend-entry', { hasText: text }).locator('.codicon');
      const good = await colorOf(entry('Deleted'));
      const warning = await colorOf(entry('Timed out'));
      const bad = await colorOf(entry('Dead-lettered'));
      const neutral = await colorOf(legend);
      assert.equal(new Set([good, warning, bad, neutral]).size, 4, 'each has one of its own');
      await webview.page.getByRole('tab', { name: 'Consumers' }).click();
      assert.equal(await colorOf(legend.locator('.legend-sign.expired')), warning);
      assert.equal(await colorOf(legend.locator('.legend-sign.error')), bad);
    });

    it(`distinguishes the opened row and those of its message from all others, in ${theme}`, async () => {
      await open({ theme });
      const rows = webview.page.locator('.rows');
      await rows.locator('[role=row]', { hasText: '1f3ad7bc' }).first().click();
      await webview.page.getByRole('complementary').locator('.details-content').focus();
      const looks = await rows.evaluate((element) => {
        const lookOf = (row: Element): string => {
          const { backgroundColor, outlineStyle, outlineColor } = getComputedStyle(row);
          return `${backgroundColor} ${outlineColor === 'rgba(0, 0, 0, 0)' ? 'none' : `${outlineStyle} ${outlineColor}`}`;
        };
        return ['.row.active', '.row.same-message:not(.active)', '.row:not(.same-message)'].map((selector) =>
          lookOf(element.querySelector(selector)!),
        );
      });
      assert.equal(new Set(looks).size, 3, looks.join(' | '));
    });
  }

  for (const theme of ['highContrast', 'highContrastLight'] as const) {
    it(`draws the lines behind curves so that they can be seen, and far fainter than any curve, in ${theme}`, async () => {
      await open({ theme, state: { tab: 'charts' } });
      // Left of the first event there are only these lines.
      const lines = await measureColumn(webview.page, '.series-plot canvas', PLOT_LEFT_PX);
      assert.ok(lines.length >= 3, String(lines.length));
      // A grid may be fainter than 3:1: marks can be read without it, and curves are what is looked at.
      const curves = (await measureSigns(webview.page, '.series-key')).map(({ contrast }) => contrast);
      assert.ok(Math.min(...lines) >= GRID_CONTRAST, lines.join(', '));
      assert.ok(Math.max(...lines) * 1.5 <= Math.min(...curves), `${lines.join(', ')}; ${curves.join(', ')}`);
    });
  }

  for (const theme of THEME_KINDS) {
    it(`draws every curve in a colour of 3:1, as its legend does, in ${theme}`, async () => {
      await open({ theme, state: { tab: 'charts' } });
      const keys = await measureSigns(webview.page, '.series-key');
      assert.ok(keys.length >= 7, String(keys.length));
      assert.deepEqual(
        keys.filter(({ contrast }) => contrast < SIGN_CONTRAST),
        [],
      );
    });
  }

  it('keeps the chosen tab in view in the narrowest panel, and shows that there are more', async () => {
    for (const [tab, hidden] of [
      ['events', 'more-after'],
      ['findings', 'more-before'],
    ] as const) {
      await open({ state: { tab }, ...SCREEN_SIZES.tiny });
      const list = webview.page.locator('.tabs');
      await webview.page.locator(`.tabs.${hidden}`).waitFor();
      const row = await list.boundingBox();
      const chosen = await webview.page.getByRole('tab', { selected: true }).boundingBox();
      assert.ok(row && chosen);
      assert.ok(chosen.x >= row.x - 1 && chosen.x + chosen.width <= row.x + row.width + 1, tab);
    }
  });

  it('never ends a legend in a heading without entries', async () => {
    await open({ state: { tab: 'messages' }, ...SCREEN_SIZES.panel });
    const legend = webview.page.locator('.legend');
    const frame = await legend.boundingBox();
    const first = legend.locator('.legend-entry', { hasText: 'In flight by' });
    assert.match((await first.textContent()) ?? '', /^In flight by\S/u);
    const box = await first.boundingBox();
    assert.ok(frame && box && box.y + box.height <= frame.y + frame.height, 'and shows it');
  });

  it('starts the plots of a row of charts at one height', async () => {
    await open({ state: { tab: 'charts' } });
    const tops = await webview.page
      .locator('.series-plot')
      .evaluateAll((plots) => plots.map((plot) => plot.getBoundingClientRect().top));
    assert.equal(tops.length, 3);
    assert.equal(new Set(tops).size, 1, tops.join(', '));
  });

  it('writes whole times in the narrowest panel, and the ID of a message in a line of its own', async () => {
    await open(SCREEN_SIZES.tiny, makeClockJump());
    assert.deepEqual(await readCut('.rows [role=gridcell]'), []);
    await webview.page.locator('.rows [role=row]', { hasText: 'Received' }).last().click();
    const id = webview.page.locator('.details-id');
    await id.waitFor();
    assert.ok(((await id.boundingBox())?.width ?? 0) > 150);
  });

  it('keeps the chosen row in view when the details take half of the list', async () => {
    await open(SCREEN_SIZES.panel);
    const row = webview.page.locator('.rows [role=row]').last();
    await row.click();
    await webview.page.getByRole('complementary').waitFor();
    await waitForActiveRow();
    await webview.restyle({ theme: 'dark', ...SCREEN_SIZES.wide });
    await waitForActiveRow();
    await webview.restyle({ theme: 'dark', ...SCREEN_SIZES.panel });
    await waitForActiveRow();
  });

  it('shows what a producer sent, whole names, and the first consumer on top', async () => {
    await open({ state: { tab: 'consumers' } });
    const producer = webview.page.getByRole('option', { name: /^Send images/u });
    assert.equal(await producer.locator('.lane-figure.sent').innerText(), '12');
    assert.deepEqual(await readCut('.lane-consumer-name, .lane-consumer-about, .lane-figure'), []);
    const ends = (row: string): Promise<number[]> =>
      webview.page
        .locator(`${row} .lane-figure`)
        .evaluateAll((figures) =>
          figures
            .filter((figure) => figure.checkVisibility())
            .map((figure) => figure.getBoundingClientRect().right),
        );
    assert.deepEqual(
      await ends('.lanes-head'),
      await ends('.lane:first-child'),
      'figures below their titles',
    );
    await webview.restyle({ theme: 'dark', ...SCREEN_SIZES.tiny });
    assert.equal(await webview.page.locator('.lanes-scroller').evaluate(({ scrollTop }) => scrollTop), 0);
  });

  it('says which figures are of the whole trace and which of the time shown, at every width', async () => {
    await open({ state: { tab: 'consumers' } });
    for (const width of [1600, 1280, 900, 640, 500]) {
      await webview.restyle({ theme: 'dark', width, height: 720 });
      const groups = await webview.page.locator('.lanes-head .lane-figures').evaluateAll((elements) =>
        elements
          .filter((element) => element.checkVisibility())
          .map((element) => {
            const title = element.querySelector('.lane-figures-title')!;
            const [over, own] = [title.getBoundingClientRect(), element.getBoundingClientRect()];
            return over.left >= own.left && over.bottom <= own.top + 1 ? title.textContent : 'nowhere';
          }),
      );
      assert.deepEqual(groups, width === 500 ? ['Total'] : ['Total', 'In view'], String(width));
    }
  });

  it('names a lane of a queue without groups by its queue, with all that it counts', async () => {
    await open({ state: { tab: 'messages', laneMode: 'groups' } });
    assert.equal(await webview.page.getByText('No group').count(), 0);
    const label = (queue: string) => webview.page.locator('.lane', { hasText: `message group of ${queue},` });
    assert.match(await label('images').locator('.lane-label').innerText(), /^images\s+6 seen$/u);
    assert.deepEqual(await readCut('.lane-group, .lane-queue, .lane-preview'), []);
  });
});
