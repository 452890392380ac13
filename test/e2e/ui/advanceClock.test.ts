import assert from 'node:assert/strict';
import { callSqs } from '../../support/callSqs.ts';
import { useWorkbench } from './support/useWorkbench.ts';
import type { Workbench } from './support/workbench.ts';

const RETENTION_SECONDS = 2 * 3600;

async function fillQueues(workbench: Workbench): Promise<void> {
  await workbench.openViewContainer('Queueside');
  const endpoint = await workbench.readEndpoint();
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> =>
    String((await callSqs(endpoint, 'CreateQueue', { QueueName, Attributes })).QueueUrl);
  const brief = { MessageRetentionPeriod: String(RETENTION_SECONDS) };
  const steps = await create('steps.fifo', {
    FifoQueue: 'true',
    ContentBasedDeduplication: 'true',
    ...brief,
  });
  for (const MessageBody of ['one', 'two', 'three']) {
    await callSqs(endpoint, 'SendMessage', { QueueUrl: steps, MessageBody, MessageGroupId: 'g' });
  }
  const orders = await create('orders', brief);
  for (const MessageBody of ['one', 'two']) {
    await callSqs(endpoint, 'SendMessage', { QueueUrl: orders, MessageBody });
  }
  const long = await create('archive', { MessageRetentionPeriod: '1209600' });
  await callSqs(endpoint, 'SendMessage', { QueueUrl: long, MessageBody: 'kept' });
}

async function openList(workbench: Workbench): Promise<readonly string[]> {
  await workbench.quickInput.runCommand('Queueside Clock: Advance Clock');
  await workbench.quickInput.rows.filter({ hasText: 'Other…' }).waitFor();
  return workbench.quickInput.rows.allInnerTexts();
}

describe('advancing the clock past the end of messages', () => {
  const openedWindow = useWorkbench({ name: 'advance-clock', workspace: 'empty' });
  let workbench: Workbench;

  before(async () => {
    ({ workbench } = openedWindow());
    await fillQueues(workbench);
  });

  const row = (queue: string) => workbench.tree('Queues').rows.filter({ hasText: queue });

  it('preselects a jump that ends nothing, and says of the others what they end', async () => {
    const rows = await openList(workbench);
    await workbench.takeScreenshot('advance-clock-list');
    const focused = await workbench.quickInput.rows.and(workbench.page.locator('.focused')).innerText();
    assert.match(focused, /^\s*1 min/);
    const place = (text: string): number => rows.findIndex((each) => each.includes(text));
    assert.ok(place('1 h') < place('Other…'));
    for (const lossy of ['12 h', '4 d', 'To the next event']) {
      assert.ok(place(lossy) > place('Other…'), lossy);
      assert.match(rows[place(lossy)] ?? '', /messages? in (steps\.fifo|orders)/);
    }
    await workbench.quickInput.cancel();
  });

  it('asks, and does nothing when the answer is no', async () => {
    await openList(workbench);
    await workbench.quickInput.pick('12 h');
    await workbench.dialog
      .filter({ hasText: '3 messages in steps.fifo and 2 in orders will expire.' })
      .filter({ hasText: 'You can undo this for 5 minutes.' })
      .waitFor();
    await workbench.takeScreenshot('advance-clock-question');
    await workbench.pressDialogButton('Cancel');
    await row('steps.fifo').filter({ hasText: '3 visible' }).waitFor();
  });

  it('brings the messages and the clock back by the button of the notification', async () => {
    await openList(workbench);
    await workbench.quickInput.pick('12 h');
    await workbench.pressDialogButton(/^Advance$/);
    await workbench.statusItem(/\+12 h/).waitFor();
    await workbench.toast('The broker’s clock was advanced by 12 h. 5 messages expired.').waitFor();
    await row('steps.fifo').filter({ hasNotText: 'visible' }).waitFor();
    await workbench.takeScreenshot('advance-clock-undo');
    await workbench.pressToastButton('5 messages expired.', 'Undo');
    await row('steps.fifo').filter({ hasText: '3 visible' }).waitFor();
    await row('orders').filter({ hasText: '2 visible' }).waitFor();
    await workbench.statusItem(/Queueside \d+$/).waitFor();
    await workbench.toast('5 messages were restored. 1 message now expires up to 12 h earlier.').waitFor();
    await workbench.takeScreenshot('advance-clock-undone');
  });

  it('says on the way back what other windows can do, and restores by the palette', async () => {
    await openList(workbench);
    await workbench.quickInput.pick('12 h');
    await workbench.pressDialogButton(/^Advance$/);
    await workbench.statusItem(/\+12 h/).waitFor();
    await workbench.quickInput.runCommand('Queueside Clock: Reset Clock');
    await workbench
      .toast('The broker’s clock shows real time again. 1 message now expires up to 12 h earlier.')
      .waitFor();
    await workbench.takeScreenshot('advance-clock-reset');
    await workbench.quickInput.runCommand('Queueside Clock: Undo Advance Clock');
    await workbench.quickInput.pick('12 h');
    await row('steps.fifo').filter({ hasText: '3 visible' }).waitFor();
    await workbench.quickInput.runCommand('Queueside Clock: Undo Advance Clock');
    await workbench.toast('No advance to undo').waitFor();
  });
});

describe('advancing the clock of a broker in memory', () => {
  const openedWindow = useWorkbench({
    name: 'advance-clock-memory',
    workspace: 'empty',
    settings: { 'queueside.durability': 'none' },
  });

  it('says that it cannot be undone', async () => {
    const { workbench } = openedWindow();
    await fillQueues(workbench);
    await openList(workbench);
    await workbench.quickInput.pick('4 d');
    await workbench.dialog.filter({ hasText: 'You can’t undo this.' }).waitFor();
    await workbench.pressDialogButton(/^Advance$/);
    await workbench.statusItem('5 messages expired.').waitFor();
    assert.equal(await workbench.toast('5 messages expired.').count(), 0);
  });
});
