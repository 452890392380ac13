import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TracePanel } from './support/tracePanel.ts';
import { useWorkbench } from './support/useWorkbench.ts';

const EXTENSION_ID = 'queueside.queueside';
const TASK = { key: 'uploads/sunset.png', text: 'Queueside' };

/** Colours that a picture starts with in the sample's folder and after the worker. */
function readPicture(workspace: string, key: string): Buffer {
  return readFileSync(join(workspace, 'bucket', key));
}

describe('the main job, by the user interface', () => {
  const openedWindow = useWorkbench({ name: 'story', workspace: 'sample' });

  it('goes from an empty view to a queue', async () => {
    const { workbench } = openedWindow();
    await workbench.openViewContainer('Queueside');
    const queues = workbench.tree('Queues');
    // Opening the view starts the broker; the welcome text then offers the first queue.
    await queues.welcome.getByText('Create Queue').waitFor();
    await workbench.statusItem(/Queueside \d+/).waitFor();
    await workbench.takeScreenshot('story-1-empty');
    await queues.welcome.getByText('Create Queue').click();
    await workbench.quickInput.pick('Standard');
    await workbench.quickInput.enter('image-tasks');
    await workbench.quickInput.pick('None');
    await queues.row('image-tasks').waitFor();
  });

  it('composes a message with an attribute and sends it', async () => {
    const { workbench } = openedWindow();
    await workbench.tree('Queues').runInlineAction('image-tasks', 'Send Message');
    const composer = await workbench.editors.openWebview(EXTENSION_ID, 'Compose');
    await composer.locator('.cm-content').click();
    await workbench.page.keyboard.insertText(JSON.stringify(TASK));
    await composer.getByText('Add attribute').first().click();
    await composer.getByRole('textbox', { name: 'Name of attribute 1' }).fill('priority');
    await composer.getByRole('textbox', { name: 'Value of attribute 1' }).fill('high');
    await workbench.takeFrame('story-2-composer');
    await composer.locator('.send-row .send').click();
    await composer
      .locator('.send-bar')
      .getByText(/[0-9a-f]{8}-[0-9a-f]{4}-4/)
      .first()
      .waitFor();
    await workbench.tree('Queues').rows.filter({ hasText: '1 visible' }).first().waitFor();
    await workbench.takeFrame('story-3-sent');
  });

  it('pauses in the sample worker while it processes the message, which is held', async () => {
    const { workbench, workspace } = openedWindow();
    await workbench.debugging.stopInWorker(workbench.editors, workspace);
    await workbench.openViewContainer('Queueside');
    await workbench.tree('Queues').rows.filter({ hasText: '1 in flight' }).first().waitFor();
    await workbench.takeFrame('story-4-stopped');
  });

  it('continues, and the trace tells the message’s life in order with the session as its consumer', async () => {
    const { workbench, workspace } = openedWindow();
    await workbench.quickInput.runCommand('Queueside Trace: Open Trace');
    const trace = await TracePanel.open(workbench.page);
    await trace.row('image-tasks', 'Received').waitFor();
    await trace.row('image-tasks', 'Held').click();
    await trace.details.getByText('Received by Worker').waitFor();
    await workbench.takeFrame('story-5-paused');
    await workbench.debugging.continue();
    await trace.row('image-tasks', 'Deleted').waitFor();
    const events = await trace.eventsOf('image-tasks');
    assert.deepEqual(
      events.map(({ kind }) => kind).filter((kind) => ['Sent', 'Received', 'Deleted'].includes(kind)),
      ['Sent', 'Received', 'Deleted'],
    );
    const received = events.find(({ kind }) => kind === 'Received');
    const deleted = events.find(({ kind }) => kind === 'Deleted');
    assert.equal(received?.consumer, 'Worker');
    assert.equal(deleted?.consumer, 'Worker');
    assert.equal(new Set([received?.message, deleted?.message]).size, 1);
    assert.match(deleted?.inFlight ?? '', /\d/);
    await trace.row('image-tasks', 'Deleted').click();
    await trace.details.getByText('Deleted by Worker').waitFor();
    await trace.details.getByText('Received by Worker').waitFor();
    await workbench.takeFrame('story-6-deleted');

    const watermarked = join(workspace, 'bucket', 'watermarked', 'sunset.png');
    assert.ok(existsSync(watermarked));
    assert.notDeepEqual(readPicture(workspace, 'watermarked/sunset.png'), readPicture(workspace, TASK.key));
    await workbench.debugging.stop();
  });
});
