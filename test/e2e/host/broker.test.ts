import assert from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import type { QueuesideApi } from '../../../extension/api.ts';

describe('the broker in the extension host', () => {
  let api: QueuesideApi;

  before(async () => {
    const extension = extensions.getExtension<QueuesideApi>('queueside.queueside');
    assert.ok(extension, 'the extension is installed');
    const startedAt = performance.now();
    api = await extension.activate();
    console.log(`activated in ${Math.round(performance.now() - startedAt)} ms`);
  });

  it('starts once for several callers, and serves SQS calls', async () => {
    const endpoints = await Promise.all([
      api.start(),
      api.start(),
      commands.executeCommand('queueside.startBroker'),
    ]);
    assert.equal(new Set(endpoints).size, 1);
    assert.equal(api.endpoint, endpoints[0]);
    assert.deepEqual(await callSqs(await api.start(), 'ListQueues', {}), {});
  });

  it('is stopped, and started again at the next need', async () => {
    const first = await api.start();
    await commands.executeCommand('queueside.stopBroker');
    assert.equal(api.endpoint, undefined);
    await assert.rejects(callSqs(first, 'ListQueues', {}));
    assert.deepEqual(await callSqs(await api.start(), 'ListQueues', {}), {});
  });
});

async function callSqs(endpoint: string, action: string, body: object): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AmazonSQS.${action}` },
    body: JSON.stringify(body),
  });
  assert.equal(response.status, 200);
  return response.json();
}
