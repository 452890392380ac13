import assert from 'node:assert/strict';
import { commands, type Disposable, env, extensions } from 'vscode';
import type { QueueSummary } from '../../../broker/protocol/queue.ts';
import type { QueuesideApi } from '../../../extension/api.ts';
import type { TreeNode } from '../../../extension/ground/treeNode.ts';
import { callSqs } from '../../support/callSqs.ts';
import { MemoryConnection } from '../../support/connections/memoryConnection.ts';
import { listOffered, type RowMenus } from '../../support/menus/listOffered.ts';
import { makeQueue } from '../../support/webviewSamples.ts';
import { activateExtension } from './support/activateExtension.ts';
import { InputRecorder } from './support/inputRecorder.ts';
import { waitForTab } from './support/waitForTab.ts';

const NAME = 'on-both';

describe('a second connection in the editor', () => {
  let testing: NonNullable<QueuesideApi['testing']>;
  let endpoint: string;
  let queueUrl: unknown;
  let memory: MemoryConnection;
  let added: Disposable;
  let inputs: InputRecorder;

  before(async () => {
    const api = await activateExtension();
    assert.ok(api.testing, 'the editor runs the tests of the extension');
    testing = api.testing;
    endpoint = await api.start();
    ({ QueueUrl: queueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: NAME }));
    await testing.connections.all[0]?.queues.refresh();
    const queue: QueueSummary = makeQueue(NAME, 3);
    memory = new MemoryConnection('memory', [queue]);
    added = testing.connections.add(memory);
    inputs = new InputRecorder();
  });

  after(async () => {
    inputs.dispose();
    added.dispose();
    await commands.executeCommand('workbench.action.closeAllEditors');
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl: queueUrl });
  });

  async function findRow(connection: string): Promise<TreeNode> {
    const { tree } = testing;
    for (const root of await tree.getChildren()) {
      if (tree.getTreeItem(root).label !== connection) continue;
      const row = (await tree.getChildren(root)).find((each) => tree.getTreeItem(each).label === NAME);
      if (row) return row;
    }
    throw new Error(`No row ${NAME} below ${connection}`);
  }

  it('has a branch in the tree, beside that of the broker', async () => {
    const { tree } = testing;
    const rows = await Promise.all(['Local broker', 'In memory'].map(findRow));
    const children = await Promise.all(
      rows.map(async (row) => (await tree.getChildren(row)).map((each) => tree.getTreeItem(each).label)),
    );
    assert.deepEqual(children, [['Messages', 'Attributes'], ['Attributes']]);
  });

  it('is offered what it can do, and nothing else', async () => {
    const manifest: RowMenus = extensions.getExtension('queueside.queueside')?.packageJSON;
    const [local = [], other = []] = await Promise.all(
      ['Local broker', 'In memory'].map(async (connection) => {
        const row = await findRow(connection);
        return listOffered(manifest, testing.tree.getTreeItem(row).contextValue ?? '');
      }),
    );
    assert.ok(other.includes('sendMessage') && other.includes('purgeQueue'));
    for (const name of ['openTrace', 'injectFaults', 'runLoadTest', 'breakOnArrival']) {
      assert.ok(local.includes(name), name);
      assert.ok(!other.includes(name), name);
    }
    assert.ok(!other.includes('peekMessages'), 'although it has messages');
  });

  it('takes commands on its rows, as the broker does', async () => {
    await commands.executeCommand('queueside.copyQueueArn', await findRow('In memory'));
    assert.equal(await env.clipboard.readText(), memory.queues.queues[0]?.arn);
    await commands.executeCommand('queueside.copyQueueUrl', await findRow('Local broker'));
    assert.equal(await env.clipboard.readText(), queueUrl);
  });

  it('is asked for where it can, and left out where it cannot', async () => {
    await commands.executeCommand('queueside.copyQueueUrl');
    const both = inputs.details.filter((detail) => detail.includes(`:${NAME}`));
    assert.equal(both.length, 2);
    await commands.executeCommand('queueside.injectFaults');
    assert.equal(inputs.details.filter((detail) => detail.includes(`:${NAME}`)).length, 1);
  });

  it('opens in the composer', async () => {
    await commands.executeCommand('queueside.sendMessage', await findRow('In memory'));
    const title = await waitForTab((label) => label.includes(NAME));
    assert.equal(title, `Compose: ${NAME}`);
  });
});
