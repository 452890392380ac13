import assert from 'node:assert/strict';
import { join } from 'node:path';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { callSqs } from '../../support/callSqs.ts';
import { FileDialog } from './support/fileDialog.ts';
import type { Workbench } from './support/workbench.ts';
import { useWorkbench } from './support/useWorkbench.ts';

describe('the Queues view', () => {
  const open = useWorkbench({ name: 'queues', workspace: 'empty' });
  let workbench: Workbench;
  let endpoint: string;

  const openEditor = (title: string) => workbench.editors.openWebview('queueside.queueside', title);
  /** As a program of yours reads them, with the SDK. */
  const readAttributes = async (QueueName: string): Promise<Readonly<Record<string, string>>> => {
    const sqs = new SQSClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    sqs.destroy();
    return Attributes;
  };
  const deleteQueue = async (QueueName: string): Promise<void> => {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName });
    await callSqs(endpoint, 'DeleteQueue', { QueueUrl });
  };

  before(async () => {
    ({ workbench } = open());
    await workbench.openViewContainer('Queueside');
  });

  it('starts the broker when it is shown, and offers to create a queue', async () => {
    endpoint = await workbench.readEndpoint();
    assert.deepEqual(await callSqs(endpoint, 'ListQueues', {}), {});
    await workbench.page.getByText('No queues yet.').waitFor();
    await workbench.takeScreenshot('queues-empty');
  });

  it('creates a queue with a dead-letter queue in three steps', async () => {
    await workbench.page
      .locator('.welcome-view-content .monaco-button')
      .filter({ hasText: 'Create Queue' })
      .click();
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter('or ders');
    await workbench.quickInput.message.filter({ hasText: 'Use only letters' }).waitFor();
    await workbench.quickInput.enter('orders');
    await workbench.quickInput.pick('orders-dlq');
    const tree = workbench.tree('Queues');
    await tree.row('orders-dlq').waitFor();
    await tree.row('orders, ').waitFor();
  });

  it('changes a visibility timeout in three clicks: menu, command, Apply', async () => {
    const tree = workbench.tree('Queues');
    await tree.runMenuItem('orders, ', 'Edit Queue');
    const editor = await openEditor('Edit queue: orders');
    // The field has the focus, and what is in it is selected.
    await editor.locator('#field-VisibilityTimeout:focus').waitFor();
    await workbench.page.keyboard.insertText('1 min 30 s');
    await editor
      .locator('.changes li')
      .filter({ hasText: /Visibility timeout.*30 seconds.*1 minute 30 seconds/ })
      .waitFor();
    await workbench.takeScreenshot('queue-editor-dark');
    await workbench.switchTheme('light');
    await workbench.takeScreenshot('queue-editor-light');
    await workbench.switchTheme('dark');
    await editor.getByRole('button', { name: 'Apply' }).click();
    await workbench.toast('Changed orders: Visibility timeout 30 s → 1 min 30 s.').waitFor();
    assert.equal((await readAttributes('orders'))['VisibilityTimeout'], '90');
    await workbench.pressToastButton('Changed orders', 'Undo');
    await workbench.statusItem('Undid the change of orders.').waitFor();
    assert.equal((await readAttributes('orders'))['VisibilityTimeout'], '30');
  });

  it('shows both values when a program changes the queue that is being edited', async () => {
    const editor = await openEditor('Edit queue: orders');
    const timeout = editor.getByRole('textbox', { name: 'Visibility timeout' });
    await timeout.fill('2 min');
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'orders' });
    await callSqs(endpoint, 'SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '60' } });
    await editor.getByText('Changed meanwhile to 1 minute.').waitFor();
    await workbench.takeScreenshot('queue-editor-changed-meanwhile');
    await editor.getByRole('button', { name: 'Use This Value' }).click();
    assert.equal(await timeout.inputValue(), '1 minute');
    await workbench.editors.closeTab('Edit queue: orders');
  });

  it('creates an alarm in words, and shows under the queue that it has gone off', async () => {
    await callSqs(endpoint, 'CreateQueue', { QueueName: 'watched' });
    const tree = workbench.tree('Queues');
    await tree.runMenuItem('watched, ', 'Messages', 'Create Alarm');
    const form = await openEditor('Create alarm: watched');
    await form.getByRole('textbox', { name: 'Alarm name' }).fill('busy');
    await form.getByRole('textbox', { name: 'Threshold' }).fill('5');
    await form.getByRole('textbox', { name: 'Evaluation periods' }).fill('3');
    await form
      .getByText(
        'In alarm if the maximum of visible messages is greater than 5 in the last 3 periods of 1 minute.',
      )
      .waitFor();
    await form.getByRole('button', { name: 'Create' }).click();
    await form.getByText('Applied.').waitFor();
    await workbench.editors.closeTab('Edit alarm: busy');
    await tree.expand('watched, ');
    await tree.row('Alarm busy: insufficient data · visible messages > 5').waitFor();
    await tree.runMenuItem('Alarm busy', 'Set Alarm State');
    await workbench.quickInput.pick('in alarm');
    await tree.row('Alarm busy: in alarm').waitFor();
    await tree.rows
      .and(workbench.page.locator('[aria-label^="watched, "][aria-label*=", in alarm"]'))
      .waitFor();
    await tree.row('watched, ').locator('[class*="monaco-decoration-"]').first().waitFor();
    await workbench.takeFrame('alarm');
    await deleteQueue('watched');
  });

  it('attaches and detaches a dead-letter queue in two clicks each', async () => {
    await callSqs(endpoint, 'CreateQueue', { QueueName: 'mails' });
    const tree = workbench.tree('Queues');
    await tree.runMenuItem('mails, ', 'Attach Dead-Letter Queue');
    await workbench.quickInput.pick('mails-dlq');
    await workbench.toast('mails-dlq takes messages of mails after 3 receives.').waitFor();
    await tree.row('mails-dlq, standard queue, dead-letter queue').waitFor();
    assert.match((await readAttributes('mails'))['RedrivePolicy'] ?? '', /:mails-dlq".*"maxReceiveCount":3/);
    await tree.runMenuItem('mails, ', 'Detach Dead-Letter Queue');
    await workbench.toast('mails-dlq no longer takes messages of mails.').waitFor();
    assert.equal((await readAttributes('mails'))['RedrivePolicy'], undefined);
    for (const name of ['mails', 'mails-dlq']) await deleteQueue(name);
  });

  it('creates a queue with all options, and continues editing it', async () => {
    await workbench.quickInput.runCommand('Queueside: Create Queue');
    await workbench.quickInput.pick('All Options');
    const editor = await openEditor('Create queue');
    await editor.getByRole('textbox', { name: 'Queue name' }).fill('payments.fifo');
    await editor.getByRole('textbox', { name: 'Message retention period' }).fill('2 days');
    await editor.getByRole('button', { name: 'Add Tag' }).first().click();
    await editor.getByRole('textbox', { name: 'Key of tag 1' }).fill('team');
    await editor.getByRole('textbox', { name: 'Value of tag 1' }).fill('billing');
    await editor.getByRole('button', { name: 'Insert Example' }).click();
    await workbench.takeScreenshot('queue-editor-create');
    await editor.getByRole('button', { name: 'Create' }).click();
    await workbench.editors.tab('Edit queue: payments.fifo').waitFor();
    await editor.getByText('Created.').waitFor();
    const attributes = await readAttributes('payments.fifo');
    assert.equal(attributes['MessageRetentionPeriod'], '172800');
    assert.equal(attributes['FifoQueue'], 'true');
    assert.match(attributes['Policy'] ?? '', /"Effect": "Allow"/);
    await workbench.editors.closeTab('Edit queue: payments.fifo');
    await deleteQueue('payments.fifo');
  });

  it('follows what programs do', async () => {
    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'orders' });
    for (const MessageBody of ['{"id":1,"total":12345678901234567890}', 'plain text', '[1,2]']) {
      await callSqs(endpoint, 'SendMessage', { QueueUrl, MessageBody });
    }
    await workbench.tree('Queues').row('orders, standard queue, 3 visible').waitFor();
    // As long as the tests of this file need on any machine.
    await callSqs(endpoint, 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 3600 });
    await workbench.tree('Queues').row('orders, standard queue, 2 visible, 1 in flight').waitFor();
  });

  it('shows messages without receiving them, and opens one as a document', async () => {
    const tree = workbench.tree('Queues');
    await tree.expand('orders, ');
    await tree.expand('3 messages of orders');
    await tree.row('plain text').waitFor();
    await tree.openEditor(tree.rows.filter({ hasText: '"id":1' }), workbench.editors.tab('orders · '));
    await tree.row('orders, standard queue, 2 visible, 1 in flight').waitFor();
    await workbench.takeScreenshot('queues-tree');
  });

  it('moves a message that is dragged to another queue, whose row then has a sign and a colour', async () => {
    const tree = workbench.tree('Queues');
    const dead = tree.row('orders-dlq');
    await tree.row('plain text').dragTo(dead);
    await workbench.quickInput.pick('Move 1 message to orders-dlq');
    await tree.row('orders-dlq, standard queue, dead-letter queue, 1 visible').waitFor();
    await dead.locator('.monaco-icon-label[class*="itemColor"], [class*="badge"]').first().waitFor();
    await workbench.takeScreenshot('queues-dead-letters');
  });

  it('writes the messages of a queue to a file, and sends them to another queue as they are', async () => {
    const [from, to] = await Promise.all(
      ['outbox', 'inbox'].map(
        async (QueueName) => (await callSqs(endpoint, 'CreateQueue', { QueueName })).QueueUrl,
      ),
    );
    // What follows counts queues and messages.
    try {
      const MessageAttributes = { size: { DataType: 'Number', StringValue: '9'.repeat(38) } };
      for (const MessageBody of ['=1,"two"\r\n😀', 'plain'])
        await callSqs(endpoint, 'SendMessage', { QueueUrl: from, MessageBody, MessageAttributes });
      const tree = workbench.tree('Queues');
      await tree.row('outbox, standard queue, 2 visible').waitFor();
      await tree.runMenuItem('outbox', 'Messages', 'Copy, Move or Export', 'Export Messages');
      const file = join(open().workspace, 'outbox.csv');
      await new FileDialog(workbench.page).choose('OK', file);
      await workbench.toast('Exported 2 messages from outbox to outbox.csv.').waitFor();
      await tree.runMenuItem('inbox', 'Messages', 'Copy, Move or Export', 'Import Messages');
      await new FileDialog(workbench.page).choose('Import', file);
      await workbench.pressDialogButton('Import');
      await workbench.toast('Imported 2 messages from outbox.csv into inbox.').waitFor();
      const readAll = async (QueueUrl: unknown) => {
        const params = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
        const { Messages } = await callSqs(endpoint, 'ReceiveMessage', params);
        return (Messages as { readonly MD5OfBody: string; readonly MD5OfMessageAttributes: string }[]).map(
          ({ MD5OfBody, MD5OfMessageAttributes }) => [MD5OfBody, MD5OfMessageAttributes],
        );
      };
      const sent = await readAll(from);
      assert.equal(sent.length, 2);
      assert.deepEqual(await readAll(to), sent);
    } finally {
      await Promise.all(['outbox', 'inbox'].map(deleteQueue));
    }
  });

  it('finds queues by name while one types, and messages by their body on Enter', async () => {
    await workbench.quickInput.runCommand('Queueside: Search Queues and Messages');
    await workbench.quickInput.field.fill('DLQ');
    await workbench.quickInput.rows.filter({ hasText: 'orders-dlq' }).waitFor();
    await workbench.quickInput.field.fill('PLAIN');
    await workbench.page.keyboard.press('Enter');
    await workbench.quickInput.widget
      .getByText('Searched 3 messages (52 B), newest first. 1 match.')
      .waitFor();
    await workbench.takeScreenshot('queues-search');
    await workbench.quickInput.pick('plain text');
    const editor = await openEditor('orders-dlq');
    // It takes the focus when it is shown, which would close the box of what comes next.
    await editor.getByText('plain text').first().waitFor();
  });

  it('shows which filter hides queues, and all of them again after Escape', async () => {
    await workbench.quickInput.runCommand('Queueside: Filter Queues');
    await workbench.quickInput.enter('dlq');
    const note = workbench.page.getByText('Filtered by “dlq”: 1 of 2 queues.');
    await note.waitFor();
    const tree = workbench.tree('Queues');
    await tree.row('orders-dlq').click();
    await workbench.page.keyboard.press('Escape');
    await note.waitFor({ state: 'detached' });
    await tree.row('orders, ').waitFor();
  });

  it('says what a purge costs before it is done', async () => {
    await workbench.quickInput.runCommand('Queueside: Purge Queue');
    await workbench.quickInput.pick(/^orders(?!-)/);
    assert.match(
      await workbench.dialog.innerText(),
      /Delete all messages from orders\?[^]*This deletes 2 messages\./,
    );
    await workbench.takeScreenshot('queues-purge');
    await workbench.pressDialogButton('Purge');
    await workbench.tree('Queues').row('orders, standard queue, empty').waitFor();
  });

  it('hides empty queues, and says so', async () => {
    const tree = workbench.tree('Queues');
    await workbench.quickInput.runCommand('Queueside: Hide Empty Queues');
    const note = workbench.page.getByText('1 empty queue is hidden.');
    await note.waitFor();
    await tree.row('orders, ').waitFor({ state: 'detached' });
    await workbench.quickInput.runCommand('Queueside: Show Empty Queues');
    await tree.row('orders, ').waitFor();
    await note.waitFor({ state: 'detached' });
  });

  it('hands the broker only ciphertext of a body that was encrypted in the composer, and shows what it says', async () => {
    const SECRET = '{"card":"4111-1111"}';
    const tree = workbench.tree('Queues');
    await tree.runInlineAction('orders, ', 'Send Message');
    const composer = await workbench.editors.openWebview('queueside.queueside', 'Compose');
    await composer.locator('.cm-content').click();
    await workbench.page.keyboard.insertText(SECRET);
    await composer.getByRole('button', { name: 'Encrypt body' }).click();
    await workbench.quickInput.pick('New Key');
    await workbench.quickInput.enter('no spaces');
    await workbench.quickInput.message.filter({ hasText: 'Letters, digits' }).waitFor();
    await workbench.quickInput.enter('payments');
    await composer.getByText('Encrypted with your key payments').waitFor();
    assert.doesNotMatch(await composer.locator('.cm-content').innerText(), /4111/);
    await workbench.takeScreenshot('encryption-composer-dark');
    await workbench.switchTheme('light');
    await workbench.takeScreenshot('encryption-composer-light');
    await workbench.switchTheme('dark');
    await composer.locator('.run').click();
    await tree.row('orders, standard queue, 1 visible').waitFor();

    const { QueueUrl } = await callSqs(endpoint, 'GetQueueUrl', { QueueName: 'orders' });
    const { Messages } = await callSqs(endpoint, 'ReceiveMessage', { QueueUrl, VisibilityTimeout: 0 });
    const [message] = Messages as { Body: string; MessageId: string }[];
    const bytes = Buffer.from(message?.Body ?? '', 'base64');
    assert.equal(bytes.toString('base64'), message?.Body, 'the body is base64');
    assert.ok(!bytes.includes('4111'));

    // The filter in an earlier test hid the queue. VS Code collapses a row that it shows again.
    await tree.expand('orders, ');
    await tree.expand('1 message of orders');
    await tree.row('AgV').waitFor();
    await tree.runMenuItem('AgV', 'Decrypt Message');
    await workbench.page.locator('.view-lines').filter({ hasText: '4111-1111' }).waitFor();
    await workbench.editors.tab(`${message?.MessageId} decrypted.json`).waitFor();
    await workbench.takeScreenshot('encryption-decrypted');
  });

  it('finds the same broker again after the window was reloaded', async () => {
    await workbench.reload();
    await workbench.openViewContainer('Queueside');
    await workbench.tree('Queues').row('orders, ').waitFor();
    await workbench.statusItem(`Queueside ${new URL(endpoint).port}`).waitFor();
  });

  it('shares one broker with a second window on the same folder', async () => {
    const second = await open().openSecondWindow();
    await second.openViewContainer('Queueside');
    await second.tree('Queues').row('orders, ').waitFor();
    const port = new URL(endpoint).port;
    await second.statusItem(`Queueside ${port}`).waitFor();
    await second.quickInput.runCommand('Queueside Broker: Stop Broker');
    await workbench.page.getByText('A local Amazon SQS for the programs').waitFor();
    await workbench.takeScreenshot('queues-stopped');
    await second.page.close();
  });
});
