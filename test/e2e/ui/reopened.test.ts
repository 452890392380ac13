import assert from 'node:assert/strict';
import { callSqs } from '../../support/callSqs.ts';
import { useWorkbench } from './support/useWorkbench.ts';
import type { Workbench } from './support/workbench.ts';

const TASK = JSON.stringify({ key: 'uploads/sea.png', text: 'Queueside' });

describe('a workspace that was closed in the middle of debugging', () => {
  const openedWindow = useWorkbench({ name: 'reopened', workspace: 'sample' });
  let first: { readonly MessageId?: string };
  let reopened: Workbench;
  let endpoint: string;

  it('has a message in flight in a program that is paused at a breakpoint', async () => {
    const { workbench, workspace } = openedWindow();
    await workbench.openViewContainer('Queueside');
    endpoint = await workbench.readEndpoint();
    const Attributes = { VisibilityTimeout: '600' };
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'image-tasks', Attributes });
    first = await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: TASK });
    await workbench.debugging.stopInWorker(workbench.editors, workspace);
    for (const MessageBody of ['waiting 1', 'waiting 2']) {
      await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
    }
    await workbench.openViewContainer('Queueside');
    await workbench.tree('Queues').row('image-tasks, standard queue, 2 visible, 1 in flight').waitFor();
  });

  it('opens again with its queues, counts and messages as they were', async () => {
    reopened = await openedWindow().reopen();
    await reopened.openViewContainer('Queueside');
    endpoint = await reopened.readEndpoint();
    const tree = reopened.tree('Queues');
    await tree.row('image-tasks, standard queue, 2 visible, 1 in flight').waitFor();
    await tree.expand('image-tasks, ');
    await tree.expand('3 messages of image-tasks');
    await tree.rows.filter({ hasText: 'uploads/sea' }).waitFor();
    await reopened.takeScreenshot('reopened-queues');
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'image-tasks' });
    const { Attributes } = (await callSqs(endpoint, 'GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    })) as { readonly Attributes: Record<string, string> };
    assert.equal(Attributes['VisibilityTimeout'], '600');
    assert.equal(Attributes['ApproximateNumberOfMessagesNotVisible'], '1');
  });

  it('shows where they are stored, and that nothing was lost', async () => {
    await reopened.quickInput.runCommand('Queueside Storage: Show Stored Messages Report');
    const preview = await reopened.editors.openWebview('vscode.markdown-language-features');
    await preview.getByText(/Restored \d queues? and 3 messages in \d+ ms\./).waitFor();
    await reopened.takeScreenshot('reopened-report');
  });

  it('undoes a purge from the notification', async () => {
    await reopened.quickInput.runCommand('Queueside: Purge Queue');
    await reopened.quickInput.pick('image-tasks');
    await reopened.pressDialogButton('Purge');
    const tree = reopened.tree('Queues');
    await tree.row('image-tasks, standard queue, empty').waitFor();
    await reopened.takeScreenshot('reopened-undo');
    await reopened.pressToastButton('Purged 3 messages', 'Undo');
    await tree.row('image-tasks, standard queue, 3 visible').waitFor();
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'image-tasks' });
    interface Received {
      readonly Messages: readonly {
        readonly MessageId: string;
        readonly Attributes: Record<string, string>;
      }[];
    }
    const { Messages } = (await callSqs(endpoint, 'ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
    })) as unknown as Received;
    const again = Messages.find(({ MessageId }) => MessageId === first.MessageId);
    assert.equal(again?.Attributes['ApproximateReceiveCount'], '2', 'it was received before all that');
  });

  it('clears what is stored, after saying how much that is', async () => {
    await reopened.quickInput.runCommand('Queueside Storage: Clear Stored Messages');
    assert.match(await reopened.dialog.innerText(), /This deletes \d queues? and 3 messages\.[^]*On disk: /);
    await reopened.takeScreenshot('reopened-clear');
    await reopened.pressDialogButton('Clear');
    await reopened.tree('Queues').welcome.getByText('No queues yet.').waitFor();
    assert.deepEqual(await callSqs(await reopened.readEndpoint(), 'ListQueues', {}), {});
  });
});
