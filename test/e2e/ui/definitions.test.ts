import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callSqs } from '../../support/callSqs.ts';
import { useWorkbench } from './support/useWorkbench.ts';
import type { Workbench } from './support/workbench.ts';

const QUEUES = `{
  "queues": {
    "orders": {
      "attributes": { "VisibilityTimeout": 60 },
      "deadLetter": { "queue": "orders-dead", "maxReceiveCount": 3 },
      "messages": [{ "body": { "orderId": 1 } }]
    },
    "orders-dead": {}
  }
}
`;

describe('queue definitions and the bill', () => {
  const open = useWorkbench({ name: 'definitions', workspace: 'empty' });
  let workbench: Workbench;
  let endpoint: string;
  let save: (text: string) => void;

  before(async () => {
    const window = open();
    workbench = window.workbench;
    save = (text) => writeFileSync(join(window.workspace, 'queueside.json'), text);
    save(QUEUES);
    await workbench.openViewContainer('Queueside');
  });

  it('make the queues of the file when the view starts the broker', async () => {
    const tree = workbench.tree('Queues');
    await tree.row('orders, standard queue, 1 visible').waitFor();
    await tree.row('orders-dead, standard queue, dead-letter queue, empty').waitFor();
    endpoint = await workbench.readEndpoint();
  });

  it('show under each queue what its calls would cost', async () => {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'orders' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'x'.repeat(70_000) });
    workbench.changeSettings({ 'queueside.bill.inTree': true });
    const tree = workbench.tree('Queues');
    await tree.expand('orders, ');
    await tree.expand('Cost estimate of orders: $0.0000012, 2 calls, 3 requests');
    await tree.row('SendMessage, $0.0000008, 1 call, 2 requests').waitFor();
    await workbench.takeScreenshot('bill-tree');
    await workbench.statusItem(/Queueside \d+/).hover();
    await workbench.page.getByText('API calls since the last reset: 2 (billed').waitFor();
    await workbench.takeScreenshot('bill-status');
    await tree.runMenuItem('Cost estimate of orders', 'Reset Cost Estimate');
    await tree.row('Cost estimate of orders: $0.00, 0 calls, 0 requests').waitFor();
  });

  it('are checked by the editor and by the broker', async () => {
    await workbench.editors.openFile('queueside.json');
    save(QUEUES.replace('60', '99999'));
    const toast = 'queueside.json:4:44: Invalid value for the parameter VisibilityTimeout.';
    await workbench.toast(toast).waitFor();
    await workbench.pressToastButton(toast, 'Show');
    // The schema knows this mistake too: it is marked once.
    const marks = workbench.page.locator('.squiggly-error, .squiggly-warning');
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await workbench.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    assert.equal(await marks.count(), 1);
    await workbench.takeScreenshot('definitions-problem');
    save(QUEUES);
    await marks.first().waitFor({ state: 'detached' });
  });

  it('delete no queue before it was shown which, and only when asked to', async () => {
    const { QueueUrl } = await callSqs(endpoint, 'CreateQueue', { QueueName: 'other' });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody: 'x' });
    await workbench.tree('Queues').row('other, ').waitFor();
    await workbench.quickInput.runCommand('Queueside Definitions: Apply Queue Definitions');
    const toast = '1 queue is not in the file.';
    await workbench.toast(toast).waitFor();
    await workbench.pressToastButton(toast, 'Delete Other Queues');
    assert.match(await workbench.dialog.innerText(), /not in queueside\.json\?[^]*other: 1 message/);
    await workbench.takeScreenshot('definitions-delete');
    await workbench.pressDialogButton('Delete');
    await workbench.tree('Queues').row('other, ').waitFor({ state: 'detached' });
    await workbench.tree('Queues').row('orders, ').waitFor();
  });

  it('are those of every folder of a workspace, for as long as it is one of them', async () => {
    const root = open().workspace;
    const define = (folder: string, queues: object) => {
      mkdirSync(join(root, folder));
      writeFileSync(join(root, folder, 'queueside.json'), JSON.stringify({ queues }));
    };
    const file = join(root, 'both.code-workspace');
    const list = (...folders: readonly string[]) =>
      writeFileSync(file, JSON.stringify({ folders: folders.map((path) => ({ path })) }));
    define('shop', { carts: {} });
    define('billing', { invoices: { faults: { errorRate: 1 } } });
    list('shop', 'billing');
    const both = await open().openWorkspaceFile(file);
    await both.openViewContainer('Queueside');
    const queues = both.tree('Queues');
    await queues.row('carts, standard queue, empty').waitFor();
    await queues.row('invoices, standard queue, faults on, empty').waitFor();
    await both.takeScreenshot('definitions-two-folders');
    list('shop');
    await queues.row('invoices, standard queue, empty').waitFor();
    await queues.row('carts, standard queue, empty').waitFor();
    await both.page.close();
  });
});
