import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { findAxeViolations } from '../../support/axe.ts';
import { makeLoadRun } from '../../support/loadSamples.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { makeQueue, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const IMAGES = makeQueue('images').arn;

describe('the panel of load tests in a browser', () => {
  const webview = useWebview();

  const initialize = (more: object = {}): Promise<void> =>
    webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: IMAGES, ...more });
  const field = (name: string) => webview.page.getByRole('textbox', { name });
  /** Nothing lies over the middle of it. */
  const isInSight = (part: Locator): Promise<boolean> =>
    part.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const host = element.getRootNode() instanceof ShadowRoot ? element.getRootNode() : undefined;
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return there !== null && (element.contains(there) || there === (host as ShadowRoot | undefined)?.host);
    });
  const button = (name: string) => webview.page.getByRole('button', { name, exact: true });

  for (const theme of THEME_KINDS) {
    it(`has nothing for axe to find, before, during and after a test and with a mistake, in ${theme}`, async () => {
      await webview.open({ name: 'load', theme });
      await initialize();
      assert.deepEqual(await findAxeViolations(webview.page), []);
      await webview.send({ type: 'runChanged', run: makeLoadRun(12) });
      assert.deepEqual(await findAxeViolations(webview.page), []);
      await webview.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
      await field('Rate per second').fill('fast');
      assert.deepEqual(await findAxeViolations(webview.page), []);
    });
  }

  it('starts with Ctrl+Enter what was typed, and stops from where the keyboard is', async () => {
    await webview.open({ name: 'load' });
    await initialize();
    await field('Rate per second').fill('250');
    await field('Attributes').fill('tenant=a');
    await webview.page.keyboard.press('Control+Enter');
    const [start] = await webview.readPosted('start');
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
    await webview.send({ type: 'runChanged', run: makeLoadRun(2) });
    await webview.page.keyboard.press('Enter');
    assert.equal((await webview.readPosted('stop')).length, 1);
  });

  it('starts nothing while a value is wrong, and says at the field what is right', async () => {
    await webview.open({ name: 'load' });
    await initialize();
    const duration = field('Duration');
    await duration.fill('0');
    await webview.page.keyboard.press('Control+Enter');
    assert.deepEqual(await webview.readPosted('start'), []);
    assert.equal(await duration.getAttribute('aria-invalid'), 'true');
    assert.equal(
      await duration.getAttribute('aria-description'),
      'Enter a duration from 1 second to 1 day, such as 1 hour.',
    );
  });

  it('shows how far a test is, and its report, which can be copied', async () => {
    await webview.open({ name: 'load' });
    await initialize();
    await webview.send({ type: 'runChanged', run: makeLoadRun(12) });
    const progress = webview.page.getByRole('progressbar');
    assert.equal(await progress.getAttribute('aria-valuenow'), '40');
    await webview.page.getByRole('img', { name: /^Messages per second: Sent \d+, Received \d+/u }).waitFor();
    await webview.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
    await button('Copy Report').click();
    const [copied] = await webview.readPosted('copy');
    assert.match(String(copied?.['text']), /^Load test of images, 30\.0 s\nSent: 5,985\n/u);
    assert.match(String(copied?.['text']), /Latency p99: 13\.6 ms\n/u);
  });

  it('says why a test did not run', async () => {
    await webview.open({ name: 'load' });
    await initialize();
    const { progress: _, ...run } = makeLoadRun(0, 'ended');
    const failure = '--template: ENOENT: no such file or directory';
    await webview.send({ type: 'runChanged', run: { ...run, report: undefined, failure } });
    await webview.page.getByRole('alert').getByText(failure).waitFor();
    assert.deepEqual(await findAxeViolations(webview.page), []);
  });

  it('is restored with what was typed, rather than with the values used last', async () => {
    await webview.open({ name: 'load', state: { queueArn: IMAGES, rate: '7' } });
    await initialize({ queueArn: undefined, draft: { rate: '500', duration: '60' } });
    assert.equal(await field('Rate per second').inputValue(), '7');
  });

  for (const [title, message, name, posted] of [
    ['no queue', { broker: RUNNING, queues: [] }, 'Create Queue', 'createQueue'],
    ['a stopped broker', { broker: { kind: 'stopped' }, queues: [] }, 'Start Broker', 'startBroker'],
  ] as const) {
    it(`offers a way out of ${title}`, async () => {
      await webview.open({ name: 'load' });
      await webview.send({ type: 'initialize', ...message });
      await button(name).last().click();
      assert.equal((await webview.readPosted(posted)).length, 1);
      assert.deepEqual(await findAxeViolations(webview.page), []);
    });
  }

  it('keeps Start, Stop and how far the test is in sight where the panel is narrow', async () => {
    await webview.open({ name: 'load', width: 640, height: 360 });
    await initialize();
    for (const size of [
      { width: 640, height: 360 },
      { width: 200, height: 200 },
    ]) {
      await webview.restyle({ theme: 'dark', ...size });
      await webview.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
      assert.ok(await isInSight(button('Start')), `${size.width} px: Start`);
      await webview.send({ type: 'runChanged', run: makeLoadRun(12) });
      const progress = webview.page.locator('.run-short');
      for (const part of [button('Stop'), progress.getByText('Sending, 12 s of 30 s')])
        assert.ok(await isInSight(part), `${size.width} px: ${await part.innerText()}`);
      await progress.getByRole('button', { name: 'Show Results' }).click();
      for (const part of [button('Stop'), webview.page.getByRole('heading', { name: 'images' })])
        assert.ok(await isInSight(part), `${size.width} px: ${await part.innerText()}`);
      await webview.page.evaluate(() => document.querySelector('.columns')?.scrollTo(0, 0));
    }
  });

  it('leads to the first field that is wrong', async () => {
    await webview.open({ name: 'load', width: 200, height: 200 });
    await initialize();
    await field('Connections').fill('none');
    await field('Attributes').fill('tenant');
    await button('2 fields need a correction').click();
    assert.equal(await field('Connections').evaluate((input) => input.matches(':focus')), true);
    assert.ok(await isInSight(field('Connections')));
  });

  it('shows the values of the test while it runs, and those that were typed after it', async () => {
    await webview.open({ name: 'load' });
    await initialize();
    await field('Rate per second').fill('7');
    await webview.send({ type: 'runChanged', run: makeLoadRun(12) });
    assert.equal(await field('Rate per second').inputValue(), '200');
    await webview.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
    assert.equal(await field('Rate per second').inputValue(), '7');
  });

  it('gives no last values beside the lines of a test that ended', async () => {
    await webview.open({ name: 'load' });
    await initialize();
    await webview.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
    await webview.page.getByRole('img', { name: 'Messages per second: Sent, Received, Deleted' }).waitFor();
    assert.equal((await webview.page.locator('.series-number').allInnerTexts()).join(''), '');
  });

  it('fits a narrow panel', async () => {
    await webview.open({ name: 'load', width: 360, height: 900 });
    await initialize();
    await webview.send({ type: 'runChanged', run: makeLoadRun(30, 'ended') });
    const overflow = await webview.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
  });

  it('has a mark that is not below the highest value of a chart', async () => {
    await webview.open({ name: 'load' });
    await initialize();
    await webview.page.evaluate(() => {
      const written: string[] = [];
      const context = CanvasRenderingContext2D.prototype;
      type FillText = typeof context.fillText;
      Object.assign(window, { written });
      context.fillText = new Proxy(Reflect.get<typeof context, 'fillText'>(context, 'fillText'), {
        apply: (draw, canvas, [text, ...place]: Parameters<FillText>) => {
          written.push(text);
          Reflect.apply(draw, canvas, [text, ...place]);
        },
      });
    });
    const run = makeLoadRun(30, 'ended');
    await webview.send({ type: 'runChanged', run });
    const readMarks = () =>
      webview.page.evaluate(() =>
        (Object(window).written as string[])
          .filter((text) => text.endsWith(' ms'))
          .map((text) => Number.parseFloat(text)),
      );
    await webview.page.locator('.series-plot canvas').last().waitFor();
    assert.ok(Math.max(...(await readMarks())) >= Math.max(...run.samples.map(({ p99 }) => p99 ?? 0)));
  });
});
