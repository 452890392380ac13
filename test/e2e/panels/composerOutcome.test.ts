import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { makeQueue, SAMPLE_QUEUES } from '../../support/webviewSamples.ts';
import { useWebview } from './support/useWebview.ts';

const RUNNING = { kind: 'running', maximumMessageBytes: 1_048_576 } as const;
const PAYMENTS = makeQueue('payments.fifo').arn;

describe('what the composer says of a send', () => {
  const webview = useWebview();
  const answer = (requestId: unknown, queueArn: string, outcome: object) =>
    webview.send({ type: 'sent', requestId, queueArn, outcome });

  it('sends with Ctrl+Enter from the list of types, and says what was deduplicated', async () => {
    const attributes = [{ name: 'priority', type: 'Number', value: '3' }];
    const draft = { body: 'x', attributes, groupId: 'g', deduplicationId: 'd' };
    await webview.open({ name: 'composer' });
    const queues = SAMPLE_QUEUES;
    await webview.send({ type: 'initialize', broker: RUNNING, queues, queueArn: PAYMENTS, draft });
    const { page } = webview;
    await page.locator('vscode-single-select').nth(1).focus();
    await page.keyboard.press('Control+Enter');
    const [request] = await webview.readPosted('send');
    const result = {
      messageId: 'id-1',
      bodyMd5: '5d41',
      sizeBytes: 5,
      chunks: 1,
      sentCount: 1,
      duplicateCount: 1,
    };
    await answer(request?.['requestId'], PAYMENTS, { ok: true, result });
    await page.getByText('Deduplicated: nothing was added to payments.fifo').waitFor();
    await page.getByRole('button', { name: 'Show Details' }).click();
    const idTop = (await page.getByText('id-1', { exact: true }).boundingBox())?.y ?? 0;
    const close = await page.getByRole('button', { name: 'Dismiss' }).boundingBox();
    assert.ok(close && close.y + close.height <= idTop + 4, 'the details are below the line');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await page.getByText('Deduplicated').count(), 0);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const [, again] = await webview.readPosted('send');
    const some = { ...result, sentCount: 3, duplicateCount: 2 };
    await answer(again?.['requestId'], PAYMENTS, { ok: true, result: some });
    await page.getByText('Added 1 of 3 copies to payments.fifo').waitFor();
    assert.equal(await page.locator('.outcome .good').count(), 0);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.locator('.cm-placeholder').waitFor();
    assert.equal(await page.getByText('Deduplicated').count(), 0);
  });

  it('says nothing of a broker that a queue of another connection does not need', async () => {
    const orders = makeQueue('orders');
    const connection = { id: 'staging', name: 'staging', hasTrace: false };
    await webview.open({ name: 'composer' });
    const queues = [{ ...orders, connection }];
    await webview.send({
      type: 'initialize',
      broker: { kind: 'stopped' },
      queues,
      queueArn: `staging/${orders.arn}`,
      draft: { body: 'x' },
    });
    await webview.page.getByText('staging').waitFor();
    assert.equal(await webview.page.getByText('The broker is stopped.').count(), 0);
    await webview.page.getByRole('button', { name: 'Send', exact: true }).click();
    assert.equal((await webview.readPosted('send')).length, 1);
  });
});
