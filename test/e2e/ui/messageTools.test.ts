import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callSqs } from '../../support/callSqs.ts';
import { FileDialog } from './support/fileDialog.ts';
import { TracePanel } from './support/tracePanel.ts';
import { useWorkbench } from './support/useWorkbench.ts';
import type { Workbench } from './support/workbench.ts';

interface Received {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageId: string;
  readonly Attributes: { readonly SentTimestamp: string; readonly ApproximateReceiveCount: string };
}

const EXTENSION_ID = 'queueside.queueside';
const MARKDOWN_ID = 'vscode.markdown-language-features';

describe('working with messages and recorded traces', () => {
  const openedWindow = useWorkbench({ name: 'message-tools', workspace: 'sample' });
  let workbench: Workbench;
  let workspace: string;
  let endpoint: string;
  let queueUrl: string;
  /** Between the first order and the second, by the broker’s clock. */
  let recordedSpacingMs: number;

  before(async () => {
    ({ workbench, workspace } = openedWindow());
    await workbench.openViewContainer('Queueside');
    endpoint = await workbench.readEndpoint();
  });

  const file = () => join(workspace, 'orders.jsonl');
  const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> =>
    String((await callSqs(endpoint, 'CreateQueue', { QueueName, Attributes })).QueueUrl);
  const send = (QueueUrl: string, MessageBody: string) =>
    callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
  const receive = async (QueueUrl: string, more: object = {}): Promise<readonly Received[]> => {
    const { Messages = [] } = await callSqs(endpoint, 'ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      ...more,
    });
    return Messages as readonly Received[];
  };
  const readBodies = async (QueueUrl: string): Promise<readonly string[]> =>
    (await receive(QueueUrl, { VisibilityTimeout: 0 })).map(({ Body }) => Body).sort();

  it('saves a trace by the button of its panel', async () => {
    queueUrl = await create('orders');
    await send(queueUrl, 'first order');
    await workbench.quickInput.runCommand('Queueside Clock: Advance Clock');
    await workbench.quickInput.pick('Other…');
    await workbench.quickInput.enter('10s');
    await workbench.statusItem(/\+10 s/).waitFor();
    await send(queueUrl, 'second order');
    const orders = await receive(queueUrl);
    const [first = 0, second = 0] = orders.map(({ Attributes }) => Number(Attributes.SentTimestamp));
    recordedSpacingMs = second - first;
    for (const { ReceiptHandle } of orders) {
      await callSqs(endpoint, 'DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle });
    }
    await workbench.quickInput.runCommand('Queueside Trace: Open Trace');
    const trace = await TracePanel.open(workbench.page);
    await trace.row('orders', 'Deleted').waitFor();
    await workbench.pressPanelAction('Save Trace');
    await new FileDialog(workbench.page).choose('OK', file());
    await workbench.statusItem(/Saved \d+ events/).waitFor();
    const [header = '', ...events] = readFileSync(file(), 'utf8').trimEnd().split('\n');
    assert.match(header, /^\{"format":"queueside-trace","version":1,/);
    assert.equal(events.filter((line) => line.includes('"body":"first order"')).length, 1);
  });

  it('opens a saved trace, with the contents of its messages', async () => {
    await workbench.quickInput.runCommand('Queueside Trace: Clear Trace');
    await workbench.pressPanelAction('Open Saved Trace');
    await new FileDialog(workbench.page).choose('Open', file());
    const trace = await TracePanel.open(workbench.page);
    await trace.notice.getByText('Saved trace orders.jsonl').waitFor();
    await trace.row('orders', 'Deleted').click();
    await trace.details.getByText('second order').first().waitFor();
    await workbench.takeScreenshot('tools-saved-trace-dark');
    await workbench.switchTheme('light');
    await workbench.takeScreenshot('tools-saved-trace-light');
    await workbench.switchTheme('dark');
  });

  it('replays the saved trace that is shown, ten times as fast, with its spacing', async () => {
    await workbench.pressPanelAction('Replay Trace');
    await workbench.quickInput.rows.filter({ hasText: /To their original queues.*orders/ }).waitFor();
    await workbench.takeScreenshot('tools-replay-queue');
    await workbench.quickInput.pick('To their original queues');
    await workbench.quickInput.rows.filter({ hasText: /10 times as fast.*\d s/ }).waitFor();
    await workbench.takeScreenshot('tools-replay-speed');
    await workbench.quickInput.pick('10 times as fast');
    await workbench.statusItem('Replayed 2 of 2 messages.').waitFor();
    const trace = await TracePanel.open(workbench.page);
    await trace.notice.getByRole('button').click();
    await trace.notice.waitFor({ state: 'detached' });
    await trace.row('orders', 'Sent').waitFor();
    const messages = await receive(queueUrl);
    assert.deepEqual(
      messages.map(({ Body }) => Body),
      ['first order', 'second order'],
    );
    const [first = 0, second = 0] = messages.map(({ Attributes }) => Number(Attributes.SentTimestamp));
    const spacingMs = second - first;
    assert.ok(spacingMs >= recordedSpacingMs * 0.095, `${spacingMs} of ${recordedSpacingMs} ms`);
    assert.ok(spacingMs < recordedSpacingMs, `${spacingMs} of ${recordedSpacingMs} ms`);
  });

  it('replays a trace from its file to another queue, all at once', async () => {
    const elsewhere = await create('rehearsal');
    await workbench.tree('Queues').row('rehearsal').waitFor();
    await workbench.quickInput.runCommand('Queueside Trace: Replay Trace');
    await new FileDialog(workbench.page).choose('Open', file());
    await workbench.quickInput.pick('rehearsal');
    await workbench.quickInput.pick('All at once');
    await workbench.tree('Queues').row('rehearsal, standard queue, 2 visible').waitFor();
    assert.deepEqual(await readBodies(elsewhere), ['first order', 'second order']);
  });

  it('redrives a whole dead-letter queue from the tree', async () => {
    const dead = await create('mails-dead');
    const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:mails-dead';
    const mails = await create('mails', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }),
    });
    for (const body of ['one', 'two', 'three']) await send(mails, body);
    for (let receives = 0; receives < 2; receives++) await receive(mails, { VisibilityTimeout: 0 });
    await workbench.openViewContainer('Queueside');
    const queues = workbench.tree('Queues');
    await queues.row('mails-dead, standard queue, dead-letter queue, 3 visible').waitFor();
    await queues.runMenuItem('mails-dead', 'Redrive Queue');
    await queues.row('mails, standard queue, 3 visible').waitFor();
    await queues.row('mails-dead, standard queue, dead-letter queue, empty').waitFor();
    await workbench.takeScreenshot('tools-redriven');
    assert.deepEqual(await readBodies(dead), []);
  });

  it('copies and moves the messages that are chosen in the tree', async () => {
    const from = await create('parcels');
    const to = await create('returns');
    for (const body of ['red parcel', 'green parcel', 'blue parcel']) await send(from, body);
    const queues = workbench.tree('Queues');
    await queues.row('parcels, standard queue, 3 visible').waitFor();
    await queues.expand('parcels, ');
    await queues.expand('3 messages of parcels');
    await queues.row('red parcel').click();
    await queues.row('green parcel').click({ modifiers: ['ControlOrMeta'] });
    await queues.runMenuItem('green parcel', 'Send, Move or Export', 'Copy Messages to Queue');
    await workbench.quickInput.rows.filter({ hasText: 'returns' }).waitFor();
    await workbench.takeScreenshot('tools-copy-destination');
    await workbench.quickInput.pick('returns');
    await queues.row('returns, standard queue, 2 visible').waitFor();
    await queues.runMenuItem('blue parcel', 'Send, Move or Export', 'Move Messages to Queue');
    await workbench.quickInput.pick('returns');
    await queues.row('returns, standard queue, 3 visible').waitFor();
    await queues.row('parcels, standard queue, 2 visible').waitFor();
    assert.deepEqual(await readBodies(to), ['blue parcel', 'green parcel', 'red parcel']);
    assert.deepEqual(await readBodies(from), ['green parcel', 'red parcel']);
  });

  it('brings deleted messages back as they were', async () => {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'parcels' });
    const readCounts = async () => {
      const messages = await receive(String(QueueUrl), { VisibilityTimeout: 0 });
      return messages
        .map(
          ({ Body, MessageId, Attributes }) => `${Body} ${MessageId} ${Attributes.ApproximateReceiveCount}`,
        )
        .sort();
    };
    await readCounts();
    const before = await readCounts();
    const queues = workbench.tree('Queues');
    await queues.row('red parcel').click();
    await queues.row('green parcel').click({ modifiers: ['ControlOrMeta'] });
    await queues.runMenuItem('green parcel', 'Delete Messages');
    assert.match(await workbench.dialog.innerText(), /You can undo this for ten minutes\./);
    await workbench.pressDialogButton('Delete');
    await queues.row('parcels, standard queue, empty').waitFor();
    await workbench.takeScreenshot('tools-deleted-messages');
    await workbench.pressToastButton('Deleted 2 messages from parcels.', 'Undo');
    await queues.row('parcels, standard queue, 2 visible').waitFor();
    await workbench.statusItem('2 messages were restored.').waitFor();
    const raised = before.map((line) => line.replace(/\d+$/, (count) => String(Number(count) + 1)));
    assert.deepEqual(await readCounts(), raised);
  });

  it('shows everything of a message in three clicks, goes on to the next one, and finds text in it', async () => {
    await workbench.quickInput.runCommand('View: Hide Panel');
    const letters = await create('letters');
    await callSqs(endpoint, 'SendMessage', {
      QueueUrl: letters,
      MessageBody: JSON.stringify({ to: 'Ada', lines: ['first line', 'last line'] }),
      MessageAttributes: {
        priority: { DataType: 'Number.int', StringValue: '3' },
        stamp: { DataType: 'Binary.png', BinaryValue: Buffer.from('89504e47', 'hex').toString('base64') },
      },
    });
    await send(letters, 'a plain letter');
    const queues = workbench.tree('Queues');
    await queues.row('letters, standard queue, 2 visible').waitFor();
    await queues.expand('letters, ');
    await queues.expand('2 messages of letters');
    await queues.row('{"to"').click();
    const editor = await workbench.editors.openWebview(EXTENSION_ID, 'letters ·');
    await editor.getByText('priority').waitFor();
    await editor.getByText('Number.int').waitFor();
    await editor.getByText('89 50 4e 47 (4 bytes)').waitFor();
    await editor.locator('.row-text').getByText('"Ada"').waitFor();
    await editor.locator('.timeline').getByText('Sent by').waitFor();
    await workbench.takeScreenshot('tools-message-dark');
    await workbench.switchTheme('light');
    await workbench.takeScreenshot('tools-message-light');
    await workbench.switchTheme('dark');
    await editor.getByRole('button', { name: 'Find in Body' }).click();
    await editor.getByRole('textbox', { name: 'Find in body' }).fill('LINE');
    await editor.getByText('1 of 3').waitFor();
    await workbench.page.keyboard.press('Enter');
    await editor.getByText('2 of 3').waitFor();
    await workbench.page.keyboard.press('Escape');
    await editor.getByRole('button', { name: 'Next Message' }).click();
    await editor.locator('.row-text').getByText('a plain letter').waitFor();
    await editor.getByText('This message has none.').waitFor();
  });

  it('compares two messages that are chosen in the tree', async () => {
    const queues = workbench.tree('Queues');
    await queues.row('{"to"').click();
    await queues.row('a plain letter').click({ modifiers: ['ControlOrMeta'] });
    await queues.runMenuItem('a plain letter', 'Compare With');
    const sides = workbench.page.locator('.monaco-diff-editor .view-lines');
    await sides.filter({ hasText: 'a plain letter' }).waitFor();
    await sides.filter({ hasText: 'priority (Number.int): 3' }).waitFor();
    await workbench.takeScreenshot('tools-compare');
  });

  it('says that a message is gone, and keeps what it knows of it', async () => {
    const queues = workbench.tree('Queues');
    await queues.row('{"to"').click();
    const editor = await workbench.editors.openWebview(EXTENSION_ID, 'letters ·');
    await editor.locator('.row-text').getByText('"Ada"').waitFor();
    await editor.getByRole('button', { name: 'More Actions…' }).click();
    await editor.getByRole('menuitem', { name: 'Delete…' }).click();
    await workbench.pressDialogButton('Delete');
    await editor.getByText('The message is no longer in the queue. You see the message as it was.').waitFor();
    await editor.locator('.outcome-badge').getByText('Deleted').waitFor();
  });

  it('receives as a consumer, shows the receipt handle, and deletes with it', async () => {
    const received = await create('deliveries');
    await send(received, 'to be received');
    const queues = workbench.tree('Queues');
    await queues.row('deliveries, standard queue, 1 visible').waitFor();
    await queues.select('deliveries, ');
    await workbench.quickInput.runCommand('Queueside: Receive as a Consumer');
    const panel = await workbench.editors.openWebview(EXTENSION_ID, 'Receive');
    await panel.getByRole('combobox', { name: 'Queue' }).getByText('deliveries').waitFor();
    await panel.locator('.run').click();
    await panel.getByText('to be received').waitFor();
    await panel.getByText(/In flight, \d+ s left/u).waitFor();
    await queues.row('deliveries, standard queue, 1 in flight').waitFor();
    await workbench.takeScreenshot('tools-receive');
    await panel.getByRole('button', { name: 'Delete with This Handle' }).click();
    await panel.locator('.outcome-badge').getByText('Deleted').waitFor();
    await queues.row('deliveries, standard queue, empty').waitFor();
    await workbench.editors.closeTab('Receive');
  });

  it('opens a message in the composer to send it again otherwise', async () => {
    const queues = workbench.tree('Queues');
    await queues.select('red parcel');
    await queues.runMenuItem('red parcel', 'Send, Move or Export', 'Edit and Send Again');
    const composer = await workbench.editors.openWebview(EXTENSION_ID, 'Compose');
    await composer.locator('.cm-content').getByText('red parcel').click();
    await workbench.page.keyboard.press('ControlOrMeta+a');
    await workbench.page.keyboard.insertText('dark red parcel');
    await workbench.takeScreenshot('tools-edit-and-resend');
    await composer.locator('.run').click();
    await queues.row('parcels, standard queue, 3 visible').waitFor();
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'parcels' });
    assert.deepEqual(await readBodies(String(QueueUrl)), ['dark red parcel', 'green parcel', 'red parcel']);
  });

  it('tests a running consumer, and says what it did twice', async () => {
    await create('image-tasks');
    await workbench.debugging.start('Worker');
    await workbench.openViewContainer('Queueside');
    const queues = workbench.tree('Queues');
    // The worker creates its second queue last; a list that is read again under an open menu gives its command no row.
    await queues.row('image-done').waitFor();
    // With several rows selected, the menu offers only what can be done to all of them.
    await queues.select('image-tasks');
    await queues.runMenuItem('image-tasks', 'Faults & Tests', 'Test Consumer Idempotence');
    await workbench.quickInput.rows.filter({ hasText: 'Enter a message body…' }).waitFor();
    await workbench.takeScreenshot('tools-idempotence-messages');
    await workbench.quickInput.pick('Enter a message body…');
    await workbench.quickInput.enter(JSON.stringify({ key: 'uploads/sea.png', text: 'Twice' }));
    await workbench.quickInput.enter('2', 'Deliveries per message');
    const report = await workbench.editors.openWebview(MARKDOWN_ID, 'Preview');
    await report.getByText('The message was processed twice.').waitFor();
    await report.getByText('twice ✗').waitFor();
    await report.getByText('sent to image-done').first().waitFor();
    await workbench.takeScreenshot('tools-idempotence-report-dark');
    await workbench.switchTheme('light');
    await workbench.takeScreenshot('tools-idempotence-report-light');
    await workbench.switchTheme('dark');
    assert.ok(existsSync(join(workspace, 'bucket', 'watermarked', 'sea.png')));
    await workbench.debugging.stop();
  });

  it('shows the message that a program of a second window holds, through the broker that both share', async () => {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'image-tasks' });
    await send(String(QueueUrl), JSON.stringify({ key: 'uploads/sea.png', text: 'Elsewhere' }));
    const second = await openedWindow().openSecondWindow();
    await second.debugging.stopInWorker(second.editors, workspace);
    assert.equal(await second.readEndpoint(), endpoint);
    const queues = workbench.tree('Queues');
    await queues.row('image-tasks, standard queue, 1 in flight, 1 held').waitFor();
    await workbench.takeScreenshot('tools-held-by-other-window');
    await second.debugging.stop();
    await queues.row('image-tasks, standard queue, 1 in flight').and(queues.rowsWithout('held')).waitFor();
    await second.page.close();
  });
});
