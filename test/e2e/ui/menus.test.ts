import assert from 'node:assert/strict';
import { callSqs } from '../../support/callSqs.ts';
import { TracePanel } from './support/tracePanel.ts';
import { useWorkbench } from './support/useWorkbench.ts';
import type { Workbench } from './support/workbench.ts';

const QUEUES = ['invoices', 'orders', 'returns'];

describe('what the lists of commands offer', () => {
  const opened = useWorkbench({ name: 'menus', workspace: 'empty' });
  let workbench: Workbench;
  let endpoint: string;

  before(async () => {
    ({ workbench } = opened());
    await workbench.openViewContainer('Queueside');
    endpoint = await workbench.readEndpoint();
  });

  /** What the rows of the list say first, from the top. */
  async function readRows(): Promise<readonly string[]> {
    await workbench.quickInput.rows.first().waitFor();
    const labels = await workbench.quickInput.rows.evaluateAll((rows) =>
      rows
        .sort((one, other) => Number(one.dataset['index']) - Number(other.dataset['index']))
        .map((row) => row.querySelector('.quick-input-list-label-name, .label-name')?.textContent ?? ''),
    );
    return labels.map((label) => label.trim());
  }

  async function openStatusMenu(): Promise<readonly string[]> {
    await workbench.page.locator('.statusbar-item[id$="queueside.status"]').click();
    return readRows();
  }

  async function send(name: string, MessageBody: string): Promise<void> {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: name });
    await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
  }

  it('is, at the status item, what a running broker can do, and where it runs', async () => {
    assert.deepEqual(await openStatusMenu(), [
      'Send Message…',
      'Open Trace',
      'Debug Against…',
      'Create Queue',
      'Copy Endpoint',
      'Copy Shell Exports…',
      'Open Queueside Terminal',
      'Advance Clock…',
      'Run Load Test…',
      'Stored Messages',
      'Show Queues',
      'Settings',
      'Restart Broker',
      'Stop Broker',
      'Show Log',
    ]);
    assert.equal(
      await workbench.quickInput.field.getAttribute('placeholder'),
      `The broker runs at ${endpoint}`,
    );
    await workbench.quickInput.pick('Copy Endpoint');
    await workbench.page.waitForFunction(
      async (text) => (await navigator.clipboard.readText()) === text,
      endpoint,
    );
  });

  it('has the settings of the extension, and no others', async () => {
    await openStatusMenu();
    await workbench.quickInput.pick('Settings');
    await workbench.page
      .locator('.settings-editor .suggest-input-container')
      .getByText('@ext:queueside')
      .waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.monaco-modal-editor-block').waitFor({ state: 'detached' });
  });

  it('is, for a stopped broker, how to start it', async () => {
    await openStatusMenu();
    await workbench.quickInput.pick('Stop Broker');
    await workbench.page.locator('.statusbar-item[aria-label^="Queueside: stopped"]').waitFor();
    assert.deepEqual(await openStatusMenu(), [
      'Start Broker',
      'Debug Against…',
      'Show Queues',
      'Settings',
      'Show Log',
    ]);
    await workbench.quickInput.pick('Start Broker');
    endpoint = await workbench.readEndpoint();
  });

  it('is the queues in the order of their creation, the one that is selected in the tree first', async () => {
    for (const QueueName of QUEUES) await callSqs(endpoint, 'CreateQueue', { QueueName });
    await workbench.quickInput.runCommand('Queueside: Copy Queue URL');
    assert.deepEqual(await readRows(), QUEUES);
    await workbench.quickInput.cancel();
    await workbench.tree('Queues').row('returns, ').click();
    await workbench.quickInput.runCommand('Queueside: Copy Queue URL');
    assert.deepEqual(await readRows(), ['returns', 'invoices', 'orders']);
    await workbench.quickInput.cancel();
  });

  it('is only the queues that have messages, and their messages in the order in which they come', async () => {
    for (const body of ['first', 'second', 'third']) await send('orders', body);
    await workbench.tree('Queues').row('orders, standard queue, 3 visible').waitFor();
    await workbench.quickInput.runCommand('Queueside: Peek Messages');
    assert.deepEqual(await readRows(), ['orders']);
    await workbench.quickInput.pick('orders');
    await workbench.quickInput.rows.filter({ hasText: 'first' }).waitFor();
    assert.deepEqual(await readRows(), ['first', 'second', 'third']);
    await workbench.quickInput.pick('second');
    const editor = await workbench.editors.openWebview('queueside.queueside', 'orders ·');
    await editor.locator('.row-text').getByText('second').waitFor();
  });

  it('keeps the events of a hidden trace while the broker starts again', async () => {
    await workbench.quickInput.runCommand('Queueside Trace: Open Trace');
    const before = await TracePanel.open(workbench.page);
    await before.row('orders', 'Sent').waitFor();
    const old = await before.eventsOf('orders');
    // The queue was created, and three messages were sent.
    assert.equal(old.length, 4);
    await workbench.quickInput.runCommand('View: Hide Panel');
    await openStatusMenu();
    await workbench.quickInput.pick('Restart Broker');
    // Without a port until the next broker serves.
    await workbench.statusItem(/Queueside\s*$/).waitFor();
    endpoint = await workbench.readEndpoint();
    await send('orders', 'after the restart');
    await workbench.tree('Queues').row('orders, standard queue, 4 visible').waitFor();
    await workbench.quickInput.runCommand('Queueside Trace: Open Trace');
    const after = await TracePanel.open(workbench.page);
    await after.row('orders', 'Sent').filter({ hasText: 'after the restart' }).waitFor();
    const events = await after.eventsOf('orders');
    assert.deepEqual(events.slice(0, 4), old);
    assert.equal(events.length, 5);
    await workbench.takeScreenshot('menus-trace-after-restart');
  });
});
