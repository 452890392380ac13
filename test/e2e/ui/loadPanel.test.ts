import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type Browser, chromium } from 'playwright-core';
import { findAxeViolations } from '../../support/axe.ts';
import { makeLoadRun } from '../../support/loadSamples.ts';
import {
  openWebviewTab,
  THEME_KINDS,
  type WebviewPageOptions,
  type WebviewTab,
} from '../../support/webviewBrowser.ts';
import { makeQueue, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';

// From out/test/e2e/ui, where this file is bundled to.
const ROOT = join(__dirname, '../../../..');
const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const IMAGES = makeQueue('images').arn;

describe('the panel of load tests in a browser', () => {
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

  async function open(options: Partial<WebviewPageOptions> = {}): Promise<void> {
    tab = await openWebviewTab(browser, join(ROOT, 'dist', 'webview'), {
      name: 'load',
      theme: 'dark',
      width: 1100,
      height: 800,
      ...options,
    });
  }

  async function close(): Promise<void> {
    const { problems } = tab;
    await tab.close();
    assert.deepEqual(problems, [], 'the page reported problems');
  }

  const initialize = (more: object = {}): Promise<void> =>
    tab.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: IMAGES, ...more });
  const field = (name: string) => tab.page.getByRole('textbox', { name });
  const button = (name: string) => tab.page.getByRole('button', { name, exact: true });
  const readPosted = async (type: string): Promise<readonly Record<string, unknown>[]> =>
    (await tab.readPosted()).filter((message) => message['type'] === type);

  for (const theme of THEME_KINDS) {
    it(`has nothing for axe to find, before, during and after a test and with a mistake, in ${theme}`, async () => {
      await open({ theme });
      await initialize();
      assert.deepEqual(await findAxeViolations(tab.page), []);
      await tab.send({ type: 'runChanged', run: makeLoadRun(12) });
      assert.deepEqual(await findAxeViolations(tab.page), []);
      await tab.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
      await field('Rate per second').fill('fast');
      assert.deepEqual(await findAxeViolations(tab.page), []);
      await close();
    });
  }

  it('starts with Ctrl+Enter what was typed, and stops from where the keyboard is', async () => {
    await open();
    await initialize();
    await field('Rate per second').fill('250');
    await field('Attributes').fill('tenant=a');
    await tab.page.keyboard.press('Control+Enter');
    const [start] = await readPosted('start');
    assert.deepEqual(start?.['draft'], {
      queueArn: IMAGES,
      rate: '250',
      shape: 'steady',
      duration: '30',
      size: '1024',
      template: '',
      connections: '8',
      groups: '',
      attributes: 'tenant=a',
    });
    await button('Start').focus();
    await tab.send({ type: 'runChanged', run: makeLoadRun(2) });
    await tab.page.keyboard.press('Enter');
    assert.equal((await readPosted('stop')).length, 1);
    await close();
  });

  it('starts nothing while a value is wrong, and says at the field what is right', async () => {
    await open();
    await initialize();
    const duration = field('Duration in seconds');
    await duration.fill('0');
    await tab.page.keyboard.press('Control+Enter');
    assert.deepEqual(await readPosted('start'), []);
    assert.equal(await duration.getAttribute('aria-invalid'), 'true');
    assert.equal(await duration.getAttribute('aria-description'), 'A whole number from 1 to 86,400.');
    await close();
  });

  it('shows how far a test is, and its report, which can be copied', async () => {
    await open();
    await initialize();
    await tab.send({ type: 'runChanged', run: makeLoadRun(12) });
    const progress = tab.page.getByRole('progressbar');
    assert.equal(await progress.getAttribute('aria-valuenow'), '40');
    await tab.page.getByRole('img', { name: /^Messages per second: Sent \d+, Received \d+/u }).waitFor();
    await tab.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
    await button('Copy report').click();
    const [copied] = await readPosted('copy');
    assert.match(String(copied?.['text']), /^Load test of images, 30\.0 s\nSent: 6,000\n/u);
    assert.match(String(copied?.['text']), /Latency p99: 13\.6 ms\n/u);
    await close();
  });

  it('says why a test did not run', async () => {
    await open();
    await initialize();
    const { progress: _, ...run } = makeLoadRun(0, 'ended');
    const failure = '--template: ENOENT: no such file or directory';
    await tab.send({ type: 'runChanged', run: { ...run, report: undefined, failure } });
    await tab.page.getByRole('alert').getByText(failure).waitFor();
    assert.deepEqual(await findAxeViolations(tab.page), []);
    await close();
  });

  it('comes back with what was typed, rather than with the values used last', async () => {
    await open({ state: { queueArn: IMAGES, rate: '7' } });
    await initialize({ queueArn: undefined, draft: { rate: '500', duration: '60' } });
    assert.equal(await field('Rate per second').inputValue(), '7');
    await close();
  });

  for (const [title, message, name, posted] of [
    ['no queue', { broker: RUNNING, queues: [] }, 'Create Queue', 'createQueue'],
    ['a stopped broker', { broker: { kind: 'stopped' }, queues: [] }, 'Start broker', 'startBroker'],
  ] as const) {
    it(`offers a way out of ${title}`, async () => {
      await open();
      await tab.send({ type: 'initialize', ...message });
      await button(name).click();
      assert.equal((await readPosted(posted)).length, 1);
      assert.deepEqual(await findAxeViolations(tab.page), []);
      await close();
    });
  }

  it('fits a narrow panel', async () => {
    await open({ width: 360, height: 900 });
    await initialize();
    await tab.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
    const overflow = await tab.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    await close();
  });
});
