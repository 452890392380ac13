import assert from 'node:assert/strict';
import { commands } from 'vscode';
import type { QueuesideApi } from '../../../../extension/api.ts';
import { callSqs } from '../../../support/callSqs.ts';
import { activateExtension } from '../support/activateExtension.ts';
import { WarningRecorder } from '../support/warnings.ts';

const NOTICE = 'keeps its messages in memory, and they are lost when it stops';

/** The window that this test runs in has a file in the place of the extension's storage folder. */
describe('an editor whose storage cannot be written to', () => {
  let api: QueuesideApi;
  const recorder = new WarningRecorder(({ items }) => items.find((item) => item === 'Stop'));

  before(async () => {
    api = await activateExtension();
  });

  after(() => recorder.dispose());

  it('still has queues, in memory, and reports once where the folder is and what to do', async () => {
    const endpoint = await api.start();
    const { message, items } = await recorder.waitFor(NOTICE);
    assert.match(message, /globalStorage[\\/]queueside\.queueside/);
    assert.match(message, /Make the folder writable, then reload the window\.$/);
    assert.deepEqual(items, ['Reload Window', 'Show Log']);
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'in-memory' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'kept nowhere' });
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl });
    assert.deepEqual(
      (Messages as readonly { readonly Body: string }[]).map(({ Body }) => Body),
      ['kept nowhere'],
    );
  });

  it('starts another broker, without those queues, and does not say it again', async () => {
    await commands.executeCommand('queueside.refreshQueues');
    await commands.executeCommand('queueside.stopBroker');
    assert.equal(api.endpoint, undefined, 'it was asked whether the message may go, and it may');
    assert.deepEqual(await callSqs(await api.start(), 'ListQueues', {}), {});
    assert.equal(recorder.find(NOTICE).length, 1);
  });
});
