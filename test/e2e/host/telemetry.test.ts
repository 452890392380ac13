import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigurationTarget, workspace } from 'vscode';
import { callSqs } from '../../support/callSqs.ts';
import { activateExtension } from './support/activateExtension.ts';
import { OtlpReceiver } from '../../support/otlpReceiver.ts';

const SETTING = 'telemetry.endpoint';

describe('the setting of the OpenTelemetry endpoint', () => {
  let receiver: OtlpReceiver;
  let endpoint: string;
  let QueueUrl: string;

  before(async () => {
    receiver = await OtlpReceiver.start();
    endpoint = await (await activateExtension()).start();
    QueueUrl = String((await callSqs(endpoint, 'CreateQueue', { QueueName: 'spans' })).QueueUrl);
  });

  after(async () => {
    await set(undefined);
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
    receiver.close();
  });

  const set = (value: string | undefined) =>
    workspace.getConfiguration('queueside').update(SETTING, value, ConfigurationTarget.Global);

  it('is empty at first, and the broker sends nothing anywhere', async () => {
    assert.equal(workspace.getConfiguration('queueside').get(SETTING), '');
    await work();
    assert.deepEqual(receiver.requests, []);
  });

  it('makes the broker send spans of what programs do', async () => {
    await set(receiver.endpoint);
    const names = () => receiver.requests.flatMap(({ spans }) => spans.map(({ name }) => name));
    // No event shows when the broker has applied the setting, and it gathers spans for a second: work until they come.
    while (!names().includes('settle spans')) {
      await work();
      await delay(100);
    }
    assert.deepEqual([...new Set(names())].sort(), [
      'process spans',
      'receive spans',
      'send spans',
      'settle spans',
    ]);
    const withSpans = receiver.requests.filter(({ spans }) => spans.length > 0);
    assert.ok(withSpans.every(({ url }) => url === '/v1/traces'));
  });

  async function work(): Promise<void> {
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'x' });
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    const [message] = Messages as readonly { readonly ReceiptHandle: string }[];
    assert.ok(message);
    await callSqs(endpoint, 'DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
  }
});
