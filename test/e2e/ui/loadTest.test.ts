import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { SqsProgram } from '../../support/sqsProgram.ts';
import {
  arrangeTrace,
  expectArrangedTrace,
  expectRestoredPanels,
  findBrokers,
  openPanelsToRestore,
} from './support/panelsToRestore.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const EXTENSION_ID = 'queueside.queueside';

/** Receives and deletes until the signal, as a consumer that keeps up would. */
async function consume(endpoint: string, queue: string, signal: AbortSignal): Promise<void> {
  const caller = new SqsProgram(endpoint);
  const QueueUrl = `${endpoint}/000000000000/${queue}`;
  while (!signal.aborted) {
    const { Messages = [] }: { Messages?: readonly { ReceiptHandle: string }[] } = await caller.call(
      'ReceiveMessage',
      { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 },
    );
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    if (Entries.length > 0) await caller.call('DeleteMessageBatch', { QueueUrl, Entries });
  }
}

describe('a load test, by the user interface', () => {
  const openedWindow = useWorkbench({ name: 'loadTest', workspace: 'empty' });
  let panel: FrameLocator;
  let queueWidthPx: number;

  const readSum = async (name: string): Promise<number> => {
    const text = await panel.locator('.sum').filter({ hasText: name }).innerText();
    return Number(text.replaceAll(/\D/g, ''));
  };

  it('opens from a queue’s menu, turned to that queue', async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    const queues = workbench.tree('Queues');
    await queues.welcome.getByText('Create Queue').click();
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter('orders');
    await workbench.quickInput.pick('None');
    await queues.row('orders').waitFor();
    await queues.runMenuItem('orders', 'Faults & Tests', 'Run Load Test');
    panel = await workbench.editors.openWebview(EXTENSION_ID, 'Load test: orders');
    await panel.getByText('Start a test to see throughput').waitFor();
    await workbench.takeScreenshot('load-1-empty');
  });

  it('stays open while other panels do', async () => {
    const { workbench } = openedWindow();
    await openPanelsToRestore(workbench, await workbench.readEndpoint());
    queueWidthPx = await arrangeTrace(workbench);
    await workbench.quickInput.runCommand('View: Hide Panel');
    panel = await workbench.editors.openWebview(EXTENSION_ID, 'Load test: orders');
  });

  it('sends in a process of its own, with its progress in the panel and in a notification', async () => {
    const { workbench, workspace } = openedWindow();
    writeFileSync(join(workspace, 'order.json'), '{"order":{{n}}}');
    await panel.getByRole('textbox', { name: 'Rate per second' }).fill('100');
    await panel.getByRole('textbox', { name: 'Duration', exact: true }).fill('600');
    await panel.getByRole('textbox', { name: 'Body template' }).fill(join(workspace, 'order.json'));
    await panel.getByRole('textbox', { name: 'Attributes' }).fill('tenant=a');
    await panel.locator('vscode-button', { hasText: 'Start' }).click();
    await workbench.toast(/Load test of orders.*sent/).waitFor();
    await panel.getByRole('img', { name: /^Messages per second: Sent \d+/u }).waitFor();
    await panel.getByText(/^[2-9][.\d]* s of 10 min$/).waitFor();
    assert.equal(await readSum('received'), 0);
  });

  it('shows what a consumer does meanwhile', async () => {
    const { workbench } = openedWindow();
    const end = new AbortController();
    const consumer = consume(await workbench.readEndpoint(), 'orders', end.signal);
    await panel.getByText(/^(?:[7-9]|\d\d)[.\d]* s of 10 min$/).waitFor();
    const [received, deleted] = [await readSum('received'), await readSum('deleted')];
    assert.ok(received > 0 && deleted > 0, `${received} received, ${deleted} deleted`);
    await workbench.takeScreenshot('load-2-running');
    end.abort();
    await consumer;
  });

  it('shows in the tree what waits, though it changes all the time', async () => {
    const tree = openedWindow().workbench.tree('Queues');
    await tree.row('orders, standard queue').and(tree.rowsWithout('empty')).waitFor();
  });

  it('ends where the notification is cancelled, and reports', async () => {
    const { workbench } = openedWindow();
    await workbench.pressToastButton('Load test of orders', 'Cancel');
    const report = panel.getByRole('region', { name: 'Report' });
    await report.waitFor();
    assert.ok((await readSum('sent')) > 0);
    assert.equal(await readSum('failed'), 0);
    assert.equal((await readSum('waiting')) + (await readSum('deleted')), await readSum('sent'));
    await workbench.toast('Load test of orders').waitFor({ state: 'detached' });
    await workbench.takeScreenshot('load-3-report-dark');
    await workbench.switchTheme('light');
    await workbench.takeScreenshot('load-3-report-light');
    await workbench.switchTheme('dark');
  });

  it('says why it cannot begin', async () => {
    await panel.getByRole('textbox', { name: 'Body template' }).fill('/no/such/template.json');
    await panel.locator('vscode-button', { hasText: 'Start' }).click();
    await panel
      .getByRole('alert')
      .getByText(/--template: .*ENOENT/)
      .waitFor();
  });

  it('is restored after a reload of the window, with its values and the last result', async () => {
    const { workbench } = openedWindow();
    await panel.getByRole('textbox', { name: 'Body template' }).fill('');
    await panel.getByRole('textbox', { name: 'Duration', exact: true }).fill('1');
    // Fewer than the test before has sent, whose result was saved, too.
    await panel.getByRole('textbox', { name: 'Rate per second' }).fill('20');
    await panel.locator('vscode-button', { hasText: 'Start' }).click();
    await panel.getByRole('region', { name: 'Report' }).waitFor();
    const sent = await readSum('sent');
    // The draft is saved as the test starts, what came of it a second later.
    await workbench.waitUntilSaved(`"sent":${sent},`);
    await workbench.reload();
    panel = await workbench.editors.openWebview(EXTENSION_ID, 'Load test: orders');
    await panel.getByRole('region', { name: 'Report' }).waitFor();
    assert.equal(await readSum('sent'), sent);
    assert.equal(await panel.getByRole('textbox', { name: 'Attributes' }).inputValue(), 'tenant=a');
  });

  it('is restored with all other panels, and the table of the trace with its columns', async () => {
    const { workbench } = openedWindow();
    await expectRestoredPanels(workbench);
    await expectArrangedTrace(workbench, queueWidthPx);
    await workbench.takeScreenshot('panels-restored');
  });

  it('is restored again after a second reload, with one broker and each panel once', async () => {
    const { workbench } = openedWindow();
    const titles = await workbench.page.locator('.tabs-container .tab').allInnerTexts();
    await workbench.reload();
    await expectRestoredPanels(workbench);
    assert.deepEqual(await workbench.page.locator('.tabs-container .tab').allInnerTexts(), titles);
    assert.equal(findBrokers(workbench).length, 1);
  });

  it('is in the metrics of its queue, which open from the queue’s menu and keep what they show in another column', async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    await workbench.tree('Queues').runMenuItem('orders', 'Messages', 'Open Metrics');
    const metrics = await workbench.editors.openWebview(EXTENSION_ID, 'Metrics: orders');
    await metrics.getByRole('combobox', { name: 'Period' }).click();
    await metrics.getByRole('option', { name: '10 s' }).click();
    await metrics.getByRole('group', { name: /^Chart: orders\./u }).waitFor();
    await workbench.takeScreenshot('metrics');
    await workbench.quickInput.runCommand('View: Move Editor into Right Group');
    await workbench.page.locator('.editor-group-container').nth(1).waitFor();
    await workbench.quickInput.runCommand('View: Close Editors in Other Groups');
    const moved = await workbench.editors.openWebview(EXTENSION_ID, 'Metrics: orders');
    await moved.getByRole('combobox', { name: 'Period' }).getByText('10 s').waitFor();
    await moved.getByRole('group', { name: /^Chart: orders\./u }).waitFor();
  });
});
