import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type Browser, chromium } from 'playwright-core';
import { findAxeViolations } from '../../support/axe.ts';
import {
  openWebviewTab,
  THEME_KINDS,
  type WebviewPageOptions,
  type WebviewTab,
} from '../../support/webviewBrowser.ts';
import { makeQueue, makeTraceEvents, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';

// From out/test/e2e/ui, where this file is bundled to.
const ROOT = join(__dirname, '../../../..');
const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;

describe('webviews in a browser', () => {
  let browser: Browser;
  let tab: WebviewTab;

  before(async () => {
    const executablePath = process.env['CHROMIUM_PATH'];
    browser = await chromium.launch({
      args: ['--no-sandbox', '--disable-gpu'],
      ...(executablePath === undefined ? {} : { executablePath }),
    });
  });
  after(() => browser.close());

  async function open(
    options: Partial<WebviewPageOptions> & Pick<WebviewPageOptions, 'name'>,
  ): Promise<void> {
    const size = options.name === 'composer' ? { width: 900, height: 760 } : { width: 1200, height: 400 };
    tab = await openWebviewTab(browser, join(ROOT, 'dist', 'webview'), {
      theme: 'dark',
      ...size,
      ...options,
    });
  }

  async function close(): Promise<void> {
    const { problems } = tab;
    await tab.close();
    assert.deepEqual(problems, [], 'the page reported problems');
  }

  const findViolations = () => findAxeViolations(tab.page);

  const readPosted = async (type: string): Promise<readonly Record<string, unknown>[]> =>
    (await tab.readPosted()).filter((message) => message['type'] === type);

  describe('composer', () => {
    const draft = {
      body: '{"task":"watermark"}',
      attributes: [
        { name: 'priority', type: 'Number.int', value: '3' },
        { name: 'aws.bad', type: 'String', value: '' },
        { name: 'thumb', type: 'Binary.png', value: 'AQID' },
      ],
    };
    for (const theme of THEME_KINDS) {
      it(`has nothing for axe to find, filled, with mistakes and a result, in ${theme}`, async () => {
        await open({ name: 'composer', theme });
        await tab.send({
          type: 'initialize',
          broker: RUNNING,
          queues: SAMPLE_QUEUES,
          queueArn: PAYMENTS,
          draft,
        });
        assert.deepEqual(await findViolations(), []);
        await close();
      });
    }

    it('sends with Ctrl+Enter from the body and shows what came of it', async () => {
      await open({ name: 'composer' });
      await tab.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: IMAGES });
      const body = tab.page.getByRole('textbox', { name: 'Message body' });
      await body.click();
      await tab.page.keyboard.type('hello');
      await tab.page.keyboard.press('Control+Enter');
      const [request] = await readPosted('send');
      assert.deepEqual(request?.['params'], { queueArn: IMAGES, body: 'hello', count: 1 });
      const result = { messageId: 'id-1', bodyMd5: '5d41', sizeBytes: 5, chunks: 1, sentCount: 1 };
      await tab.send({ type: 'sent', requestId: request?.['requestId'], outcome: { ok: true, result } });
      await tab.page.getByRole('button', { name: 'Copy message ID' }).click();
      assert.deepEqual(await readPosted('copy'), [{ type: 'copy', text: 'id-1' }]);
      assert.equal(await body.innerText(), 'hello');
      assert.deepEqual(await findViolations(), []);
      await close();
    });

    it('shows a refusal at its field', async () => {
      await open({ name: 'composer', state: { queueArn: IMAGES, body: 'x', delaySeconds: '5' } });
      await tab.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
      await tab.page.getByRole('button', { name: /^Send/u }).click();
      const failure = { message: 'Not today.', code: 'InvalidParameterValue', parameter: 'DelaySeconds' };
      await tab.send({ type: 'sent', requestId: 1, outcome: { ok: false, failure } });
      const delay = tab.page.getByRole('textbox', { name: 'Delay in seconds' });
      assert.equal(await delay.getAttribute('aria-invalid'), 'true');
      assert.equal(await delay.getAttribute('aria-description'), 'Not today.');
      await close();
    });

    it('takes body text that looks like HTML for text', async () => {
      await open({ name: 'composer', state: { queueArn: IMAGES, body: '<img src=x onerror=alert(1)>' } });
      await tab.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
      assert.equal(await tab.page.locator('img').count(), 0);
      await close();
    });

    it('keeps what was typed in its state', async () => {
      await open({ name: 'composer' });
      await tab.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: IMAGES });
      await tab.page.getByRole('textbox', { name: 'Message body' }).click();
      await tab.page.keyboard.type('kept');
      await tab.page.waitForFunction(
        () => (window as unknown as { state?: { body: string } }).state?.body === 'kept',
      );
      await close();
    });

    for (const [title, message, button, posted] of [
      ['no queue', { broker: RUNNING, queues: [] }, 'Create Queue', 'createQueue'],
      ['a stopped broker', { broker: { kind: 'stopped' }, queues: [] }, 'Start broker', 'startBroker'],
      [
        'a broker that failed',
        { broker: { kind: 'failed', reason: 'No.' }, queues: [] },
        'Show log',
        'showLog',
      ],
    ] as const) {
      it(`offers a way out of ${title}`, async () => {
        await open({ name: 'composer' });
        await tab.send({ type: 'initialize', ...message });
        await tab.page.getByRole('button', { name: button }).click();
        assert.equal((await readPosted(posted)).length, 1);
        assert.deepEqual(await findViolations(), []);
        await close();
      });
    }
  });

  describe('trace', () => {
    async function fill(count: number): Promise<void> {
      await tab.send({ type: 'brokerChanged', broker: RUNNING });
      await tab.send({ type: 'queuesChanged', queues: SAMPLE_QUEUES });
      await tab.send({ type: 'events', start: 'snapshot', events: makeTraceEvents(count), dropped: 0 });
    }
    const newestRow = () => tab.page.locator('.rows [role=row]').last();

    for (const theme of THEME_KINDS) {
      it(`has nothing for axe to find, with a message open, in ${theme}`, async () => {
        await open({ name: 'trace', theme });
        await fill(300);
        await tab.send({ type: 'events', start: 'continue', events: makeTraceEvents(5, 400), dropped: 99 });
        await newestRow().click();
        assert.deepEqual(await findViolations(), []);
        await close();
      });
    }

    it('draws only the rows in view of 20,000, and follows the newest', async () => {
      await open({ name: 'trace' });
      await fill(20_000);
      await tab.page.getByText('20,000 events', { exact: true }).waitFor();
      assert.ok((await tab.page.locator('.rows [role=row]').count()) < 60);
      assert.equal(await tab.page.getByRole('grid').getAttribute('aria-rowcount'), '20001');
      assert.equal(await newestRow().getAttribute('aria-rowindex'), '20001');
      await tab.send({ type: 'events', start: 'continue', events: makeTraceEvents(50, 20_001), dropped: 0 });
      assert.match((await newestRow().innerText()).replaceAll('\n', ' '), /Received/u);
      await close();
    });

    it('is used with the keyboard alone', async () => {
      await open({ name: 'trace' });
      await fill(300);
      await newestRow().focus();
      await tab.page.keyboard.press('Home');
      await tab.page.locator('[data-row="0"]:focus').waitFor();
      await tab.page.keyboard.press('ArrowDown');
      await tab.page.locator('[data-row="1"]:focus').waitFor();
      await tab.page.keyboard.press('End');
      await tab.page.locator('[data-row="299"]:focus').waitFor();
      await tab.page.keyboard.press('ArrowUp');
      await tab.page.locator('[data-row="298"]:focus').waitFor();
      await tab.page.keyboard.press('Enter');
      await tab.page.getByRole('complementary', { name: 'Life of the message' }).waitFor();
      assert.equal((await readPosted('loadLife')).length, 1);
      await tab.page.keyboard.press('Escape');
      await tab.page.getByRole('complementary').waitFor({ state: 'detached' });
      await close();
    });

    it('holds what is read in place while new events come', async () => {
      await open({ name: 'trace' });
      await fill(20_000);
      await tab.page.getByText('20,000 events', { exact: true }).waitFor();
      const scroller = tab.page.locator('.rows');
      await scroller.evaluate((element) => element.scrollTo(0, 220_000));
      await tab.page.getByRole('button', { name: 'Follow newest', pressed: false }).waitFor();
      const readTop = () =>
        scroller.evaluate((element) => {
          const top = element.getBoundingClientRect().top;
          const rows = [...element.querySelectorAll('[role=row]')];
          const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 1);
          return `${first?.textContent} ${Math.round((first?.getBoundingClientRect().top ?? 0) - top)}`;
        });
      const before = await readTop();
      await tab.send({ type: 'events', start: 'continue', events: makeTraceEvents(500, 20_001), dropped: 0 });
      assert.equal(await readTop(), before);
      await close();
    });

    it('pauses, says how many came, and goes on', async () => {
      await open({ name: 'trace' });
      await fill(16);
      await tab.page.getByRole('button', { name: 'Pause' }).click();
      await tab.send({ type: 'events', start: 'continue', events: makeTraceEvents(30, 17), dropped: 0 });
      await tab.page.getByText('Paused, 30 new').waitFor();
      await tab.page.getByRole('button', { name: 'Continue' }).click();
      await tab.page.getByText('46 events').waitFor();
      await close();
    });

    it('filters by text and says when nothing is left', async () => {
      await open({ name: 'trace' });
      await fill(80);
      await tab.page.getByRole('textbox', { name: 'Filter events' }).fill('img-3.png');
      await tab.page.getByText('7 of 80 events').waitFor();
      await tab.page.getByRole('textbox', { name: 'Filter events' }).fill('nothing like this');
      await tab.page.getByText('None of the 80 events matches the filter.').waitFor();
      await tab.page.getByRole('button', { name: 'Clear Filter' }).click();
      await tab.page.getByText('80 events', { exact: true }).waitFor();
      await close();
    });

    it('says that events are missing and fetches them', async () => {
      await open({ name: 'trace' });
      await fill(10);
      await tab.send({ type: 'events', start: 'continue', events: makeTraceEvents(5, 16), dropped: 5 });
      await tab.page.getByText('5 events were dropped').waitFor();
      await tab.page.getByRole('button', { name: 'Load them' }).click();
      assert.deepEqual(await readPosted('refill'), [
        { type: 'refill', afterSequence: 10, beforeSequence: 16 },
      ]);
      await tab.send({ type: 'refilled', events: makeTraceEvents(5, 11), lost: 0 });
      await tab.page.getByText('20 events', { exact: true }).waitFor();
      await close();
    });

    it('narrows to a time that is dragged over on the chart', async () => {
      await open({ name: 'trace' });
      await fill(400);
      const box = await tab.page.locator('.chart .u-over').boundingBox();
      assert.ok(box);
      await tab.page.mouse.move(box.x + box.width * 0.25, box.y + 20);
      await tab.page.mouse.down();
      await tab.page.mouse.move(box.x + box.width * 0.5, box.y + 20, { steps: 4 });
      await tab.page.mouse.up();
      await tab.page.getByRole('button', { name: /^Remove filter/u }).waitFor();
      await tab.page.getByText(/^\d+ of 400 events$/u).waitFor();
      await close();
    });
  });
});
