import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkJson } from '../../../extension/queues/messages/bodyText.ts';
import { findAxeViolations } from '../../support/axe.ts';
import { measureSigns } from '../../support/contrast.ts';
import { makeLargeBodies } from '../../support/largeBodies.ts';
import { THEME_KINDS } from '../../support/webviewBrowser.ts';
import { makeQueue, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const IMAGES = makeQueue('images').arn;
const PAYMENTS = makeQueue('payments.fifo').arn;

/** The bodies that look like JSON and are none: the composer asks before it sends them. */
const BROKEN_JSON = new Set([
  'opening brackets',
  'nested objects',
  'JSON that is cut off',
  'JSON with a mistake in the middle',
]);

describe('the composer in a browser', () => {
  const webview = useWebview();

  const findViolations = () => findAxeViolations(webview.page);
  const answer = (requestId: unknown, queueArn: string, outcome: object) =>
    webview.send({ type: 'sent', requestId, queueArn, outcome });

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
      await webview.open({ name: 'composer', theme });
      await webview.send({
        type: 'initialize',
        broker: RUNNING,
        queues: SAMPLE_QUEUES,
        queueArn: PAYMENTS,
        draft,
      });
      assert.deepEqual(await findViolations(), []);
    });
  }

  for (const theme of THEME_KINDS) {
    it(`says by a sign of 3:1 that a message was sent, in ${theme}`, async () => {
      await webview.open({ name: 'composer', theme });
      await webview.send({
        type: 'initialize',
        broker: RUNNING,
        queues: SAMPLE_QUEUES,
        queueArn: IMAGES,
        draft: { body: 'x' },
      });
      await webview.page.getByRole('button', { name: /^Send/u }).click();
      const result = {
        messageId: 'm',
        bodyMd5: 'd',
        sizeBytes: 22,
        chunks: 1,
        sentCount: 1,
        duplicateCount: 0,
      };
      await answer(1, IMAGES, { ok: true, result });
      await webview.page.locator('.outcome').waitFor();
      const signs = await measureSigns(webview.page, '.outcome .good');
      assert.ok(signs.length > 0 && signs.every(({ contrast }) => contrast >= 3), JSON.stringify(signs));
    });
  }

  it('sends with Ctrl+Enter from the body and shows what came of it', async () => {
    await webview.open({ name: 'composer' });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: IMAGES });
    const body = webview.page.getByRole('textbox', { name: 'Message body' });
    await body.click();
    await webview.page.keyboard.type('hello');
    await webview.page.keyboard.press('Control+Enter');
    const [request] = await webview.readPosted('send');
    assert.deepEqual(request?.['params'], { queueArn: IMAGES, body: 'hello', count: 1 });
    const result = {
      messageId: 'id-1',
      bodyMd5: '5d41',
      sizeBytes: 5,
      chunks: 1,
      sentCount: 1,
      duplicateCount: 0,
    };
    await answer(request?.['requestId'], IMAGES, { ok: true, result });
    await webview.page.getByRole('button', { name: 'Show Details' }).click();
    await webview.page.getByRole('button', { name: 'Copy Message ID' }).click();
    assert.deepEqual(await webview.readPosted('copy'), [{ type: 'copy', text: 'id-1' }]);
    assert.equal(await body.innerText(), 'hello');
    assert.deepEqual(await findViolations(), []);
  });

  it('asks before it sends invalid JSON, and marks where the mistake is', async () => {
    const state = { queueArn: IMAGES, body: '{"id":1,\n"name": bob}', format: 'json' };
    await webview.open({ name: 'composer', state });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    const { page } = webview;
    await page.locator('.cm-lintRange-error').filter({ hasText: 'b' }).waitFor();
    await page.getByRole('textbox', { name: 'Message body' }).click();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Line 2, column 9: ').waitFor();
    assert.deepEqual(await findViolations(), []);
    assert.deepEqual(await webview.readPosted('send'), []);
    assert.equal(await page.locator('.run').evaluate((send) => send.matches('[disabled]')), true);
    await page.getByRole('button', { name: 'Send Anyway' }).click();
    assert.equal((await webview.readPosted('send')).length, 1);
  });

  for (const body of ['', 'hello'])
    it(`says that only the broker keeps it from sending, with ${body === '' ? 'no body' : 'a body'}`, async () => {
      await webview.open({ name: 'composer' });
      const broker = { kind: 'failed', reason: 'The disk is full.' };
      await webview.send({ type: 'initialize', broker, queues: SAMPLE_QUEUES, draft: { body } });
      await webview.page.getByText('You can send messages when the broker runs.').waitFor();
      assert.equal(await webview.page.getByText('Type a body to send.').count(), 0);
      await webview.page.getByText('The broker could not start. The disk is full.').waitFor();
      await webview.page.getByRole('button', { name: 'Try Again' }).click();
      assert.equal((await webview.readPosted('startBroker')).length, 1);
    });

  it('offers no number of sends that it would reject', async () => {
    await webview.open({ name: 'composer' });
    const draft = { body: 'x', count: 20_000 };
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, draft });
    await webview.page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    await webview.page.getByRole('textbox', { name: 'Number of copies' }).fill('300');
    await webview.page.getByRole('button', { name: 'Send 300 Times' }).waitFor();
  });

  it('says how many fields keep it from sending, and leads to the first', async () => {
    await webview.open({ name: 'composer', width: 640, height: 360 });
    const queues = SAMPLE_QUEUES;
    await webview.send({ type: 'initialize', broker: RUNNING, queues, queueArn: PAYMENTS, draft });
    const { page } = webview;
    await page.getByRole('button', { name: '3 fields need a correction' }).click();
    const first = page.getByRole('textbox', { name: 'Name of attribute 2' });
    assert.equal(await first.evaluate((input) => input.matches(':focus')), true);
    await page.keyboard.type('x');
  });

  it('keeps the list of queues as wide as the fields below it, with the button beside it', async () => {
    await webview.open({ name: 'composer', width: 200, height: 400 });
    const queues = SAMPLE_QUEUES;
    await webview.send({ type: 'initialize', broker: RUNNING, queues, queueArn: PAYMENTS });
    const boxOf = async (selector: string) => {
      const box = await webview.page.locator(selector).first().boundingBox();
      assert.ok(box !== null, selector);
      return { left: box.x, right: box.x + box.width, middle: box.y + box.height / 2 };
    };
    const [list, add, counts, body] = [
      await boxOf('.queue-select'),
      await boxOf('.queue-row .icon-button'),
      await boxOf('.queue-counts'),
      await boxOf('.body-editor'),
    ];
    assert.equal(list.left, body.left);
    assert.equal(counts.left, body.left);
    assert.equal(add.right, body.right);
    assert.ok(Math.abs(add.middle - list.middle) <= 1);
  });

  it('shows no counts of a broker that does not run', async () => {
    await webview.open({ name: 'composer' });
    const queues = SAMPLE_QUEUES;
    await webview.send({ type: 'initialize', broker: RUNNING, queues, queueArn: IMAGES });
    await webview.page.getByText('images (3)').first().waitFor();
    await webview.page.getByText('visible').waitFor();
    await webview.send({ type: 'brokerChanged', broker: { kind: 'stopped' } });
    assert.equal(await webview.page.getByText('visible').count(), 0);
    assert.equal(await webview.page.getByText('images (3)').count(), 0);
    await webview.page.getByText('images', { exact: true }).first().waitFor();
  });

  it('has JSON laid out by the host', async () => {
    await webview.open({ name: 'composer', state: { queueArn: IMAGES, body: '{"a":1}' } });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    await webview.page.getByRole('button', { name: 'Format JSON' }).click();
    const [request] = await webview.readPosted('formatBody');
    assert.equal(request?.['body'], '{"a":1}');
    const outcome = { ok: true, body: '{\n  "a": 1\n}' };
    await webview.send({ type: 'bodyFormatted', requestId: request?.['requestId'], outcome });
    const body = webview.page.getByRole('textbox', { name: 'Message body' });
    assert.equal(await body.innerText(), '{\n  "a": 1\n}');
  });

  for (const [name, large] of Object.entries(makeLargeBodies())) {
    it(`shows ${name} of 1 MiB without what would freeze it, and sends all of it`, async () => {
      await webview.open({ name: 'composer' });
      const draft = { body: large };
      await webview.send({
        type: 'initialize',
        broker: RUNNING,
        queues: SAMPLE_QUEUES,
        queueArn: IMAGES,
        draft,
      });
      const editor = webview.page.locator('.cm-content');
      await editor.locator('.cm-placeholder').waitFor({ state: 'detached' });
      assert.equal(await editor.locator('span').count(), 0, 'coloured');
      const isWrapped = await editor.evaluate((element) => element.classList.contains('cm-lineWrapping'));
      // Of very many lines only the start is shown.
      assert.equal(isWrapped, large.split('\n').length > 20_000);
      assert.ok((await editor.innerText()).length < 200_000, 'drawn as a whole');
      await webview.page.getByRole('button', { name: 'Send', exact: true }).click();
      const [check] = await webview.readPosted('checkBody');
      if (check !== undefined) {
        const outcome = await checkJson(String(check['body']));
        await webview.send({ type: 'bodyChecked', requestId: check['requestId'], outcome });
      }
      if (BROKEN_JSON.has(name)) await webview.page.getByRole('button', { name: 'Send Anyway' }).click();
      const [request] = await webview.readPosted('send');
      const sent = request?.['params'] as { readonly body: string };
      assert.ok(sent.body === large, `${sent.body.length} of ${large.length} characters`);
    });
  }

  it('shows the start of a body with very many lines, and a note', async () => {
    await webview.open({ name: 'composer', state: { queueArn: IMAGES, body: '\n'.repeat(200_000) } });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    const status = webview.page.getByText('The body has 200,001 lines, too many to edit here.');
    await status.waitFor();
    const body = webview.page.getByRole('textbox', { name: 'Message body' });
    await body.click();
    await webview.page.keyboard.type('x');
    assert.equal((await body.innerText()).includes('x'), false);
    await webview.send({
      type: 'initialize',
      broker: RUNNING,
      queues: SAMPLE_QUEUES,
      draft: { body: 'new' },
    });
    await body.click();
    await webview.page.keyboard.type('x');
    assert.match(await body.innerText(), /^(?:xnew|newx|nxew|nexw)$/u);
    assert.equal(await status.count(), 0);
  });

  it('keeps the line breaks of a body through a keystroke, and gives them to what is pasted', async () => {
    const body = 'one\r\ntwo\r\n';
    await webview.open({ name: 'composer', state: { queueArn: IMAGES, body } });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    await webview.page.getByRole('textbox', { name: 'Message body' }).click();
    await webview.page.keyboard.press('Control+Home');
    await webview.page.keyboard.type('x');
    await webview.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'a\nb\n');
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('.cm-content')?.dispatchEvent(paste);
    });
    await webview.page.keyboard.press('Control+Enter');
    const [request] = await webview.readPosted('send');
    assert.deepEqual(request?.['params'], { queueArn: IMAGES, body: `xa\r\nb\r\n${body}`, count: 1 });
  });

  it('shows the start of a large paste with very many lines, all of which is sent', async () => {
    await webview.open({ name: 'composer', state: { queueArn: IMAGES, body: 'ab' } });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    await webview.page.getByRole('textbox', { name: 'Message body' }).click();
    await webview.page.keyboard.press('Control+Home');
    await webview.page.keyboard.press('ArrowRight');
    await webview.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'line\r\n'.repeat(30_000));
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('.cm-content')?.dispatchEvent(paste);
    });
    await webview.page.getByText('The body has 30,001 lines, too many to edit here.').waitFor();
    await webview.page.getByRole('button', { name: 'Send', exact: true }).click();
    const [request] = await webview.readPosted('send');
    const { body } = (request?.['params'] ?? {}) as { readonly body?: string };
    assert.ok(body === `a${'line\n'.repeat(30_000)}b`, `${body?.length} characters`);
    await webview.page.getByRole('button', { name: 'Undo Paste' }).click();
    const editor = webview.page.getByRole('textbox', { name: 'Message body' });
    await editor.filter({ hasText: /^ab$/u }).waitFor();
    // The start that was shown is no body of its own that Ctrl+Z could bring back.
    await editor.press('Control+Home');
    await webview.page.keyboard.type('x');
    for (let step = 0; step < 3; step += 1) await webview.page.keyboard.press('Control+z');
    assert.equal(await editor.innerText(), 'ab');
  });

  it('shows a refusal at its field', async () => {
    await webview.open({ name: 'composer', state: { queueArn: IMAGES, body: 'x', delaySeconds: '5' } });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    await webview.page.getByRole('button', { name: /^Send/u }).click();
    const failure = { message: 'Not today.', code: 'InvalidParameterValue', parameter: 'DelaySeconds' };
    await answer(1, IMAGES, { ok: false, failure });
    const delay = webview.page.getByRole('textbox', { name: 'Delay' });
    assert.equal(await delay.getAttribute('aria-invalid'), 'true');
    assert.equal(await delay.getAttribute('aria-description'), 'Not today.');
  });

  it('takes body text that looks like HTML for text', async () => {
    await webview.open({
      name: 'composer',
      state: { queueArn: IMAGES, body: '<img src=x onerror=alert(1)>' },
    });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES });
    assert.equal(await webview.page.locator('img').count(), 0);
  });

  it('keeps what was typed in its state', async () => {
    await webview.open({ name: 'composer' });
    await webview.send({ type: 'initialize', broker: RUNNING, queues: SAMPLE_QUEUES, queueArn: IMAGES });
    await webview.page.getByRole('textbox', { name: 'Message body' }).click();
    await webview.page.keyboard.type('kept');
    await webview.page.waitForFunction(
      () => (window as unknown as { state?: { body: string } }).state?.body === 'kept',
    );
  });

  for (const [title, message, button, posted] of [
    ['no queue', { broker: RUNNING, queues: [] }, 'Create Queue', 'createQueue'],
    ['a stopped broker', { broker: { kind: 'stopped' }, queues: [] }, 'Start Broker', 'startBroker'],
    [
      'a broker that failed',
      { broker: { kind: 'failed', reason: 'No.' }, queues: [] },
      'Show Log',
      'showLog',
    ],
  ] as const) {
    it(`offers a way out of ${title}`, async () => {
      await webview.open({ name: 'composer' });
      await webview.send({ type: 'initialize', ...message });
      await webview.page.getByRole('button', { name: button }).click();
      assert.equal((await webview.readPosted(posted)).length, 1);
      assert.deepEqual(await findViolations(), []);
    });
  }
});
